"""The business clock: pure functions over a schedule. The database side is `foundation.core.calendars`."""

from foundation.core.clock.deadlines import add_working, due_at, working_between
from foundation.core.clock.durations import Duration, Unit
from foundation.core.clock.explain import Interval, Kind, explain
from foundation.core.clock.schedule import NeverOpens, Opening, Pause, Schedule, SpecialHours, always_open

__all__ = [
    "Duration",
    "Interval",
    "Kind",
    "NeverOpens",
    "Opening",
    "Pause",
    "Schedule",
    "SpecialHours",
    "Unit",
    "add_working",
    "always_open",
    "due_at",
    "explain",
    "working_between",
]
