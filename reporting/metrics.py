"""Figures of the closing provisions: reports in time, age of the last review, clauses with evidence."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value
from reporting.deadlines import turns
from reporting.enums import ReviewState, TurnState
from reporting.models import AnnualReview, ClauseVerdict, Deadline

MONTH = timedelta(days=365.25 / 12)


def _last_moment(period: Period) -> datetime:
    return min(period.end - timedelta(microseconds=1), timezone.now())


def _reports_in_time(period: Period, by: str | None) -> Mapping[str, Value]:
    """Board reports that fell due in the period; three statements."""
    at = _last_moment(period)
    first, last = timezone.localdate(period.start), timezone.localdate(at)
    due = [
        turn
        for turn in turns(at, Deadline.objects.filter(key="board-report", is_active=True))
        if first <= turn.due_on <= last
    ]
    kept = sum(turn.state == TurnState.DONE for turn in due)
    return {"": Value(round(100 * kept / len(due), 1) if due else None, len(due))}


def _months_since_review(period: Period, by: str | None) -> Mapping[str, Value]:
    at = _last_moment(period)
    closed = AnnualReview.objects.filter(state=ReviewState.CLOSED, closed_at__lte=at).order_by("-closed_at")
    last = closed.values_list("closed_at", flat=True).first()
    return {"": Value(round((at - last) / MONTH, 1) if last else None, 1 if last else 0)}


def _clauses_green(period: Period, by: str | None) -> Mapping[str, Value]:
    """Of the last day of the period on which verdicts were kept."""
    first, last = timezone.localdate(period.start), timezone.localdate(_last_moment(period))
    kept = ClauseVerdict.objects.filter(day__gte=first, day__lte=last)
    day = kept.order_by("-day").values_list("day", flat=True).first()
    if day is None:
        return {"": Value(None, 0)}
    verdicts = list(kept.filter(day=day).values_list("verdict", flat=True))
    return {"": Value(verdicts.count("green"), len(verdicts))}


METRICS = (
    Metric(
        key="reporting.board_reports_in_time",
        clause="report",
        title=_("Board reports made in time"),
        unit="%",
        formula=_("Quarterly reports printed by their due date ÷ quarterly reports that fell due in the period × 100"),
        direction=Direction.UP,
        query=_reports_in_time,
        target=100.0,
    ),
    Metric(
        key="reporting.months_since_review",
        clause="review",
        title=_("Months since the last policy review"),
        unit=_("months"),
        formula=_("Months from the closing of the last annual review to the end of the period"),
        direction=Direction.DOWN,
        query=_months_since_review,
        target=12.0,
        decimals=1,
    ),
    Metric(
        key="reporting.clauses_with_evidence",
        clause="review",
        title=_("Clauses with complete evidence"),
        unit=_("clauses"),
        formula=_("Clauses that the cockpit judged green on the last day of the period that has a record"),
        direction=Direction.UP,
        query=_clauses_green,
        target=18.0,
    ),
)
