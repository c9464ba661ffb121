"""Adding and measuring working time."""

import datetime as dt
from collections.abc import Iterable, Iterator

from foundation.core.clock.durations import Duration
from foundation.core.clock.schedule import NeverOpens, Pause, Schedule, Span, merged, without

ZERO = dt.timedelta()


def add_working(start: dt.datetime, duration: dt.timedelta | Duration, schedule: Schedule) -> dt.datetime:
    """The moment at which `duration` of working time after `start` is used up.

    A negative timedelta counts backwards. The end of a period belongs to the period: eight hours from opening
    end at closing, not at the next opening. Nothing added gives `start` itself.

    Raises NeverOpens when the schedule stays closed for ten years.
    """
    if isinstance(duration, Duration):
        schedule, duration = duration.clock(schedule), duration.counted(schedule)
    if duration < ZERO:
        return _walk_back(start, -duration, schedule)
    return start if duration == ZERO else _walk(schedule.spans_from(start), duration)


def due_at(
    start: dt.datetime, duration: Duration | dt.timedelta, schedule: Schedule, pauses: Iterable[Pause] = ()
) -> dt.datetime:
    """When a promise made at `start` falls due. Time inside a pause does not count.

    Raises NeverOpens when the schedule stays closed for ten years.
    """
    if isinstance(duration, Duration):
        schedule, duration = duration.clock(schedule), duration.counted(schedule)
    if duration <= ZERO:
        return start
    return _walk(without(schedule.spans_from(start), merged(pauses)), duration)


def working_between(
    start: dt.datetime, end: dt.datetime, schedule: Schedule, pauses: Iterable[Pause] = ()
) -> dt.timedelta:
    """Working time from `start` to `end`, pauses left out; negative when `end` lies before `start`."""
    if end < start:
        return -working_between(end, start, schedule, pauses)
    spans = without(counted_spans(start, end, schedule), merged(pauses))
    return sum((closed - opened for opened, closed in spans), ZERO)


def counted_spans(start: dt.datetime, end: dt.datetime, schedule: Schedule) -> Iterator[Span]:
    """Open time within [start, end), in order."""
    for opened, closed in schedule.spans_from(start):
        if opened >= end:
            return
        yield opened, min(closed, end)


def _walk(spans: Iterator[Span], left: dt.timedelta) -> dt.datetime:
    for opened, closed in spans:
        if closed - opened >= left:
            return opened + left
        left -= closed - opened
    raise NeverOpens("no opening within ten years")


def _walk_back(start: dt.datetime, left: dt.timedelta, schedule: Schedule) -> dt.datetime:
    for opened, closed in schedule.spans_until(start):
        if closed - opened >= left:
            return closed - left
        left -= closed - opened
    raise NeverOpens("no opening within ten years")
