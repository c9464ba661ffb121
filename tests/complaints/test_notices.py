"""Complainants hear from us though nobody has written: before a date is missed, and again and again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.enums import Identity, MessageKind
from complaints.models import Complaint, DueAlert, NoticePolicy
from foundation.core.models import OutboxMessage
from tests.complaints.factories import Desk

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def running(desk: Desk) -> Complaint:
    """Under investigation since Monday; the officer's acknowledgement is the last word."""
    complaint = desk.file(now=MONDAY_TEN)
    for move in ("acknowledge", "assess", "investigate"):
        desk.step(complaint, move, now=MONDAY_TEN + HOUR)
    assert complaint.resolve_due_at is not None
    return complaint


def notices(complaint: Complaint) -> list[str]:
    return list(complaint.messages.filter(kind=MessageKind.NOTICE).values_list("body", flat=True))


def test_before_a_date_is_missed_the_complainant_hears_once(running: Complaint) -> None:
    due_at = running.resolve_due_at
    assert services.tell_complainants(now=due_at - 30 * HOUR) == {"told_before": 0, "told_again": 0}
    told = services.tell_complainants(now=due_at - 4 * HOUR)
    assert told == {"told_before": 1, "told_again": 0}
    assert services.tell_complainants(now=due_at - 3 * HOUR)["told_before"] == 0
    (body,) = notices(running)
    assert "ผลการพิจารณา" in body
    message = running.messages.get(kind=MessageKind.NOTICE)
    assert message.author is None
    assert OutboxMessage.objects.filter(key=f"complaints.message:{message.public_id}").exists()
    running.refresh_from_db()
    assert running.first_replied_at == MONDAY_TEN + HOUR  # what a machine writes keeps no promise


def test_no_notice_beside_the_word_of_a_person(running: Complaint, desk: Desk) -> None:
    near = running.resolve_due_at - 4 * HOUR
    services.send_message(complaint_id=running.pk, body="พบสาเหตุแล้ว", by=desk.officer, now=near - HOUR)
    assert services.tell_complainants(now=near)["told_before"] == 0
    assert DueAlert.objects.filter(complaint=running, stage="told").count() == 1


def test_a_stopped_clock_and_a_kept_promise_call_for_no_notice(running: Complaint, desk: Desk) -> None:
    near = running.resolve_due_at - 4 * HOUR
    services.pause(complaint_id=running.pk, kind="access", reason="รอเข้าพื้นที่", by=desk.officer, now=near - HOUR)
    assert services.tell_complainants(now=near)["told_before"] == 0
    other = desk.file(now=MONDAY_TEN)
    for move in ("acknowledge", "assess", "investigate", "decide", "communicate"):
        desk.step(other, move, now=MONDAY_TEN + HOUR)
    services.tell_complainants(now=other.resolve_due_at - HOUR)
    assert notices(other) == []


def test_a_date_that_passed_unseen_is_told_with_regret(running: Complaint) -> None:
    services.tell_complainants(now=running.resolve_due_at + HOUR)
    assert "ขออภัย" in notices(running)[0]


def test_an_accepted_decision_has_a_date_of_its_own(running: Complaint, desk: Desk) -> None:
    for move in ("decide", "communicate", "accept"):
        desk.step(running, move, now=MONDAY_TEN + 2 * HOUR)
    services.tell_complainants(now=running.step_due_at - HOUR)
    assert len(notices(running)) == 1


def test_the_rolling_notice_comes_every_fifteen_days_while_it_is_our_turn(running: Complaint) -> None:
    first = MONDAY_TEN + HOUR + 15 * DAY
    assert services.tell_complainants(now=first - 2 * HOUR)["told_again"] == 0
    assert services.tell_complainants(now=first + HOUR)["told_again"] == 1
    assert services.tell_complainants(now=first + 14 * DAY)["told_again"] == 0
    assert services.tell_complainants(now=first + 16 * DAY)["told_again"] == 1
    body = notices(running)[-1]
    assert running.number in body
    assert "15" in body


def test_nobody_is_reminded_of_what_they_owe_us(running: Complaint, desk: Desk) -> None:
    services.pause(
        complaint_id=running.pk, kind="complainant", reason="ขอภาพ", by=desk.officer, now=MONDAY_TEN + 2 * HOUR
    )
    sent = desk.file(now=MONDAY_TEN)
    for move in ("acknowledge", "assess", "investigate", "decide", "communicate"):
        desk.step(sent, move, now=MONDAY_TEN + HOUR)
    assert services.tell_complainants(now=MONDAY_TEN + 40 * DAY)["told_again"] == 0


def test_an_anonymous_complainant_reads_it_on_the_tracking_page(desk: Desk) -> None:
    complaint = desk.file(identity=Identity.ANONYMOUS, language="en", now=MONDAY_TEN)
    services.tell_complainants(now=MONDAY_TEN + 16 * DAY)
    assert "still open" in notices(complaint)[-1]
    assert not OutboxMessage.objects.filter(kind="complaints.message").exists()
    client = Client()
    client.post(reverse("complaints:portal-track"), {"number": complaint.number, "code": desk.codes[complaint.pk]})
    page = client.get(reverse("complaints:portal-case")).content.decode()
    assert "still open" in page
    assert "แม้ยังไม่มีอะไรใหม่" in page


def test_the_rule_is_changed_with_a_reason(desk: Desk, manager: Client, running: Complaint) -> None:
    row = NoticePolicy.objects.get()
    address = reverse("complaints:staff-rule-notices")
    given = {"hours_before": 8, "every_days": 7, "version": row.version}
    assert manager.post(address, given).status_code == 422
    assert manager.post(address, given | {"every_days": 0, "reason": "ก"}).status_code == 422
    assert manager.post(address, given | {"reason": "ผู้ร้องรอนานเกินไป"}).status_code == 302
    assert "ผู้ร้องรอนานเกินไป" in manager.get(reverse("complaints:staff-rules")).content.decode()
    assert services.tell_complainants(now=MONDAY_TEN + 9 * DAY)["told_again"] == 1


def test_staff_see_that_nobody_wrote_it(running: Complaint, officer: Client) -> None:
    services.tell_complainants(now=MONDAY_TEN + 17 * DAY)
    page = officer.get(reverse("complaints:staff-detail", args=[running.number])).content.decode()
    assert "แจ้งโดยอัตโนมัติ" in page


@pytest.mark.django_db
def test_the_queries_grow_with_what_is_told_not_with_what_is_open(
    desk: Desk, running: Complaint, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _n in range(5):
        desk.file(now=MONDAY_TEN)
    NoticePolicy.objects.update(hours_before=1)
    with django_assert_max_num_queries(6):
        services.tell_complainants(now=MONDAY_TEN + 2 * HOUR)
