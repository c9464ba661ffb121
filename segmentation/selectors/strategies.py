"""Strategies of segments with their steps, now or at a moment of the past."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from segmentation.models import Segment, SegmentStrategy, StrategyStep


def strategy_of(segment: Segment) -> SegmentStrategy | None:
    """The strategy of a segment with its steps in their order and who is responsible; two statements."""
    rows = StrategyStep.objects.select_related("owner").order_by("number")
    found = SegmentStrategy.objects.filter(segment=segment).first()
    if found is not None:
        found.ordered_steps = list(rows.filter(strategy=found))  # type: ignore[attr-defined]
    return found


def step_of(segment: Segment, public_id: str) -> StrategyStep:
    """One step of the segment's strategy. Raises Http404."""
    step = StrategyStep.objects.filter(strategy__segment=segment, public_id=public_id).first()
    if step is None:
        raise Http404
    return step


def stepped_segments(at: datetime) -> "QuerySet[SegmentStrategy]":
    """Strategies that had a step at that moment."""
    return SegmentStrategy.objects.filter(created_at__lte=at, steps__created_at__lte=at).distinct()


def overdue_steps(day: date) -> "QuerySet[StrategyStep]":
    """Steps that were due before that day and not done by then."""
    return StrategyStep.objects.filter(due_on__lt=day).filter(Q(done_on__isnull=True) | Q(done_on__gte=day))


def steps_due(first: date, last: date) -> "QuerySet[StrategyStep]":
    """Steps whose date lies in those days, both included."""
    return StrategyStep.objects.filter(due_on__gte=first, due_on__lte=last)
