"""An officer's open cases go to another in one act: for a time or for good, with a reason, checked case by case.

A case that the taker must not have stays where it is and is listed with the reason. Cases that the manager may not see
are not touched and not told of; another manager hands them over.
The number of statements does not grow with the cases.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_update_with_history

from complaints import rules_impartial
from complaints.enums import Status
from complaints.models import Complaint, HandedCase, HandOver
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked
from foundation.core.notifications import notify

if TYPE_CHECKING:
    from foundation.accounts.models import User

Part, Hurdle = HandedCase.Part, HandedCase.Hurdle
BEFORE_DECISION = (Status.RECEIVED, Status.ACKNOWLEDGED, Status.ASSESSED, Status.INVESTIGATING)


@transaction.atomic
def hand_over(
    *, giver: "User", taker: "User", reason: str, by: "User", now: datetime, until: date | None = None
) -> HandOver:
    """Give every open case of one officer to another, as far as each case allows.

    Raises NotAllowed for others than managers, or a taker who handles no complaints; Incomplete without a reason, for
    the same person twice, a day that is past, or an officer who has no open case.
    """
    _demand_manager(by)
    _demand_facts(giver, taker, reason, until, now)
    if not taker.is_active or not taker.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("This person's role does not include handling complaints."))
    cases = list(
        Complaint.objects.visible_to(by)
        .open()
        .filter(Q(handler=giver) | Q(investigator=giver, status__in=BEFORE_DECISION))
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not cases:
        message = _("This officer has no open case that you can hand over.")
        raise Incomplete(message, missing={"giver": message})
    row = HandOver.objects.create(giver=giver, taker=taker, reason=reason, until=until, by=by, at=now, created_at=now)
    investigates = taker.can(Permission.COMPLAINT_INVESTIGATE)
    handed: list[HandedCase] = []
    moved: dict[int, Complaint] = {}
    for case in cases:
        for part in _parts(case, giver):
            hurdle = _hurdle(case, part, taker, investigates=investigates)
            handed.append(HandedCase(hand_over=row, complaint=case, part=part, hurdle=hurdle))
            if not hurdle:
                setattr(case, part, taker)
                moved[case.pk] = case
    _save(moved.values(), by=by, now=now, reason=reason)
    HandedCase.objects.bulk_create(handed)
    if moved:
        notify(taker, partial(_told, len(moved)), reverse("complaints:staff-list"), f"hand-over:{row.public_id}")
    return row


@transaction.atomic
def take_cases_back(*, hand_over_id: int, reason: str, by: "User | None", now: datetime) -> HandOver:
    """Undo: what is still open and still with the taker goes back, as far as the giver may have it.

    `by` is None when the time is over. Raises NotAllowed, IllegalMove when it has ended, Incomplete without a reason.
    """
    if by is not None:
        _demand_manager(by)
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    row = locked(HandOver.objects.select_related("giver", "taker"), pk=hand_over_id)
    if row.ended_at is not None:
        raise IllegalMove(_("This hand-over has ended already."))
    handed = list(row.cases.filter(hurdle=Hurdle.NONE))
    cases = {
        case.pk: case
        for case in Complaint.objects.open()
        .filter(pk__in=[each.complaint_id for each in handed])
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    returned, moved = [], {}
    may = {
        Part.HANDLER: row.giver.is_active and row.giver.can(Permission.COMPLAINT_HANDLE),
        Part.INVESTIGATOR: row.giver.is_active and row.giver.can(Permission.COMPLAINT_INVESTIGATE),
    }
    for each in handed:
        case = cases.get(each.complaint_id)
        if case is None or getattr(case, f"{each.part}_id") != row.taker_id or not may[Part(each.part)]:
            continue
        if _hurdle(case, each.part, row.giver, investigates=True):
            continue
        setattr(case, each.part, row.giver)
        each.returned_at = now
        returned.append(each)
        moved[case.pk] = case
    _save(moved.values(), by=by, now=now, reason=reason)
    HandedCase.objects.bulk_update(returned, ["returned_at"])
    row.ended_at, row.ended_by, row.why_ended = now, by, reason
    row.save()
    if moved:
        notify(row.giver, partial(_told, len(moved)), reverse("complaints:staff-list"), f"hand-back:{row.public_id}")
    return row


def end_due(*, now: datetime) -> int:
    """Give back what was handed over until a day that is past. How many hand-overs."""
    due = HandOver.objects.filter(ended_at__isnull=True, until__lt=timezone.localdate(now)).order_by("pk")
    ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        take_cases_back(hand_over_id=pk, reason=_("The time of the hand-over is over."), by=None, now=now)
    return len(ids)


def _demand_manager(by: "User") -> None:
    if not by.can(Permission.COMPLAINT_DECIDE):
        raise NotAllowed(_("Only a manager hands an officer's cases over."))


def _demand_facts(giver: "User", taker: "User", reason: str, until: date | None, now: datetime) -> None:
    missing = {}
    if giver.pk == taker.pk:
        missing["taker"] = _("Please choose another person than the one who gives the cases.")
    if not reason.strip():
        missing["reason"] = _("Please say why.")
    if until is not None and until < timezone.localdate(now):
        missing["until"] = _("Please choose today or a later day.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)


def _parts(case: Complaint, giver: "User") -> list[str]:
    parts = [Part.HANDLER] if case.handler_id == giver.pk else []
    if case.investigator_id == giver.pk and case.status in BEFORE_DECISION:
        parts.append(Part.INVESTIGATOR)
    return [part.value for part in parts]


def _hurdle(case: Complaint, part: str, taker: "User", *, investigates: bool) -> str:
    if case.complained_about_id == taker.pk:
        return Hurdle.COMPLAINED_ABOUT
    if rules_impartial.is_kept_from(taker, case):
        return Hurdle.NO_DUTY
    if part == Part.INVESTIGATOR and rules_impartial.is_about_own_head(taker, case):
        return Hurdle.HEAD
    if part == Part.INVESTIGATOR and case.decided_by_id == taker.pk:
        return Hurdle.DECIDED
    if part == Part.INVESTIGATOR and not investigates:
        return Hurdle.NO_DUTY
    return Hurdle.NONE


def _save(cases: Iterable[Complaint], *, by: "User | None", now: datetime, reason: str) -> None:
    rows = list(cases)
    for case in rows:
        case.touch()
        case.updated_at = now
    if rows:
        bulk_update_with_history(
            rows,
            Complaint,
            ["handler", "investigator", "version", "updated_at"],
            default_user=by,
            default_date=now,
            default_change_reason=reason,
            batch_size=1000,
        )


def _told(count: int) -> str:
    return ngettext("%(n)s case was handed over to you.", "%(n)s cases were handed over to you.", count) % {"n": count}
