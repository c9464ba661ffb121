"""Clocks as people read them: how much is used, how much is left, and why a date lies where it lies."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from complaints import rules
from complaints.enums import Due, Promise
from complaints.models import Complaint
from foundation.core import clock
from foundation.core.calendars import schedule_for
from foundation.core.clock import Duration, Interval, Kind, Schedule
from service_charter.selectors import standards_by_key

if TYPE_CHECKING:
    from service_charter.models import Standard

ZERO = timedelta()
SOON_SHARE = 0.75

# promise: (standard, due date, moment it was met) as fields of the complaint
FIELDS: dict[str, tuple[str, str, str]] = {
    Promise.ACKNOWLEDGE: ("acknowledge_standard", "acknowledge_due_at", "acknowledged_at"),
    Promise.FIRST_REPLY: ("reply_standard", "reply_due_at", "first_replied_at"),
    Promise.RESOLVE: ("resolve_standard", "resolve_due_at", "resolved_at"),
}


@dataclass(frozen=True)
class DayLine:
    """One line of an explanation: a day or a run of days, from when to when, and how much of it counted."""

    kind: str
    first: date
    last: date
    start: datetime
    end: datetime
    counted: timedelta
    reason: str


@dataclass(frozen=True)
class Clock:
    """One promise of one complaint at a moment. `used`, `allowed` and `left` are time on the promise's own clock."""

    promise: str
    label: str
    standard: "Standard | None"
    duration: Duration | None
    start: datetime
    due_at: datetime | None
    met_at: datetime | None
    used: timedelta
    allowed: timedelta
    is_paused: bool
    lines: list[DayLine] = field(default_factory=list)

    @property
    def left(self) -> timedelta:
        """Time left; negative when late."""
        return self.allowed - self.used

    @property
    def overrun(self) -> timedelta:
        """Time past the date."""
        return max(self.used - self.allowed, ZERO)

    @property
    def was_at_once(self) -> bool:
        """Whether the promise was kept within the same minute."""
        return self.met_at is not None and self.met_at - self.start < timedelta(minutes=1)

    @property
    def is_met(self) -> bool:
        """Whether the promise was kept or broken, and runs no longer."""
        return self.met_at is not None

    @property
    def is_late(self) -> bool:
        """Whether the date was missed, or has passed."""
        return self.used > self.allowed

    @property
    def state(self) -> str:
        """ok, soon, late, pause or none."""
        if self.due_at is None:
            return "none"
        if self.is_late:
            return "late"
        if self.is_met:
            return "ok"
        if self.is_paused:
            return "pause"
        return "soon" if self.used >= self.allowed * SOON_SHARE else "ok"

    @property
    def counted_total(self) -> timedelta:
        """All counted time of the explanation."""
        return sum((line.counted for line in self.lines), ZERO)

    @property
    def has_pause(self) -> bool:
        """Whether the clock stood still at some time."""
        return any(line.kind == Kind.PAUSED for line in self.lines)


def duration_of(complaint: Complaint, promise: str) -> Duration | None:
    """How long the promise lasts; None where nothing was promised."""
    standard = getattr(complaint, FIELDS[promise][0])
    if standard:
        duration: Duration = standard.duration
        return duration
    return rules.FALLBACK_REPLY if promise == Promise.FIRST_REPLY and not complaint.resolve_standard_id else None


def clocks_of(complaint: Complaint, *, now: datetime, explained: bool = False) -> list[Clock]:
    """The promises that bind the complaint, in order; `explained` adds the lines day by day (one query)."""
    schedule = schedule_for()
    pauses = pauses_of(complaint, now=now) if explained or complaint.is_paused else []
    return [
        made
        for promise in Promise
        if (made := clock_of(complaint, promise, schedule=schedule, pauses=pauses, now=now, explained=explained))
    ]


def clock_of(
    complaint: Complaint,
    promise: str,
    *,
    schedule: Schedule,
    pauses: list[clock.Pause],
    now: datetime,
    explained: bool = False,
) -> Clock | None:
    """One promise; None where nothing was promised."""
    standard_field, due_field, met_field = FIELDS[promise]
    due_at, met_at = getattr(complaint, due_field), getattr(complaint, met_field)
    duration = duration_of(complaint, promise)
    if due_at is None or duration is None:
        return None
    own = duration.clock(schedule)
    restarted = met_at is None or promise == Promise.RESOLVE
    start = complaint.clock_started_at if restarted else complaint.received_at
    end = met_at or now
    lines = list(_lines(clock.explain(start, due_at, own, pauses), own)) if explained else []
    return Clock(
        promise=promise,
        label=str(Promise(promise).label),
        standard=getattr(complaint, standard_field),
        duration=duration,
        start=start,
        due_at=due_at,
        met_at=met_at,
        used=max(clock.working_between(start, end, own, pauses), ZERO),
        allowed=clock.working_between(start, due_at, own, pauses),
        is_paused=complaint.is_paused and met_at is None,
        lines=lines,
    )


@dataclass(frozen=True)
class RowClock:
    """What a queue row shows: what is due, when, and how far the time is used."""

    due: str
    label: str
    due_at: datetime | None
    used: timedelta
    allowed: timedelta
    is_paused: bool

    @property
    def left(self) -> timedelta:
        """Working time left; negative when late."""
        return self.allowed - self.used

    @cached_property
    def overrun(self) -> timedelta:
        """Working time past the date."""
        return max(self.used - self.allowed, ZERO)

    @cached_property
    def state(self) -> str:
        """ok, soon, late or pause."""
        if self.is_paused:
            return "pause"
        if self.due_at is None:
            return "none"
        if self.used > self.allowed:
            return "late"
        return "soon" if self.used >= self.allowed * SOON_SHARE else "ok"


def row_clocks(complaints: list[Complaint], *, schedule: Schedule, now: datetime) -> list[RowClock]:
    """The clock of what is due next, for each; one query for the standards of all."""
    _bring_standards(complaints)
    return [row_clock(complaint, schedule=schedule, now=now) for complaint in complaints]


def row_clock(complaint: Complaint, *, schedule: Schedule, now: datetime) -> RowClock:
    """The clock of what is due next."""
    due, due_at = rules.next_due(complaint)
    if not due or due_at is None:
        return RowClock(due, str(Due(due).label) if due else "", None, ZERO, ZERO, complaint.is_paused)
    is_promise = due in Promise.values
    start = complaint.clock_started_at if is_promise else max(complaint.received_at, _step_start(complaint, due_at))
    duration = duration_of(complaint, due) if is_promise else None
    own = duration.clock(schedule) if duration else schedule
    return RowClock(
        due=due,
        label=str(Due(due).label),
        due_at=due_at,
        used=max(clock.working_between(start, now, own), ZERO),
        allowed=max(clock.working_between(start, due_at, own), ZERO),
        is_paused=complaint.is_paused,
    )


def _bring_standards(complaints: list[Complaint]) -> None:
    """Fetch the standards that `row_clock` reads, once: few standards bind many complaints."""
    wanted: dict[int, list[tuple[Complaint, str]]] = {}
    for complaint in complaints:
        due, _due_at = rules.next_due(complaint)
        if due in FIELDS and (pk := getattr(complaint, f"{FIELDS[due][0]}_id")):
            wanted.setdefault(pk, []).append((complaint, FIELDS[due][0]))
    if wanted:
        for pk, standard in standards_by_key(wanted).items():
            for complaint, name in wanted[pk]:
                setattr(complaint, name, standard)


def _step_start(complaint: Complaint, due_at: datetime) -> datetime:
    """When the step after the decision began: the decision's sending, or its last change."""
    return min(complaint.resolved_at or complaint.clock_started_at, due_at)


def pauses_of(complaint: Complaint, *, now: datetime) -> list[clock.Pause]:
    """The pauses that count for the running clocks; one that is still open ends now."""
    rows = complaint.pauses.filter(started_at__gte=complaint.clock_started_at)
    return [
        clock.Pause(row.started_at, row.ended_at or max(now, row.started_at), row.get_kind_display()) for row in rows
    ]


def _lines(intervals: list[Interval], schedule: Schedule) -> Iterator[DayLine]:
    """Intervals as lines by day: nights and lunch breaks left out, runs of closed days joined."""
    zone = schedule.zone
    for (kind, _day), group in groupby(intervals, key=lambda piece: _group(piece, zone)):
        pieces = list(group)
        first, last = pieces[0].start.astimezone(zone), pieces[-1].end.astimezone(zone)
        if kind == Kind.CLOSED:
            days = _whole_days(first, last)
            if not days:
                continue
            yield DayLine(kind, days[0], days[-1], first, last, ZERO, "")
            continue
        counted = sum((piece.length for piece in pieces), ZERO) if kind == Kind.COUNTED else ZERO
        end_day = (last - timedelta(microseconds=1)).date()
        yield DayLine(kind, first.date(), end_day, first, last, counted, pieces[0].reason)


def _group(piece: Interval, zone: object) -> tuple[str, object]:
    """Counted pieces of one day belong together; everything else stands alone."""
    day = piece.start.astimezone(zone).date()  # type: ignore[arg-type]  # a ZoneInfo
    return (piece.kind, day if piece.kind == Kind.COUNTED else piece.start)


def _whole_days(first: datetime, last: datetime) -> list[date]:
    """Days that lie wholly inside a closed interval."""
    day = first.date() if first.time() == datetime.min.time() else first.date() + timedelta(days=1)
    days = []
    while day < last.date():
        days.append(day)
        day += timedelta(days=1)
    return days
