"""Why a deadline lies where it lies: the span cut into counted, closed, holiday and paused time."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from foundation.core.clock.schedule import Pause, Schedule, merged


class Kind(StrEnum):
    """What the clock did in an interval."""

    COUNTED = "counted"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    PAUSED = "paused"


@dataclass(frozen=True)
class Interval:
    """A piece of the way to a deadline; `reason` names the holiday, pause or special opening."""

    kind: Kind
    start: dt.datetime
    end: dt.datetime
    reason: str = ""

    @property
    def length(self) -> dt.timedelta:
        """Elapsed time, not working time."""
        return self.end - self.start


def explain(start: dt.datetime, due: dt.datetime, schedule: Schedule, pauses: Iterable[Pause] = ()) -> list[Interval]:
    """The time from `start` to `due` without gap or overlap, neighbours of one kind and reason joined.

    The counted intervals sum to the working time between the two. For calendar days pass `duration.clock(schedule)`.
    """
    pieces: list[Interval] = []
    for piece in _cut(start, due, schedule, merged(pauses)):
        last = pieces[-1] if pieces else None
        if last and (last.kind, last.reason) == (piece.kind, piece.reason):
            pieces[-1] = replace(last, end=piece.end)
        else:
            pieces.append(piece)
    return pieces


def _cut(start: dt.datetime, due: dt.datetime, schedule: Schedule, pauses: list[Pause]) -> Iterator[Interval]:
    cursor = start
    for pause in pauses:
        if pause.end <= cursor or max(cursor, pause.start) >= due:
            continue
        yield from _days(cursor, pause.start, schedule)
        end = min(pause.end, due)
        yield Interval(Kind.PAUSED, max(cursor, pause.start), end, str(pause.reason))
        cursor = end
    yield from _days(cursor, due, schedule)


def _days(start: dt.datetime, end: dt.datetime, schedule: Schedule) -> Iterator[Interval]:
    """Unpaused time, day by day of the schedule's zone."""
    cursor = start
    while cursor < end:
        day = cursor.astimezone(schedule.zone).date()
        midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(0), tzinfo=schedule.zone)
        stop = min(midnight.astimezone(dt.UTC), end)
        yield from _one_day(cursor, stop, day, schedule)
        cursor = stop


def _one_day(start: dt.datetime, end: dt.datetime, day: dt.date, schedule: Schedule) -> Iterator[Interval]:
    reason = str(schedule.reason_on(day))
    spans = schedule.spans_on(day)
    if not spans:
        usually_open = bool(schedule.week[day.weekday()])
        yield Interval(
            Kind.HOLIDAY if reason and usually_open else Kind.CLOSED, start, end, reason if usually_open else ""
        )
        return
    cursor = start
    for opened, closed in spans:
        opened, closed = max(opened, start), min(closed, end)
        if closed <= opened:
            continue
        if opened > cursor:
            yield Interval(Kind.CLOSED, cursor, opened)
        yield Interval(Kind.COUNTED, opened, closed, reason)
        cursor = closed
    if cursor < end:
        yield Interval(Kind.CLOSED, cursor, end)
