"""Seats of the board, and the rule for its quorum."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import Incomplete, Refused
from foundation.core.models import locked, signed
from foundation.governance.models import BoardMeeting, BoardSeat, QuorumRule
from foundation.governance.services.common import demand_facts


@transaction.atomic
def save_seat(
    *,
    seat_id: int | None,
    shown_version: int | None,
    title_th: str,
    title_en: str,
    holder: str,
    user: User | None,
    by: User,
    now: dt.datetime,
) -> BoardSeat:
    """Name the holder of a seat, or mend a name; a new seat (`seat_id` None) begins today.

    Raises NotAllowed, StaleVersion, Incomplete without a title.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    demand_facts(title_th=None if title_th else _("Please give the title of the office in Thai."))
    if seat_id is None:
        last = BoardSeat.objects.select_for_update().order_by("-position").first()
        seat = BoardSeat(position=last.position + 1 if last else 1, since=now.date(), created_at=now)
    else:
        seat = locked(BoardSeat.objects.all(), pk=seat_id, shown_version=shown_version)
    seat.title_th, seat.title_en, seat.holder, seat.user = title_th, title_en, holder, user
    signed(seat, by=by, now=now).save()
    return seat


@transaction.atomic
def end_seat(*, seat_id: int, until: dt.date, successor: str | None, by: User, now: dt.datetime) -> BoardSeat:
    """The holder leaves on `until`; with a `successor` (an empty name is known later) the seat goes on from that day.

    Raises NotAllowed, Refused when the holder left already, Incomplete for a day before the term began.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    seat = locked(BoardSeat.objects.all(), pk=seat_id)
    if seat.until is not None:
        raise Refused(_("This term has ended already."))
    demand_facts(until=None if until >= seat.since else _("A term cannot end before it began."))
    seat.until = until
    signed(seat, by=by, now=now).save()
    if successor is None:
        return seat
    new = BoardSeat(
        position=seat.position,
        title_th=seat.title_th,
        title_en=seat.title_en,
        holder=successor,
        since=until,
        created_at=now,
    )
    signed(new, by=by, now=now).save()
    return new


@transaction.atomic
def set_quorum_rule(
    *,
    since: dt.date,
    numerator: int,
    denominator: int,
    minimum: int,
    counts_interested: bool,
    basis: str,
    by: User,
    now: dt.datetime,
) -> QuorumRule:
    """Another rule for meetings from a day on; what was decided before stays under the old one.

    Raises NotAllowed, Incomplete for a rule that is impossible, has no basis, or begins before a meeting that was held.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    met = BoardMeeting.objects.took_place().filter(held_on__gte=since).exists()
    demand_facts(
        numerator=None if 1 <= numerator <= denominator else _("The share must lie between nothing and the whole."),
        minimum=None if 1 <= minimum <= 99 else _("At least one member must take part."),
        basis=None if basis else _("Please name the regulation that says so."),
        since=_("A meeting was held since then. Please choose a later day.") if met else None,
    )
    try:
        with transaction.atomic():
            return QuorumRule.objects.create(
                since=since,
                numerator=numerator,
                denominator=denominator,
                minimum=minimum,
                counts_interested=counts_interested,
                basis=basis,
                recorded_by=by,
                created_at=now,
            )
    except IntegrityError as error:
        message = _("A rule begins on this day already.")
        raise Incomplete(message, missing={"since": message}) from error
