"""Looking again at closed cases: the monthly drawing, what was found, and what follows where it was not in order."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import rules, rules_closing, rules_impartial
from complaints.enums_closing import InspectionVerdict, Settled
from complaints.models import Inspection, InspectionRound
from complaints.selectors.closing import closing_policy
from complaints.selectors.inspections import closed_in, took_part
from complaints.services import fairness, moves
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.governance import sampling
from foundation.governance.services import record_action

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def draw_round(*, month: dt.date, now: dt.datetime, by: "User | None" = None, seed: str = "") -> InspectionRound | None:
    """Draw the closed cases of a month that are looked at again; drawn once, whoever asks again. None where the month
    is not over. Seed, number and fingerprint are kept, so that anybody can draw the same again."""
    month = month.replace(day=1)
    after = (month + dt.timedelta(days=32)).replace(day=1)
    if timezone.localdate(now) < after:
        return None
    known = InspectionRound.objects.filter(month=month).first()
    if known:
        return known
    size, seed = closing_policy().sample_size, seed or sampling.new_seed()
    drawn = sampling.draw(closed_in(month), seed=seed, size=size)
    asked = fairness.draw(month, seed=seed, size=size)
    found, is_new = InspectionRound.objects.get_or_create(
        month=month,
        defaults={
            "seed": seed,
            "size": size,
            "population_count": drawn.count,
            "fingerprint": drawn.fingerprint,
            "fair_count": asked.count,
            "fair_fingerprint": asked.fingerprint,
            "drawn_at": now,
            "drawn_by": by,
        },
    )
    if is_new:
        keys = dict(closed_in(month).filter(public_id__in=drawn.ids).values_list("public_id", "pk"))
        for place, public_id in enumerate(drawn.ids, start=1):
            row = Inspection(round=found, position=place, complaint_id=keys[public_id], created_at=now)
            signed(row, by=by, now=now).save()
        fairness.ask_drawn(found, asked, by=by, now=now)
    return found


@transaction.atomic
def inspect(*, inspection_id: int, verdict: str, seen: str, by: "User", now: dt.datetime) -> Inspection:
    """Write down what looking again found. Where it is not in order, those who decide hear of it.

    Raises NotAllowed for whoever had a part in the case, IllegalMove when it was inspected, Incomplete.
    """
    row = locked(Inspection.objects.select_related("complaint", "round"), pk=inspection_id)
    if not rules_closing.may_look_again(by):
        raise NotAllowed(_("Your role does not include looking again at closed cases."))
    if took_part(by, row.complaint):
        raise NotAllowed(_("You had a part in this case, so someone else looks at it again."))
    if row.inspected_at:
        raise IllegalMove(_("Somebody has looked at this already."))
    missing = {}
    if verdict not in InspectionVerdict.values:
        missing["verdict"] = _("Please choose what you found.")
    if not seen.strip():
        missing["seen"] = _("Please write what you saw, where and when.")
    if len(seen) > rules.REASON_LIMIT:
        missing["seen"] = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.REASON_LIMIT:,}"}
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    row.verdict, row.seen, row.inspector, row.inspected_at = verdict, seen, by, now
    signed(row, by=by, now=now).save()
    if row.waits_for_manager:
        people = people_holding(Permission.COMPLAINT_DECIDE).exclude(pk=row.complaint.complained_about_id or 0)
        notify_all(people, partial(_text, row.complaint.number), row.get_absolute_url(), f"inspection:{row.public_id}")
    return row


@transaction.atomic
def settle(
    *,
    inspection_id: int,
    choice: str,
    why: str,
    by: "User",
    now: dt.datetime,
    owner: "User | None" = None,
    due_on: dt.date | None = None,
) -> Inspection:
    """Decide what follows where it was not in order: the case is taken up again, or a corrective action is set up.

    Raises NotAllowed, IllegalMove when there is nothing to settle or the case is no longer closed, Incomplete.
    """
    row = locked(Inspection.objects.select_related("complaint"), pk=inspection_id)
    case = row.complaint
    if not by.can(Permission.COMPLAINT_DECIDE) or rules_impartial.is_kept_from(by, case):
        raise NotAllowed(_("Your role does not include this step."))
    if not row.waits_for_manager:
        raise IllegalMove(_("Nothing waits to be settled here."))
    _demand(choice, why, owner, due_on, now)
    if choice == Settled.REOPENED:
        moves.reopen(complaint_id=case.pk, reason=why, by=by, now=now)
    elif owner is not None and due_on is not None:
        action = record_action(
            cause=row.seen, action=why, owner=owner, due_on=due_on, by=by, now=now, source=("complaint", case.public_id)
        )
        row.action_id = action.public_id
    row.settled, row.settled_by, row.settled_at, row.settled_why = choice, by, now, why
    signed(row, by=by, now=now, reason=why).save()
    return row


def _demand(choice: str, why: str, owner: "User | None", due_on: dt.date | None, now: dt.datetime) -> None:
    missing = {}
    if choice not in Settled.values:
        missing["choice"] = _("Please choose what follows.")
    if not why.strip():
        missing["why"] = _("Please say why, or what is to be done.")
    if choice == Settled.ACTION and owner is None:
        missing["owner"] = _("Please name who does it.")
    if choice == Settled.ACTION and (due_on is None or due_on < timezone.localdate(now)):
        missing["due_on"] = _("Please set a day that is still to come.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)


def _text(number: str) -> str:
    return _("Looking again at %(number)s found that it is not in order") % {"number": number}
