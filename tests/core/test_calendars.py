"""Calendars as schedules, changes to them, and who is told."""

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from foundation.accounts.models import User
from foundation.core import calendars
from foundation.core.calendar_changes import change_hours, declare_day, remove_day
from foundation.core.calendars import CalendarChange, default_calendar, schedule_for
from foundation.core.clock import Duration, Opening, Unit, due_at
from foundation.core.errors import Incomplete, Refused, StaleVersion
from foundation.core.models import BusinessCalendar, OpeningPeriod, SpecialDay

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
BANGKOK = ZoneInfo("Asia/Bangkok")
THURSDAY = dt.datetime(2026, 11, 19, 14, 30, tzinfo=BANGKOK)
FRIDAY = dt.date(2026, 11, 20)
THREE_DAYS = Duration(3, Unit.DAYS)


def declare(**fields: object) -> SpecialDay:
    given: dict[str, object] = {
        "calendar_id": default_calendar().pk,
        "date": FRIDAY,
        "kind": "closed",
        "name_th": "วันหยุดพิเศษ",
        "name_en": "Special holiday",
        "reason": "มติ ครม. 17 พ.ย. 2569",
        "by": None,
        "now": THURSDAY,
    }
    return declare_day(**{**given, **fields})  # type: ignore[arg-type]


@pytest.fixture
def heard() -> Iterator[list[CalendarChange]]:
    """What the listeners of the port were told."""
    told: list[CalendarChange] = []
    calendars.on_change(told.append)
    yield told
    calendars._listeners.remove(told.append)


def test_the_shipped_calendar_keeps_the_promise_of_the_receipt() -> None:
    assert due_at(THURSDAY, THREE_DAYS, schedule_for()) == dt.datetime(2026, 11, 24, 14, 30, tzinfo=BANGKOK)


def test_public_holidays_are_left_out() -> None:
    songkran = dt.datetime(2026, 4, 10, 14, 30, tzinfo=BANGKOK)
    assert due_at(songkran, THREE_DAYS, schedule_for()) == dt.datetime(2026, 4, 20, 14, 30, tzinfo=BANGKOK)


def test_childrens_day_is_no_day_off() -> None:
    schedule = schedule_for()
    assert dt.date(2026, 1, 10) not in schedule.holidays
    assert dt.date(2026, 1, 1) in schedule.holidays


def test_holidays_bear_names_in_both_languages() -> None:
    name = schedule_for().reason_on(dt.date(2026, 12, 10))
    with override("th"):
        assert str(name) == "วันรัฐธรรมนูญ"
    with override("en"):
        assert str(name) == "Constitution Day"


def test_a_declared_day_moves_the_deadline_and_taking_it_back_restores_it() -> None:
    day = declare()
    assert due_at(THURSDAY, THREE_DAYS, schedule_for()) == dt.datetime(2026, 11, 25, 14, 30, tzinfo=BANGKOK)
    remove_day(calendar_id=day.calendar_id, day_id=day.pk, reason="ครม. ยกเลิก", by=None, now=THURSDAY)
    assert due_at(THURSDAY, THREE_DAYS, schedule_for()) == dt.datetime(2026, 11, 24, 14, 30, tzinfo=BANGKOK)


def test_a_rolled_back_change_leaves_no_trace_in_memory() -> None:
    with transaction.atomic():
        declare()
        assert not schedule_for().openings_on(FRIDAY)
        transaction.set_rollback(True)
    declare(date=dt.date(2026, 11, 23))
    assert schedule_for().openings_on(FRIDAY)


def test_an_extra_opening_counts() -> None:
    saturday = dt.date(2026, 11, 21)
    declare(date=saturday, kind="open", opens_at=dt.time(9), closes_at=dt.time(12))
    assert due_at(THURSDAY, THREE_DAYS, schedule_for()) == dt.datetime(2026, 11, 24, 11, 30, tzinfo=BANGKOK)


def test_a_known_calendar_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    schedule_for()
    with django_assert_num_queries(1):
        schedule_for()


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"reason": ""}, {"reason"}),
        ({"name_th": ""}, {"name_th"}),
        ({"kind": "half"}, {"kind"}),
        ({"kind": "open"}, {"hours"}),
        ({"kind": "open", "opens_at": dt.time(12), "closes_at": dt.time(9)}, {"hours"}),
    ],
)
def test_what_is_missing_is_named(fields: dict[str, object], missing: set[str]) -> None:
    with pytest.raises(Incomplete) as refusal:
        declare(**fields)
    assert set(refusal.value.missing) == missing
    assert not SpecialDay.objects.exists()


def test_a_day_is_declared_once() -> None:
    declare()
    with pytest.raises(Refused):
        declare()


def test_removing_demands_a_reason() -> None:
    day = declare()
    with pytest.raises(Incomplete):
        remove_day(calendar_id=day.calendar_id, day_id=day.pk, reason="", by=None, now=THURSDAY)
    assert SpecialDay.objects.exists()


def test_listeners_are_told_after_the_commit(
    heard: list[CalendarChange],
    person: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    owner = person("charter-owner")
    with django_capture_on_commit_callbacks(execute=True):
        day = declare(by=owner)
        assert heard == []
    assert heard == [CalendarChange(day.calendar_id, FRIDAY, "มติ ครม. 17 พ.ย. 2569", owner.pk)]


def test_a_listener_that_fails_does_not_stop_the_others(
    heard: list[CalendarChange], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def broken(_change: CalendarChange) -> None:
        raise RuntimeError

    calendars._listeners.insert(0, broken)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            declare()
    finally:
        calendars._listeners.remove(broken)
    assert len(heard) == 1


def test_history_says_who_when_and_why(person: Person) -> None:
    owner = person("charter-owner")
    day = declare(by=owner)
    remove_day(calendar_id=day.calendar_id, day_id=day.pk, reason="ครม. ยกเลิก", by=owner, now=THURSDAY)
    rows = SpecialDay.history.order_by("history_id")
    assert [(row.history_type, row.history_user, row.history_date, row.history_change_reason) for row in rows] == [
        ("+", owner, THURSDAY, "มติ ครม. 17 พ.ย. 2569"),
        ("-", owner, THURSDAY, "ครม. ยกเลิก"),
    ]


def _hours(**fields: object) -> BusinessCalendar:
    calendar = default_calendar()
    split = (Opening(dt.time(8, 30), dt.time(12)), Opening(dt.time(13), dt.time(17)))
    given: dict[str, object] = {
        "calendar_id": calendar.pk,
        "week": [split] * 5 + [(), ()],
        "standard_day_minutes": 450,
        "reason": "คำสั่งที่ 12/2569",
        "by": None,
        "now": THURSDAY,
        "shown_version": calendar.version,
    }
    return change_hours(**{**given, **fields})  # type: ignore[arg-type]


def test_hours_change_and_the_standard_day_with_them() -> None:
    _hours()
    assert OpeningPeriod.objects.count() == 10
    assert due_at(THURSDAY, Duration(1, Unit.DAYS), schedule_for()) == dt.datetime(2026, 11, 20, 14, 30, tzinfo=BANGKOK)


def test_hours_from_a_stale_form_are_refused() -> None:
    shown = default_calendar().version
    _hours()
    with pytest.raises(StaleVersion):
        _hours(shown_version=shown)


@pytest.mark.parametrize(
    "fields",
    [
        {"week": [(Opening(dt.time(8), dt.time(12)), Opening(dt.time(11), dt.time(13)))] * 7},
        {"week": [()] * 6},
        {"standard_day_minutes": 0},
        {"reason": ""},
    ],
)
def test_impossible_hours_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(Refused):
        _hours(**fields)
    assert OpeningPeriod.objects.count() == 5


def test_the_database_agrees() -> None:
    calendar = default_calendar()
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(calendar=calendar, date=FRIDAY, kind="closed", opens_at=dt.time(9), reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        BusinessCalendar.objects.create(code="second", is_default=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningPeriod.objects.create(calendar=calendar, weekday=0, opens_at=dt.time(9), closes_at=dt.time(8))
