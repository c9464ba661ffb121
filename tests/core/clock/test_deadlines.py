"""Properties of adding and measuring working time."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.clock import (
    Duration,
    NeverOpens,
    Opening,
    Pause,
    Schedule,
    SpecialHours,
    Unit,
    add_working,
    due_at,
    working_between,
)
from foundation.core.clock.schedule import merged
from tests.core.clock.schedules import OFFICE, OFFICE_WEEK, at, durations, moments, pauses, schedules

HOUR = dt.timedelta(hours=1)


def test_three_working_days_from_thursday_afternoon_end_on_tuesday() -> None:
    assert due_at(at("2026-11-19 14:30"), Duration(3, Unit.DAYS), OFFICE_WEEK) == at("2026-11-24 14:30")


@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-11-19 16:00", Duration(1, Unit.HOURS), "2026-11-20 09:00"),
        ("2026-11-19 08:30", Duration(8, Unit.HOURS), "2026-11-19 16:30"),
        ("2026-11-19 07:00", Duration(30, Unit.MINUTES), "2026-11-19 09:00"),
        ("2026-11-20 23:00", Duration(1, Unit.DAYS), "2026-11-23 16:30"),
        ("2026-11-20 23:00", Duration(15, Unit.CALENDAR_DAYS), "2026-12-05 23:00"),
    ],
)
def test_due_at(start: str, duration: Duration, due: str) -> None:
    assert due_at(at(start), duration, OFFICE_WEEK) == at(due)


def test_a_lunch_break_does_not_count() -> None:
    split = (Opening(dt.time(8, 30), dt.time(12)), Opening(dt.time(13), dt.time(16, 30)))
    schedule = Schedule((split,) * 5 + ((), ()), dt.timedelta(hours=7))
    assert add_working(at("2026-11-19 11:30"), HOUR, schedule) == at("2026-11-19 13:30")
    assert due_at(at("2026-11-19 11:30"), Duration(1, Unit.DAYS), schedule) == at("2026-11-20 11:30")


def test_a_special_day_beats_a_holiday_and_the_week() -> None:
    saturday, monday = dt.date(2026, 11, 21), dt.date(2026, 11, 23)
    schedule = Schedule(
        OFFICE_WEEK.week,
        dt.timedelta(hours=8),
        holidays={monday: "holiday"},
        special={saturday: SpecialHours(OFFICE, "make-up day")},
    )
    assert add_working(at("2026-11-20 15:30"), 9 * HOUR, schedule) == at("2026-11-21 16:30")
    assert add_working(at("2026-11-20 15:30"), 10 * HOUR, schedule) == at("2026-11-24 09:30")


def test_open_round_the_clock_counts_through_midnight() -> None:
    always = Schedule(((Opening(dt.time(0), dt.time(0)),),) * 7, dt.timedelta(days=1))
    assert add_working(at("2026-11-19 23:00"), 30 * HOUR, always) == at("2026-11-21 05:00")


def test_a_place_that_never_opens_is_refused() -> None:
    closed = Schedule(((),) * 7, dt.timedelta(hours=8))
    with pytest.raises(NeverOpens):
        add_working(at("2026-11-19 14:30"), HOUR, closed)


@pytest.mark.parametrize("openings", [[(8, 12), (11, 13)], [(8, 0), (9, 10)]])
def test_overlapping_periods_are_refused(openings: list[tuple[int, int]]) -> None:
    day = tuple(Opening(dt.time(opens), dt.time(closes)) for opens, closes in openings)
    with pytest.raises(ValueError, match="overlap"):
        Schedule((day,) * 7, HOUR)


@given(schedules(), moments, durations)
def test_what_is_added_is_measured(schedule: Schedule, start: dt.datetime, duration: dt.timedelta) -> None:
    assert working_between(start, add_working(start, duration, schedule), schedule) == duration


@given(schedules(), moments, durations)
def test_add_then_subtract_comes_back(schedule: Schedule, start: dt.datetime, duration: dt.timedelta) -> None:
    back = add_working(add_working(start, duration, schedule), -duration, schedule)
    assert working_between(back, start, schedule) == dt.timedelta()
    if schedule.is_open(start):
        assert back == start


@given(schedules(), moments, durations)
def test_subtract_then_add_comes_back(schedule: Schedule, start: dt.datetime, duration: dt.timedelta) -> None:
    back = add_working(add_working(start, -duration, schedule), duration, schedule)
    assert working_between(back, start, schedule) == dt.timedelta()


@given(schedules(), moments, durations, durations)
def test_more_time_is_never_earlier(
    schedule: Schedule, start: dt.datetime, shorter: dt.timedelta, extra: dt.timedelta
) -> None:
    assert add_working(start, shorter, schedule) <= add_working(start, shorter + extra, schedule)


@given(schedules(), moments, moments, durations)
def test_a_later_start_is_never_due_earlier(
    schedule: Schedule, one: dt.datetime, other: dt.datetime, duration: dt.timedelta
) -> None:
    earlier, later = sorted([one, other])
    assert add_working(earlier, duration, schedule) <= add_working(later, duration, schedule) or not duration


@given(schedules(), moments, moments, moments)
def test_spans_add_up(schedule: Schedule, a: dt.datetime, b: dt.datetime, c: dt.datetime) -> None:
    whole = working_between(a, c, schedule)
    assert working_between(a, b, schedule) + working_between(b, c, schedule) == whole
    assert working_between(c, a, schedule) == -whole


@given(schedules(), moments, durations, pauses())
def test_pauses_shift_by_exactly_the_working_time_in_them(
    schedule: Schedule, start: dt.datetime, duration: dt.timedelta, pauses: list[Pause]
) -> None:
    due = due_at(start, duration, schedule, pauses)
    assert working_between(start, due, schedule, pauses) == duration
    stood_still = sum(
        (
            working_between(max(pause.start, start), min(pause.end, due), schedule)
            for pause in merged(pauses)
            if pause.end > start and pause.start < due
        ),
        dt.timedelta(),
    )
    assert due == add_working(start, duration + stood_still, schedule)


@given(schedules(), moments, durations, pauses(), st.integers(1, 3))
def test_pausing_twice_over_the_same_time_counts_once(
    schedule: Schedule, start: dt.datetime, duration: dt.timedelta, pauses: list[Pause], times: int
) -> None:
    assert due_at(start, duration, schedule, pauses * times) == due_at(start, duration, schedule, pauses)


def test_pause_over_a_weekend_shifts_only_the_open_part() -> None:
    pause = Pause(at("2026-11-20 15:30"), at("2026-11-23 09:30"))
    assert due_at(at("2026-11-19 14:30"), Duration(3, Unit.DAYS), OFFICE_WEEK, [pause]) == at("2026-11-24 16:30")


def test_calendar_days_pause_by_elapsed_time() -> None:
    pause = Pause(at("2026-11-20 00:00"), at("2026-11-22 00:00"))
    due = due_at(at("2026-11-19 14:30"), Duration(15, Unit.CALENDAR_DAYS), OFFICE_WEEK, [pause])
    assert due == at("2026-12-06 14:30")


@pytest.mark.parametrize("bad", [(-1, Unit.DAYS), (1, "moons")])
def test_durations_refuse_nonsense(bad: tuple[int, str]) -> None:
    with pytest.raises(ValueError, match=r"negative|unknown"):
        Duration(*bad)
