"""What complaints tell the charter's ledger: each promise once, at the step that settles it or when its date passes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from complaints import services
from complaints.models import Complaint, DueChange, Pause
from complaints.running import first, shares
from foundation.accounts.models import Unit, User
from foundation.core.append_only import writable_history
from foundation.core.calendar_changes import declare_day, remove_day
from foundation.core.calendars import default_calendar
from foundation.core.errors import IllegalMove
from foundation.core.metrics import Period
from service_charter import services as charter
from service_charter.enums import Facet
from service_charter.models import DaySum, Measurement
from service_charter.running import Load, summed
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


def test_a_case_taken_up_again_misses_a_date_only_once(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:-1], MONDAY_TEN + HOUR)
    late = MONDAY_TEN + 10 * DAY
    follow(desk, complaint, ("communicate", "reject"), late)
    services.review(complaint_id=complaint.pk, reason="ทบทวน", by=desk.manager, now=late + HOUR)
    follow(desk, complaint, ("decide", "communicate"), late + DAY)
    assert told()["complaint-decision"] == Tally(2, 1)


def test_a_case_taken_up_again_while_the_office_is_closed_is_still_measured_anew(desk: Desk) -> None:
    """Received and reopened within one weekend, both runs end on the same date."""
    saturday = MONDAY_TEN + 5 * DAY
    complaint = desk.file(now=saturday)
    follow(desk, complaint, (*WHOLE_WAY, "reject"), saturday + HOUR)
    first_date = complaint.resolve_due_at
    services.review(complaint_id=complaint.pk, reason="ทบทวน", by=desk.manager, now=saturday + 2 * HOUR)
    complaint.refresh_from_db()
    assert complaint.resolve_due_at == first_date
    follow(desk, complaint, ("decide", "communicate"), saturday + 12 * DAY)
    assert told()["complaint-decision"] == Tally(2, 1)


def test_a_holiday_declared_and_taken_back_leaves_the_breach_counted_once(
    desk: Desk, person: Callable[..., User]
) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:3], MONDAY_TEN + HOUR)
    after = MONDAY_TEN + 3 * DAY + HOUR
    services.tell_missed(now=after)
    owner = person("charter-owner")
    for _round in range(2):
        day = declare_day(
            calendar_id=default_calendar().pk, date=date(2026, 11, 18), kind="closed", name_th="วันหยุดพิเศษ",
            name_en="Special holiday", reason="มติคณะรัฐมนตรี", by=owner, now=after,
        )  # fmt: skip
        services.recompute_for_calendar(complaint_id=complaint.pk, by=None, now=after)
        assert told()["complaint-decision"] == Tally(0, 0)
        remove_day(calendar_id=default_calendar().pk, day_id=day.pk, reason="ประกาศผิดวัน", by=owner, now=after)
        services.recompute_for_calendar(complaint_id=complaint.pk, by=None, now=after)
        services.tell_missed(now=after)
        services.tell_missed(now=after)
        assert told()["complaint-decision"] == Tally(1, 0)
    assert DueChange.objects.filter(complaint=complaint, promise="resolve").count() == 4


def test_a_clock_stopped_twice_is_measured_once_by_the_date_both_stops_gave(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:3], MONDAY_TEN + HOUR)
    for start in (MONDAY_TEN + DAY, MONDAY_TEN + 3 * DAY):
        services.pause(complaint_id=complaint.pk, kind="complainant", reason="ขอภาพ", by=desk.officer, now=start)
        with pytest.raises(IllegalMove):
            services.pause(complaint_id=complaint.pk, kind="complainant", reason="ซ้ำ", by=desk.officer, now=start)
        with pytest.raises(IntegrityError, match="complaint_one_open_pause"), transaction.atomic():
            Pause.objects.create(
                complaint=complaint, kind="complainant", reason="ซ้ำ", started_at=start, started_by=desk.officer
            )
        services.resume(complaint_id=complaint.pk, by=desk.officer, now=start + DAY)
    assert services.tell_missed(now=MONDAY_TEN + 4 * DAY) == 0
    complaint.refresh_from_db()
    assert complaint.resolve_due_at == MONDAY_TEN + 7 * DAY  # three working days, two stopped ones, a weekend
    for _twice in range(2):
        services.tell_missed(now=MONDAY_TEN + 8 * DAY)
    assert told()["complaint-decision"] == Tally(1, 0)


def test_a_date_that_passed_before_the_case_was_withdrawn_was_missed(desk: Desk) -> None:
    """Whether or not the sweep came by in between."""
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY[:3], MONDAY_TEN + HOUR)
    late = MONDAY_TEN + 3 * DAY + HOUR
    services.withdraw(complaint_id=complaint.pk, reason="ไม่ประสงค์", by=None, now=late)
    services.measure_all(now=late + 9 * DAY)
    assert told()["complaint-decision"] == Tally(1, 0)


def test_what_a_person_took_back_is_not_told_again_by_the_room(desk: Desk, person: Callable[..., User]) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    follow(desk, complaint, WHOLE_WAY, MONDAY_TEN + HOUR)
    row = Measurement.objects.get(standard_id=complaint.resolve_standard_id)
    charter.cancel(measurement_id=row.pk, reason="บันทึกผิดเรื่อง", by=person("charter-owner"), now=MONDAY_TEN + DAY)
    services.measure_all(now=MONDAY_TEN + 2 * DAY)
    assert told()["complaint-decision"] == Tally(0, 0)


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
    assert list(shares(MONDAY_TEN, MONDAY_TEN + HOUR)) == []
    due = complaint.reply_due_at
    assert due is not None
    assert summed(shares(due - HOUR, due + HOUR))[standard] == Load(soon=1)
    assert summed(shares(due + HOUR, due + 2 * HOUR))[standard] == Load(late=1)
    [row, *_others] = first(desk.officer, due + HOUR, due + 2 * HOUR, 5)
    assert complaint.number in row.title


def test_a_late_case_weighs_on_the_unit_for_which_its_result_will_count(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    assert complaint.reply_due_at is not None
    after = complaint.reply_due_at + HOUR
    handled, concerned = complaint.unit, Unit.objects.get(code="property")
    for unit, counted in ((concerned, concerned), (None, handled)):
        Complaint.objects.filter(pk=complaint.pk).update(unit_concerned=unit)
        assert {share.keys[Facet.UNIT] for share in shares(after, after + HOUR)} == {str(counted.pk)}


def test_nobody_sees_running_cases_that_are_not_theirs(desk: Desk, person: Callable[..., User]) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    assert complaint.reply_due_at is not None
    after = complaint.reply_due_at + DAY
    assert list(first(person("strategist"), after, after + HOUR, 5)) == []
