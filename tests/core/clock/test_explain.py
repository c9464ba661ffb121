"""Why a deadline lies where it lies."""

import datetime as dt
from itertools import pairwise

from hypothesis import given

from foundation.core.clock import Duration, Interval, Kind, Pause, Schedule, Unit, due_at, explain
from tests.core.clock.schedules import OFFICE_WEEK, at, durations, moments, pauses, schedules


def test_thursday_to_tuesday_leaves_out_nights_and_the_weekend() -> None:
    pieces = explain(at("2026-11-19 14:30"), at("2026-11-24 14:30"), OFFICE_WEEK)
    assert [(piece.kind.value, f"{piece.start.astimezone(OFFICE_WEEK.zone):%a %H:%M}") for piece in pieces] == [
        ("counted", "Thu 14:30"),
        ("closed", "Thu 16:30"),
        ("counted", "Fri 08:30"),
        ("closed", "Fri 16:30"),
        ("counted", "Mon 08:30"),
        ("closed", "Mon 16:30"),
        ("counted", "Tue 08:30"),
    ]


def test_holidays_and_pauses_are_named() -> None:
    schedule = Schedule(OFFICE_WEEK.week, OFFICE_WEEK.standard_day, holidays={dt.date(2026, 11, 20): "วันหยุดพิเศษ"})
    paused = Pause(at("2026-11-23 10:00"), at("2026-11-23 11:00"), "รอเอกสาร")
    pieces = explain(at("2026-11-19 15:30"), at("2026-11-23 12:00"), schedule, [paused])
    named = [piece for piece in pieces if piece.reason]
    assert named == [
        Interval(Kind.HOLIDAY, at("2026-11-20 00:00"), at("2026-11-21 00:00"), "วันหยุดพิเศษ"),
        Interval(Kind.PAUSED, at("2026-11-23 10:00"), at("2026-11-23 11:00"), "รอเอกสาร"),
    ]


def test_nothing_between_equal_moments() -> None:
    moment = at("2026-11-19 14:30")
    around = Pause(at("2026-11-19 14:00"), at("2026-11-19 15:00"), "รอเอกสาร")
    assert explain(moment, moment, OFFICE_WEEK) == explain(moment, moment, OFFICE_WEEK, [around]) == []


def test_calendar_days_count_every_minute() -> None:
    duration = Duration(2, Unit.CALENDAR_DAYS)
    start = at("2026-11-20 12:00")
    due = due_at(start, duration, OFFICE_WEEK)
    assert explain(start, due, duration.clock(OFFICE_WEEK)) == [Interval(Kind.COUNTED, start, due)]


@given(schedules(), moments, durations, pauses())
def test_counted_intervals_sum_to_the_duration(
    schedule: Schedule, start: dt.datetime, duration: dt.timedelta, pauses: list[Pause]
) -> None:
    due = due_at(start, duration, schedule, pauses)
    pieces = explain(start, due, schedule, pauses)
    counted = sum((piece.length for piece in pieces if piece.kind == Kind.COUNTED), dt.timedelta())
    assert counted == duration
    assert all(earlier.end == later.start for earlier, later in pairwise(pieces))
    assert all(piece.length > dt.timedelta() for piece in pieces)
    if pieces:
        assert (pieces[0].start, pieces[-1].end) == (start, due)
