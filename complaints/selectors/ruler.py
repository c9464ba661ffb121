"""The ruler of a promise: one column a day from receipt to the date promised, days that do not count shaded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.core.clock import Schedule
from foundation.core.thai.dates import format_date

WIDTH = 588.0
# More days than these: no hours inside a day, and not every day is named.
HOURS_SHOWN = 7
NAMES_SHOWN = 6


@dataclass(frozen=True)
class Name:
    """A day's name under its column."""

    x: float
    text: str


@dataclass(frozen=True)
class Run:
    """A stretch of the ruler, from x over width."""

    x: float
    width: float
    middle: float


@dataclass(frozen=True)
class Ruler:
    """Everything a template needs to draw it, in units of a 590-wide view box."""

    start: float
    end: float
    start_label: str
    end_label: str
    end_anchor: str
    long_ticks: list[float]
    short_ticks: list[float]
    names: list[Name]
    off: list[Run]
    counted: list[Run]


def ruler(start: datetime, due: datetime, schedule: Schedule, *, start_label: str, end_label: str) -> Ruler:
    """The ruler of one promise in the zone of its schedule."""
    first, last = start.astimezone(schedule.zone), due.astimezone(schedule.zone)
    days = [first.date() + timedelta(days=n) for n in range((last.date() - first.date()).days + 1)]
    column = WIDTH / len(days)
    open_days = {day: schedule.spans_on(day) for day in days}
    x_start = _place(first, days, column, open_days)
    x_end = _place(last, days, column, open_days)
    return Ruler(
        start=round(x_start, 1),
        end=round(x_end, 1),
        start_label=start_label,
        end_label=end_label,
        end_anchor="end" if x_end > WIDTH / 2 else "start",
        long_ticks=[round(column * n, 1) for n in range(len(days) + 1)],
        short_ticks=_hours(days, column, open_days),
        names=_names(days, column),
        off=_runs(days, column, [not open_days[day] for day in days], 0.0, WIDTH),
        counted=_runs(days, column, [bool(open_days[day]) for day in days], x_start, x_end),
    )


def _place(
    moment: datetime, days: list[date], column: float, open_days: dict[date, tuple[tuple[datetime, datetime], ...]]
) -> float:
    """Where a moment lies: within a day by its opening hours, before them at the left edge, after at the right."""
    spans = open_days[moment.date()]
    share = 0.5
    if spans:
        opened, closed = spans[0][0], spans[-1][1]
        share = min(max((moment - opened) / (closed - opened), 0.0), 1.0)
    return column * (days.index(moment.date()) + share)


def _hours(
    days: list[date], column: float, open_days: dict[date, tuple[tuple[datetime, datetime], ...]]
) -> list[float]:
    if len(days) > HOURS_SHOWN:
        return []
    return [round(column * (n + h / 8), 1) for n, day in enumerate(days) if open_days[day] for h in range(1, 8)]


def _names(days: list[date], column: float) -> list[Name]:
    step = -(-len(days) // NAMES_SHOWN)
    return [Name(round(column * (n + 0.5), 1), format_date(day, "day")) for n, day in enumerate(days) if n % step == 0]


def _runs(days: list[date], column: float, wanted: list[bool], low: float, high: float) -> list[Run]:
    """Neighbouring wanted days as one stretch, cut to [low, high]."""
    runs: list[Run] = []
    edge: float | None = None
    for n in range(len(days) + 1):
        is_wanted = n < len(days) and wanted[n]
        if is_wanted and edge is None:
            edge = column * n
        if not is_wanted and edge is not None:
            left, right = max(edge, low), min(column * n, high)
            if right > left:
                runs.append(Run(round(left, 1), round(right - left, 1), round((left + right) / 2, 1)))
            edge = None
    return runs
