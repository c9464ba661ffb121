"""Many cases changed in one act, each by the service that changes one: with its permission, its history and its no.

A case that may not be changed stays as it is and is named with the reason. All of it can be taken back; what somebody
changed since stays, and is named too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints import rules
from complaints.enums_bulk import BulkKind, BulkOutcome
from complaints.models import BulkCase, BulkChange, Complaint
from complaints.services.people import assign, prioritise
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify

if TYPE_CHECKING:
    from foundation.accounts.models import Unit, User

MOST = 100


@dataclass(frozen=True)
class Wanted:
    """What all of them are to be given: one of the three."""

    handler: "User | None" = None
    unit: "Unit | None" = None
    priority: int | None = None

    @property
    def kind(self) -> BulkKind:
        """Which of the three."""
        if self.handler is not None:
            return BulkKind.HANDLER
        return BulkKind.UNIT if self.unit is not None else BulkKind.PRIORITY

    def is_so(self, case: Complaint) -> bool:
        """Whether the case has it already."""
        if self.handler is not None:
            return case.handler_id == self.handler.pk
        return case.unit_id == self.unit.pk if self.unit is not None else case.priority == self.priority


@transaction.atomic
def change_many(*, numbers: Sequence[str], wanted: Wanted, reason: str, by: "User", now: datetime) -> BulkChange:
    """Give the cases what is wanted, as far as each of them may have it. Cases out of sight are not touched.

    Raises NotAllowed for who handles no complaints, Incomplete without a reason or value, Refused for none or too many.
    """
    if not by.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("Your role does not include this step."))
    missing = {} if reason.strip() else {"reason": _("Please say why.")}
    if wanted == Wanted():
        missing["kind"] = _("Please choose what is to change.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    if len(numbers) > MOST:
        raise Refused(_("At most %(most)s cases are changed at once.") % {"most": MOST})
    seen = Complaint.objects.visible_to(by).filter(number__in=numbers)
    cases = list(Complaint.objects.filter(pk__in=seen.values("pk")).select_for_update(of=("self",)).order_by("pk"))
    if not cases:
        raise Refused(_("No case is chosen that you may see."))
    change = BulkChange.objects.create(
        kind=wanted.kind, handler=wanted.handler, unit=wanted.unit, priority=wanted.priority, reason=reason.strip(),
        by=by, at=now, created_at=now,
    )  # fmt: skip
    rows = [_changed(change, case, wanted, now=now) for case in cases]
    BulkCase.objects.bulk_create(rows)
    count = sum(row.outcome == BulkOutcome.CHANGED for row in rows)
    if wanted.handler is not None and count and wanted.handler.pk != by.pk:
        url, key = reverse("complaints:staff-list"), f"complaint-bulk:{change.public_id}"
        notify(wanted.handler, partial(_given, count), url, key)
    return change


@transaction.atomic
def undo_many(*, change_id: int, reason: str, by: "User", now: datetime) -> BulkChange:
    """Take the change back where nothing was changed since. Raises NotAllowed, IllegalMove when it is undone already,
    Incomplete without a reason."""
    change = locked(BulkChange.objects.select_related("by"), pk=change_id)
    if not rules.may_undo_bulk(by, change):
        raise NotAllowed(_("Only who changed the cases, or a colleague of that unit, can undo it."))
    if change.undone_at is not None:
        raise IllegalMove(_("This change is undone already."))
    if not reason.strip():
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    rows = list(
        change.cases.filter(outcome=BulkOutcome.CHANGED).select_related("before_handler", "before_unit").order_by("pk")
    )
    held = Complaint.objects.filter(pk__in=[row.complaint_id for row in rows]).order_by("pk")
    cases = {case.pk: case for case in held.select_for_update(of=("self",))}
    told = _("Change of many undone: %(reason)s") % {"reason": reason.strip()}
    for row in rows:
        case = cases[row.complaint_id]
        row.why = _why_not_back(row, case, by)
        if not row.why:
            _put_back(row, change.kind, case)
            signed(case.touch(), by=by, now=now, reason=told).save()
            row.outcome, row.version = BulkOutcome.BACK, case.version
    BulkCase.objects.bulk_update(rows, ["outcome", "why", "version"])
    change.undone_at, change.undone_by, change.why_undone = now, by, reason.strip()
    change.save()
    return change


def _changed(change: BulkChange, case: Complaint, wanted: Wanted, *, now: datetime) -> BulkCase:
    row = BulkCase(
        change=change, complaint=case, before_handler_id=case.handler_id, before_unit_id=case.unit_id,
        before_priority=case.priority, before_priority_reason=case.priority_reason,
    )  # fmt: skip
    if wanted.is_so(case):
        row.outcome = BulkOutcome.SAME
        return row
    try:
        row.version = _give(change, case, wanted, now=now).version
    except Refused as refusal:
        named = refusal.missing.values() if isinstance(refusal, Incomplete) else ()
        row.outcome, row.why = BulkOutcome.REFUSED, next(iter(named), refusal.message)
        return row
    row.outcome = BulkOutcome.CHANGED
    return row


def _give(change: BulkChange, case: Complaint, wanted: Wanted, *, now: datetime) -> Complaint:
    told = _("Changed with others: %(reason)s") % {"reason": change.reason}
    if wanted.priority is not None:
        return prioritise(complaint_id=case.pk, priority=wanted.priority, reason=told, by=change.by, now=now)
    return assign(
        complaint_id=case.pk, handler=wanted.handler, unit=wanted.unit, reason=told, by=change.by, now=now, tells=False
    )


def _why_not_back(row: BulkCase, case: Complaint, by: "User") -> str:
    """Why the case can't become what it was; empty where it can."""
    if case.version != row.version:
        return _("Somebody changed the case since.")
    if not rules.may_work_on(by, case):
        return _("Your role does not include this step.")
    return rules.why_not_in_charge(row.before_handler, case) if row.before_handler else ""


def _put_back(row: BulkCase, kind: str, case: Complaint) -> None:
    if kind == BulkKind.PRIORITY:
        case.priority, case.priority_reason = row.before_priority or case.priority, row.before_priority_reason
        return
    case.handler, case.unit = row.before_handler, row.before_unit or case.unit


def _given(count: int) -> str:
    said = ngettext("%(n)s case was put in your hands.", "%(n)s cases were put in your hands.", count)
    return said % {"n": count}
