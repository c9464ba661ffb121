"""Clocks: pauses, a new calendar, what is due next, alerts once each, and what is said along the way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complaints import rules, services
from complaints.enums import Due, MessageKind, PauseKind
from complaints.models import Complaint, DueAlert, DueChange, Pause
from complaints.pausing import allowed_pauses
from complaints.tasks import calendar_changed
from foundation.accounts.models import User
from foundation.core.calendar_changes import declare_day
from foundation.core.calendars import CalendarChange, default_calendar
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Job, Notification
from service_charter.models import Standard
from tests.complaints.factories import Desk, approved_so, make_desk

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Filed = Callable[..., Complaint]


@pytest.fixture
def running(desk: Desk) -> Complaint:
    """A complaint under investigation since Monday, ten o'clock."""
    complaint = desk.file(now=MONDAY_TEN)
    for move in ("acknowledge", "assess", "investigate"):
        desk.step(complaint, move, now=MONDAY_TEN + HOUR)
    return complaint


def pause(complaint: Complaint, desk: Desk, at: datetime, kind: str = "complainant") -> Complaint:
    return services.pause(complaint_id=complaint.pk, kind=kind, reason="ขอภาพเพิ่ม", by=desk.officer, now=at)


def test_a_pause_moves_the_date_by_the_working_time_it_lasted(desk: Desk, running: Complaint) -> None:
    before = running.resolve_due_at
    paused = pause(running, desk, MONDAY_TEN + 2 * HOUR)
    assert paused.is_paused
    assert paused.queue_at == rules.FAR_AWAY
    resumed = services.resume(complaint_id=running.pk, by=desk.officer, now=MONDAY_TEN + 2 * HOUR + DAY)
    assert resumed.resolve_due_at == before + DAY
    assert resumed.queue_at == resumed.resolve_due_at
    change = DueChange.objects.get(complaint=running)
    assert (change.promise, change.old, change.new, change.why) == ("resolve", before, before + DAY, "paused")


def test_a_pause_over_the_weekend_costs_nothing_extra(desk: Desk, running: Complaint) -> None:
    friday_four = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    pause(running, desk, friday_four)
    monday_nine = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    resumed = services.resume(complaint_id=running.pk, by=desk.officer, now=monday_nine)
    assert resumed.resolve_due_at == running.resolve_due_at  # it had passed before the pause


def test_pauses_are_refused_where_no_clock_runs(desk: Desk, running: Complaint, filed: Filed) -> None:
    pause(running, desk, MONDAY_TEN + 2 * HOUR)
    with pytest.raises(IllegalMove):
        pause(running, desk, MONDAY_TEN + 3 * HOUR)
    told = filed("communicated")
    with pytest.raises(IllegalMove):
        pause(told, desk, MONDAY_TEN)
    with pytest.raises(IllegalMove):
        services.resume(complaint_id=told.pk, by=desk.officer, now=MONDAY_TEN)
    with pytest.raises(Incomplete):
        services.pause(complaint_id=filed().pk, kind="complainant", reason="", by=desk.officer, now=MONDAY_TEN)
    with pytest.raises(NotAllowed):
        services.pause(complaint_id=filed().pk, kind="access", reason="ก", by=desk.investigator, now=MONDAY_TEN)


def test_a_clock_is_not_paused_twice_nor_by_two_at_once(desk: Desk, running: Complaint) -> None:
    pause(running, desk, MONDAY_TEN + 2 * HOUR)
    with pytest.raises(IllegalMove):
        pause(running, desk, MONDAY_TEN + 3 * HOUR)
    again = {"kind": "complainant", "reason": "ก", "started_at": MONDAY_TEN + 3 * HOUR, "started_by": desk.officer}
    with pytest.raises(IntegrityError, match="complaint_one_open_pause"), transaction.atomic():
        Pause.objects.create(complaint=running, **again)
    services.resume(complaint_id=running.pk, by=desk.officer, now=MONDAY_TEN + 4 * HOUR)
    with pytest.raises(IllegalMove):
        services.resume(complaint_id=running.pk, by=desk.officer, now=MONDAY_TEN + 5 * HOUR)
    pause(running, desk, MONDAY_TEN + 6 * HOUR)
    assert running.pauses.count() == 2


def allow(complaint: Complaint, *kinds: str) -> None:
    """The promise to decide, as if the board had approved it so."""
    approved_so(Standard.objects.filter(pk=complaint.resolve_standard_id), pauses=list(kinds))


@pytest.mark.parametrize(
    ("says", "allowed"),
    [
        ((), {"complainant"}),
        (("never",), set()),
        (("access",), {"access"}),
        (("access", "complainant", "outside"), {"access", "complainant", "outside"}),
    ],
)
def test_a_clock_stands_still_only_for_what_the_charter_allows(
    desk: Desk, running: Complaint, says: tuple[str, ...], allowed: set[str]
) -> None:
    allow(running, *says)
    running = Complaint.objects.get(pk=running.pk)
    assert {kind.value for kind in allowed_pauses(running)} == allowed
    for kind in PauseKind.values:
        if kind in allowed:
            pause(running, desk, MONDAY_TEN + 2 * HOUR, kind)
            services.resume(complaint_id=running.pk, by=desk.officer, now=MONDAY_TEN + 3 * HOUR)
            continue
        with pytest.raises(Incomplete) as refused:
            pause(running, desk, MONDAY_TEN + 2 * HOUR, kind)
        assert set(refused.value.missing) == {"kind"}
        with pytest.raises(IntegrityError, match="charter"), transaction.atomic():
            Pause.objects.create(
                complaint=running, kind=kind, reason="ก", started_at=MONDAY_TEN, started_by=desk.officer
            )


def test_every_promise_that_still_runs_must_allow_it(desk: Desk) -> None:
    fresh = desk.file(now=MONDAY_TEN)  # the first reply is still owed, and its promise says nothing of access
    with pytest.raises(Incomplete) as refused:
        pause(fresh, desk, MONDAY_TEN + HOUR, "access")
    assert fresh.reply_standard is not None
    assert fresh.reply_standard.item in refused.value.message
    pause(fresh, desk, MONDAY_TEN + HOUR, "complainant")


@pytest.mark.django_db
def test_without_a_charter_the_clock_waits_for_the_complainant_alone() -> None:
    desk = make_desk()
    bare = desk.file(now=MONDAY_TEN)
    with pytest.raises(Incomplete):
        pause(bare, desk, MONDAY_TEN + HOUR, "outside")
    pause(bare, desk, MONDAY_TEN + HOUR, "complainant")


def test_the_case_offers_what_the_charter_allows(desk: Desk, running: Complaint, officer: Client) -> None:
    allow(running, "access")
    page = officer.get(reverse("complaints:staff-detail", args=[running.number])).content.decode()
    assert 'name="kind" value="access"' in page
    assert 'value="outside"' not in page
    assert 'value="question"' not in page
    address = reverse("complaints:staff-pause", args=[running.number])
    answer = officer.post(address, {"kind": "outside", "reason": "รอ กทม. ตอบ"})
    assert answer.status_code == 422
    assert "รอ กทม. ตอบ" in answer.content.decode()


def test_the_complainants_answer_lets_the_clock_run_on(desk: Desk, running: Complaint) -> None:
    services.send_message(
        complaint_id=running.pk, body="ขอภาพ", by=desk.officer, now=MONDAY_TEN + 2 * HOUR, pause_for="complainant"
    )
    running.refresh_from_db()
    assert running.is_paused
    assert running.messages.get(kind=MessageKind.QUESTION).body == "ขอภาพ"
    services.receive_message(complaint_id=running.pk, body="ส่งแล้ว", now=MONDAY_TEN + 3 * HOUR)
    running.refresh_from_db()
    assert not running.is_paused
    assert running.resolve_due_at == MONDAY_TEN + 3 * DAY + HOUR
    assert Notification.objects.filter(user=desk.officer, text__contains=running.number).exists()


def test_a_clock_is_not_stopped_twice(desk: Desk, running: Complaint) -> None:
    pause(running, desk, MONDAY_TEN + HOUR)
    with pytest.raises(IllegalMove):
        pause(running, desk, MONDAY_TEN + 2 * HOUR)
    assert running.pauses.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        running.pauses.create(kind="complainant", reason="อีก", started_at=MONDAY_TEN, started_by=desk.officer)
    services.resume(complaint_id=running.pk, by=desk.officer, now=MONDAY_TEN + 3 * HOUR)
    with pytest.raises(IllegalMove):
        services.resume(complaint_id=running.pk, by=desk.officer, now=MONDAY_TEN + 4 * HOUR)


def test_waiting_for_others_is_not_ended_by_a_message(desk: Desk, running: Complaint) -> None:
    pause(running, desk, MONDAY_TEN + 2 * HOUR, kind="access")
    services.receive_message(complaint_id=running.pk, body="สวัสดี", now=MONDAY_TEN + 3 * HOUR)
    running.refresh_from_db()
    assert running.is_paused


def test_a_declared_holiday_moves_open_dates_and_leaves_a_record(
    desk: Desk, running: Complaint, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    before = running.resolve_due_at
    with django_capture_on_commit_callbacks(execute=True):
        declare_day(
            calendar_id=default_calendar().pk,
            date=date(2026, 11, 18),
            kind="closed",
            name_th="วันหยุดพิเศษ",
            name_en="Special holiday",
            reason="มติคณะรัฐมนตรี",
            by=desk.manager,
            now=MONDAY_TEN + HOUR,
        )
    job = Job.objects.get(kind="complaints.recompute")
    ids = services.recompute_candidates(since=datetime.fromisoformat(job.params["since"]))
    assert ids == [running.pk]
    assert services.recompute_for_calendar(complaint_id=running.pk, by=None, now=MONDAY_TEN + HOUR)
    assert not services.recompute_for_calendar(complaint_id=running.pk, by=None, now=MONDAY_TEN + HOUR)
    running.refresh_from_db()
    assert running.resolve_due_at == before + DAY
    assert DueChange.objects.get(complaint=running).why == "calendar"


def test_the_port_of_the_calendar_starts_a_job(db: None) -> None:
    calendar_changed(CalendarChange(1, date(2026, 11, 18), "มติ", None))
    assert Job.objects.get(kind="complaints.recompute").params["since"].startswith("2026-11-18T00:00:00+07:00")


def test_what_is_due_next(desk: Desk, filed: Filed) -> None:
    dues = {status: filed(status).due for status in ("received", "acknowledged", "communicated", "accepted")}
    assert dues == {
        "received": Due.FIRST_REPLY,
        "acknowledged": Due.RESOLVE,
        "communicated": Due.ANSWER,
        "accepted": Due.CARRY_OUT,
    }
    assert filed("rejected").due == Due.RECOURSE
    assert filed("carried_out").due == Due.CLOSE
    assert filed("closed").due == ""


def test_a_missed_outcome_stays_missed(desk: Desk, running: Complaint) -> None:
    late = running.resolve_due_at + HOUR
    desk.step(running, "decide", now=late)
    desk.step(running, "communicate", now=late)
    desk.step(running, "reject", now=late)
    reviewed = services.review(complaint_id=running.pk, reason="ดูใหม่", by=desk.manager, now=late)
    assert reviewed.resolve_missed
    assert reviewed.resolve_due_at > late


# --- alerts ---------------------------------------------------------------------------------------------------------


def notes(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user, key__startswith="complaint-due").values_list("text", flat=True))


def test_alerts_come_before_and_after_a_date_once_each(desk: Desk, running: Complaint) -> None:
    soon, late = running.resolve_due_at - 2 * HOUR, running.resolve_due_at + 2 * HOUR
    assert services.sweep(now=MONDAY_TEN + HOUR) == {"after": 0, "before": 0}
    assert services.sweep(now=soon) == {"after": 0, "before": 1}
    assert services.sweep(now=soon) == {"after": 0, "before": 0}
    assert (len(notes(desk.officer)), len(notes(desk.manager))) == (1, 0)
    assert services.sweep(now=late) == {"after": 1, "before": 0}
    assert services.sweep(now=late) == {"after": 0, "before": 0}
    assert (len(notes(desk.officer)), len(notes(desk.manager))) == (2, 1)
    assert DueAlert.objects.count() == 2


def test_a_case_nobody_took_alarms_the_manager(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN)
    services.sweep(now=complaint.reply_due_at - HOUR)
    assert len(notes(desk.manager)) == 1


def test_paused_and_finished_cases_alarm_nobody(desk: Desk, running: Complaint, filed: Filed) -> None:
    pause(running, desk, MONDAY_TEN + 2 * HOUR)
    filed("closed")
    filed("withdrawn")
    assert services.sweep(now=MONDAY_TEN + 300 * DAY) == {"after": 0, "before": 0}


def test_the_one_complained_about_is_not_alarmed(desk: Desk) -> None:
    complaint = desk.file(now=MONDAY_TEN, complained_about=desk.manager)
    services.sweep(now=complaint.reply_due_at + HOUR)
    assert notes(desk.manager) == []


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_closed_case_takes_no_more_messages(filed: Filed, now: datetime) -> None:
    with pytest.raises(Refused):
        services.receive_message(complaint_id=filed("closed").pk, body="ยังรั่ว", now=now)


def test_empty_and_endless_messages_are_refused(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed()
    for body in ("  ", "ก" * 5001):
        with pytest.raises(Incomplete):
            services.receive_message(complaint_id=complaint.pk, body=body, now=now)
        with pytest.raises(Incomplete):
            services.send_message(complaint_id=complaint.pk, body=body, by=desk.officer, now=now)
        with pytest.raises(Incomplete):
            services.add_note(complaint_id=complaint.pk, body=body, by=desk.officer, now=now)


def test_investigators_note_but_do_not_write_to_the_complainant(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("investigating")
    assert services.add_note(complaint_id=complaint.pk, body="ตรวจแล้ว", by=desk.investigator, now=now)
    with pytest.raises(NotAllowed):
        services.send_message(complaint_id=complaint.pk, body="สวัสดี", by=desk.investigator, now=now)


def test_ratings_are_given_once_and_after_the_decision(filed: Filed, now: datetime) -> None:
    with pytest.raises(IllegalMove):
        services.rate(complaint_id=filed("decided").pk, process=5, outcome=5, comment="", now=now)
    told = filed("communicated")
    with pytest.raises(Incomplete):
        services.rate(complaint_id=told.pk, process=6, outcome=None, comment="", now=now)
    rating = services.rate(complaint_id=told.pk, process=4, outcome=None, comment="ดี", now=now)
    assert (rating.process, rating.outcome) == (4, None)
    with pytest.raises(IllegalMove):
        services.rate(complaint_id=told.pk, process=1, outcome=None, comment="", now=now)
