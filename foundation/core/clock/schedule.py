"""When a place is open: several periods a day, holidays, special days, pauses."""

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

Reason = str | Promise | Hashable  # anything whose str() is a name in the reader's language
Span = tuple[dt.datetime, dt.datetime]

MIDNIGHT = dt.time(0)
_HORIZON = dt.timedelta(days=3660)


class NeverOpens(ValueError):
    """The schedule has no opening within ten years of the moment asked about."""


@dataclass(frozen=True, order=True)
class Opening:
    """One period of a day in local time; closing at 00:00 means the midnight that ends the day."""

    opens: dt.time
    closes: dt.time

    def __post_init__(self) -> None:
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError(f"opens {self.opens}, closes {self.closes}")

    def on(self, day: dt.date, zone: ZoneInfo) -> Span:
        """The period on a day, as UTC moments."""
        last = day if self.closes != MIDNIGHT else day + dt.timedelta(days=1)
        return (_utc(day, self.opens, zone), _utc(last, self.closes, zone))


@dataclass(frozen=True)
class SpecialHours:
    """A day that differs from its weekday and from the list of holidays; no openings means closed."""

    openings: tuple[Opening, ...]
    reason: Reason = ""


@dataclass(frozen=True)
class Pause:
    """A time in which a case's clock stands still. A pause that still runs is passed with `end` = now."""

    start: dt.datetime
    end: dt.datetime
    reason: Reason = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a pause cannot end before it starts")


@dataclass(frozen=True)
class Schedule:
    """Opening hours of a week (Monday first), holidays by date, special days by date.

    `standard_day` is what "one working day" means: that much working time, not "until the same hour on the next
    open day"; so a promise of one day is as long whether it starts at nine or at four. A special day beats a
    holiday, a holiday beats the week.
    """

    week: tuple[tuple[Opening, ...], ...]
    standard_day: dt.timedelta
    holidays: Mapping[dt.date, Reason] = field(default_factory=dict)
    special: Mapping[dt.date, SpecialHours] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Bangkok"))
    # A list of clocks asks for the same few days again and again.
    _known: dict[dt.date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        if self.standard_day <= dt.timedelta():
            raise ValueError("a working day must have a length")
        for openings in (*self.week, *(special.openings for special in self.special.values())):
            _refuse_overlap(openings)

    def openings_on(self, day: dt.date) -> tuple[Opening, ...]:
        """The periods of that day, in order; empty when closed."""
        if day in self.special:
            return tuple(sorted(self.special[day].openings))
        return () if day in self.holidays else tuple(sorted(self.week[day.weekday()]))

    def reason_on(self, day: dt.date) -> Reason:
        """The name of the holiday or the reason of the special day; empty for an ordinary day."""
        return self.special[day].reason if day in self.special else self.holidays.get(day, "")

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether the place is open at the moment; it is no longer open at its closing time."""
        day = moment.astimezone(self.zone).date()
        return any(start <= moment < end for start, end in self.spans_on(day))

    def spans_on(self, day: dt.date) -> tuple[Span, ...]:
        """The periods of that day as UTC moments, neighbours joined."""
        if day not in self._known:
            self._known[day] = tuple(_joined(opening.on(day, self.zone) for opening in self.openings_on(day)))
        return self._known[day]

    def spans_from(self, start: dt.datetime) -> Iterator[Span]:
        """Open time from `start` on, forwards, without end; stops after ten years without an opening."""
        day = start.astimezone(self.zone).date()
        last_open = day
        while day - last_open < _HORIZON:
            for opened, closed in self.spans_on(day):
                last_open = day
                if closed > start:
                    yield max(opened, start), closed
            day += dt.timedelta(days=1)

    def spans_until(self, end: dt.datetime) -> Iterator[Span]:
        """Open time before `end`, backwards, latest first."""
        day = end.astimezone(self.zone).date()
        last_open = day
        while last_open - day < _HORIZON:
            for opened, closed in reversed(self.spans_on(day)):
                last_open = day
                if opened < end:
                    yield opened, min(closed, end)
            day -= dt.timedelta(days=1)


def always_open(zone: ZoneInfo | None = None) -> Schedule:
    """The schedule of calendar days: every minute counts and a day has 24 hours."""
    every_day = (Opening(MIDNIGHT, MIDNIGHT),)
    return Schedule((every_day,) * 7, dt.timedelta(days=1), zone=zone or ZoneInfo("Asia/Bangkok"))


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order, overlapping ones joined, so that a clock paused twice is not shifted twice."""
    result: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: (pause.start, pause.end)):
        if result and pause.start <= result[-1].end:
            last = result[-1]
            result[-1] = Pause(last.start, max(last.end, pause.end), last.reason or pause.reason)
        else:
            result.append(pause)
    return [pause for pause in result if pause.end > pause.start]


def without(spans: Iterable[Span], pauses: list[Pause]) -> Iterator[Span]:
    """The spans, pauses (merged, in order) cut out of them. Spans must come in ascending order."""
    for start, end in spans:
        cursor = start
        for pause in pauses:
            if pause.end <= cursor:
                continue
            if pause.start >= end:
                break
            if pause.start > cursor:
                yield cursor, pause.start
            cursor = pause.end
        if cursor < end:
            yield cursor, end


def _utc(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    waiting: Span | None = None
    for span in spans:
        if waiting and span[0] == waiting[1]:
            waiting = (waiting[0], span[1])
        else:
            if waiting:
                yield waiting
            waiting = span
    if waiting:
        yield waiting


def _refuse_overlap(openings: Iterable[Opening]) -> None:
    for earlier, later in pairwise(sorted(openings)):
        if earlier.closes == MIDNIGHT or later.opens < earlier.closes:
            raise ValueError(f"opening periods overlap: {earlier} and {later}")
