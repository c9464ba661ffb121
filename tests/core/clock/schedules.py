"""Schedules and moments for the tests of the clock."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from foundation.core.clock import Opening, Pause, Schedule, SpecialHours

BANGKOK = ZoneInfo("Asia/Bangkok")
OFFICE = (Opening(dt.time(8, 30), dt.time(16, 30)),)
OFFICE_WEEK = Schedule((OFFICE,) * 5 + ((), ()), dt.timedelta(hours=8))


def at(text: str) -> dt.datetime:
    """A local moment: at("2026-11-19 14:30")."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def _openings(minutes: list[int]) -> tuple[Opening, ...]:
    edges = sorted(set(minutes))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Opening(_time(start), _time(end)) for start, end in pairs)


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60 % 24, minute % 60)


# The minute 1440 is the midnight that ends the day.
day_openings = st.lists(st.integers(0, 1440), max_size=6).map(_openings)
dates = st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 31))
moments = st.datetimes(
    dt.datetime(2026, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zones itself
    dt.datetime(2026, 3, 1),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([BANGKOK, ZoneInfo("UTC")]),
).map(lambda moment: moment.replace(microsecond=0))
durations = st.integers(0, 60 * 60 * 60).map(lambda seconds: dt.timedelta(seconds=seconds))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any week that opens at least once, with holidays and special days."""
    week = draw(st.tuples(*[day_openings] * 7).filter(any))
    return Schedule(
        week,
        dt.timedelta(minutes=draw(st.integers(1, 1440))),
        holidays=draw(st.dictionaries(dates, st.just("holiday"), max_size=8)),
        special=draw(st.dictionaries(dates, day_openings.map(lambda o: SpecialHours(o, "special")), max_size=5)),
    )


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    """Pauses that may overlap, touch, or be empty."""
    starts = draw(st.lists(moments, max_size=4))
    return [Pause(start, start + draw(durations), "paused") for start in starts]
