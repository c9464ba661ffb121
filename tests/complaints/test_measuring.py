"""What complaints tell the charter's ledger: each promise once, at the step that settles it or when its date passes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command

from complaints import services
from complaints.models import Complaint, DueChange
from complaints.running import first, load
from foundation.accounts.models import User
from foundation.core.append_only import writable_history
from foundation.core.calendar_changes import declare_day
from foundation.core.calendars import default_calendar
from foundation.core.metrics import Period
from service_charter.models import DaySum, Measurement
from service_charter.selectors import Tally, by_facet, by_standard
from tests.complaints.factories import Desk

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PERIOD = Period(MONDAY_TEN - 30 * DAY, MONDAY_TEN + 60 * DAY)
WHOLE_WAY = ("acknowledge", "assess", "investigate", "decide", "communicate")


def told() -> dict[str, Tally]:
    return by_standard(PERIOD)


def follow(desk: Desk, complaint: Complaint, steps: tuple[str, ...], now: datetime) -> None:
    for step in steps:
        desk.step(complaint, step, now=now)


def test_a_complaint_settled_in_time_keeps_three_promises(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY, MONDAY_TEN + HOUR)
    assert told() == {
        "complaint-acknowledgement": Tally(1, 1),
        "complaint-first-reply": Tally(1, 1),
        "complaint-decision": Tally(1, 1),
    }
    assert by_facet(PERIOD, "case") == {f"category/{complaint.category.code}": Tally(3, 3)}


def test_a_late_decision_breaks_its_promise_once_though_it_is_told_twice(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:-1], MONDAY_TEN + HOUR)
    late = MONDAY_TEN + 10 * DAY
    assert services.tell_missed(now=late) == 1
    assert told()["complaint-decision"] == Tally(1, 0)
    follow(desk, complaint, ("communicate",), late)
    services.measure_all(now=late)
    assert told()["complaint-decision"] == Tally(1, 0)


def test_a_date_that_passes_while_the_clock_stands_breaks_nothing(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:3], MONDAY_TEN + HOUR)
    services.pause(
        complaint_id=complaint.pk, kind="complainant", reason="ขอภาพ", by=desk.officer, now=MONDAY_TEN + HOUR
    )
    assert services.tell_missed(now=MONDAY_TEN + 20 * DAY) == 0
    assert "complaint-decision" not in told()


def test_a_holiday_declared_after_the_date_passed_takes_the_breach_back(
    desk: Desk, person: Callable[..., User]
) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:3], MONDAY_TEN + HOUR)
    after = MONDAY_TEN + 3 * DAY + HOUR
    services.tell_missed(now=after)
    assert told()["complaint-decision"] == Tally(1, 0)
    declare_day(
        calendar_id=default_calendar().pk, date=date(2026, 11, 18), kind="closed", name_th="วันหยุดพิเศษ",
        name_en="Special holiday", reason="มติคณะรัฐมนตรี", by=person("charter-owner"), now=after,
    )  # fmt: skip
    assert services.recompute_for_calendar(complaint_id=complaint.pk, by=None, now=after)
    assert DueChange.objects.get(complaint=complaint, promise="resolve").why == DueChange.Why.CALENDAR
    assert told()["complaint-decision"] == Tally(0, 0)
    follow(desk, complaint, WHOLE_WAY[3:], after)
    assert told()["complaint-decision"] == Tally(1, 1)
    assert Measurement.objects.filter(cancels__isnull=False).count() == 1


def test_a_case_taken_up_again_is_measured_anew(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, (*WHOLE_WAY, "reject"), MONDAY_TEN + HOUR)
    services.review(complaint_id=complaint.pk, reason="ทบทวน", by=desk.manager, now=MONDAY_TEN + DAY)
    follow(desk, complaint, ("decide", "communicate"), MONDAY_TEN + 2 * DAY)
    assert told()["complaint-decision"] == Tally(2, 2)


def test_telling_all_cases_gives_what_the_steps_told(desk: Desk) -> None:
    follow(desk, desk.file(now=MONDAY_TEN), WHOLE_WAY, MONDAY_TEN + HOUR)
    desk.file(now=MONDAY_TEN)
    services.tell_missed(now=MONDAY_TEN + 9 * DAY)
    before = sorted(DaySum.objects.values_list("standard", "day", "facet", "key", "n", "kept"))
    with writable_history():
        Measurement.objects.all().delete()
        DaySum.objects.all().delete()
    for _twice in range(2):
        call_command("measure_complaints")
        after = sorted(DaySum.objects.values_list("standard", "day", "facet", "key", "n", "kept"))
        assert after == before


def test_running_promises_are_late_soon_or_neither(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    standard = complaint.reply_standard_id
    assert standard is not None
    assert load(MONDAY_TEN, MONDAY_TEN + HOUR) == {}
    due = complaint.reply_due_at
    assert due is not None
    assert load(due - HOUR, due + HOUR)[standard].soon == 1
    assert load(due + HOUR, due + 2 * HOUR)[standard].late == 1
    [row, *_others] = first(desk.officer, due + HOUR, due + 2 * HOUR, 5)
    assert complaint.number in row.title


def test_nobody_sees_running_cases_that_are_not_theirs(desk: Desk, person: Callable[..., User]) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    assert complaint.reply_due_at is not None
    after = complaint.reply_due_at + DAY
    assert list(first(person("strategist"), after, after + HOUR, 5)) == []
