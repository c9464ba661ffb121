"""Reading a programme's measures from the registry: before, after, and beside them all customers."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from foundation.core.metrics import Metric, Period, Value, all_metrics
from relationships.models import Programme

SEGMENT = "segment"


@dataclass(frozen=True)
class Reading:
    """A value of the target segment (or of all, where the metric can't be cut) and of all customers."""

    value: float | None
    value_all: float | None
    n: int
    is_of_segment: bool


def measurable() -> dict[str, Metric]:
    """The metrics by which a programme may be judged: those that can be cut by segment, and those with a direction."""
    return {
        metric.key: metric for metric in all_metrics() if SEGMENT in metric.dimensions or metric.direction != "neutral"
    }


def measured_before(metric: Metric, programme: Programme) -> Reading:
    """Over the same days of the year before the start: a span as long as the programme, ending where it begins."""
    start, end = _midnight(programme.starts_on), _midnight(programme.ends_on + dt.timedelta(days=1))
    return _read(metric, programme, Period(start - (end - start), start))


def measured_after(metric: Metric, programme: Programme, *, now: dt.datetime) -> Reading:
    """Over the days of the programme, so far as they are past."""
    start, end = _midnight(programme.starts_on), _midnight(programme.ends_on + dt.timedelta(days=1))
    return _read(metric, programme, Period(start, min(end, now)))


def _read(metric: Metric, programme: Programme, period: Period) -> Reading:
    everybody = metric.measure(period).get("")
    if SEGMENT not in metric.dimensions:
        return Reading(_number(everybody), _number(everybody), everybody.n if everybody else 0, is_of_segment=False)
    found = metric.measure(period, SEGMENT).get(programme.segment.public_id)
    if found is None and _is_count(everybody):
        found = Value(0, 0)  # a count that finds nobody of the segment is nought
    return Reading(_number(found), _number(everybody), found.n if found else 0, is_of_segment=True)


def _is_count(value: Value | None) -> bool:
    return value is not None and value.value is not None and value.low is None and value.value == value.n


def _number(value: Value | None) -> float | None:
    return None if value is None or value.value is None else float(value.value)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
