"""What the case file says of the investigation: the plan with what it brought, the log of evidence, the fishbone."""

from datetime import datetime

from django.utils.translation import gettext as _

from complaints import selectors
from complaints.enums_fishbone import Bone
from complaints.models import BoneCause, Complaint, Evidence, PlanItem
from foundation.core.thai.dates import format_date, format_datetime


def plan_rows(complaint: Complaint, at: datetime) -> list[tuple[str, ...]]:
    """Questions and steps planned by then."""
    return [_planned(item, at) for item in selectors.plan_of(complaint) if item.created_at <= at]


def evidence_rows(complaint: Complaint, at: datetime) -> list[tuple[str, ...]]:
    """The log as it stood then; a piece that was withdrawn says so."""
    return [_logged(row, at) for row in selectors.evidence_of(complaint) if row.at <= at]


def cause_rows(complaint: Complaint, at: datetime) -> list[tuple[str, ...]]:
    """The causes of the fishbone by branch, as they stood then."""
    numbers = {row.pk: row.number for row in selectors.evidence_of(complaint)}
    causes = selectors.causes_at(complaint, at)
    return [_cause(cause, numbers) for bone in Bone for cause in causes if cause.bone == bone]


def _cause(cause: BoneCause, numbers: dict[int, int]) -> tuple[str, ...]:
    text = (
        cause.text
        if cause.struck_at is None
        else f"{cause.text}\n" + _("Struck out: %(why)s") % {"why": cause.why_struck}
    )
    evidence = f"E{numbers[cause.evidence_id]}" if cause.evidence_id else "–"
    return str(Bone(cause.bone).label), text, evidence, _("held to be the root") if cause.is_root else ""


def _planned(item: PlanItem, at: datetime) -> tuple[str, ...]:
    came = ""
    if item.done_at and item.done_at <= at:
        came = f"{item.result}\n{item.done_by}, {format_datetime(item.done_at, 'short')}"
    elif item.dropped_at and item.dropped_at <= at:
        came = _("Left out: %(why)s") % {"why": item.why_dropped}
    due = format_date(item.due_on) if item.due_on else ""
    return f"{item.get_kind_display()}\n{item.text}", str(item.owner or ""), due, came


def _logged(row: Evidence, at: datetime) -> tuple[str, ...]:
    what = f"E{row.number}. {row.what}"
    if row.sha256:
        what += f"\nSHA-256 {row.sha256[:16]}…"
    gone = getattr(row, "withdrawal", None)
    if gone and gone.at <= at:
        what += "\n" + _("Withdrawn: %(why)s") % {"why": gone.reason}
    return (
        what,
        f"{row.get_source_display()}\n{row.from_whom}",
        format_date(row.obtained_on),
        f"{row.get_weight_display()}\n{row.reliability}",
    )
