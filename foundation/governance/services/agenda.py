"""The agenda of a meeting, as the secretary keeps it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.models import locked, signed
from foundation.governance.enums import AHEAD, AgendaKind, MeetingState
from foundation.governance.models import AgendaItem, BoardMeeting, Proposal
from foundation.governance.services.common import demand_facts


@transaction.atomic
def save_agenda_item(
    *,
    meeting_id: int,
    item_id: int | None = None,
    shown_version: int | None = None,
    number: str,
    kind: str,
    title: str,
    proposal: Proposal | None,
    outcome: str = "",
    by: User,
    now: dt.datetime,
) -> AgendaItem:
    """Add an item (`item_id` None) or change one; items stand in the order of their numbers (3, 3.1, 10).

    `outcome` is what came of it, for the minutes. Raises NotAllowed, IllegalMove once the minutes are drafted,
    StaleVersion, Incomplete when the number is taken or an item for information has a proposal.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    meeting = _open_meeting(meeting_id)
    if item_id is None:
        item = AgendaItem(meeting=meeting, created_at=now)
    else:
        item = locked(AgendaItem.objects.filter(meeting=meeting), pk=item_id, shown_version=shown_version)
    parts = number.split(".")
    demand_facts(
        number=None
        if all(part.isascii() and part.isdigit() and int(part) < 100 for part in parts) and len(parts) <= 2
        else _("Please give the agenda item, for example 4.2."),
        title=None if title else _("Please name the matter."),
        kind=_("A proposal to the board is for decision.") if proposal and kind != AgendaKind.FOR_DECISION else None,
    )
    item.number, item.kind, item.title, item.proposal = number, kind, title, proposal
    item.outcome = outcome
    item.position = int(parts[0]) * 100 + (int(parts[1]) if len(parts) == 2 else 0)
    try:
        with transaction.atomic():
            signed(item, by=by, now=now).save()
    except IntegrityError as error:
        message = _("Another item of this meeting has this number.")
        raise Incomplete(message, missing={"number": message}) from error
    return item


@transaction.atomic
def remove_agenda_item(*, item_id: int, by: User, now: dt.datetime) -> None:
    """Take an item off. Raises NotAllowed, IllegalMove, Refused when its proposal was decided in that meeting."""
    demand(by, Permission.RESOLUTION_RECORD)
    item = locked(AgendaItem.objects.select_related("proposal"), pk=item_id)
    _open_meeting(item.meeting_id)
    if item.proposal and item.meeting.resolutions.filter(proposal=item.proposal).exists():
        raise Refused(_("The board decided on this item in this meeting, so it stays on the agenda."))
    signed(item, by=by, now=now).delete()


def _open_meeting(meeting_id: int) -> BoardMeeting:
    """The meeting, locked against a step to the minutes."""
    meeting = BoardMeeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.state not in (*AHEAD, MeetingState.HELD):
        raise IllegalMove(_("The agenda stands in the minutes. Take the minutes back to change it."))
    return meeting
