"""The staff pages: the queue, the case with its forms, and what happens when two people act at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.enums import Status
from complaints.forms.moves import MOVE_FORMS
from complaints.lifecycle import MOVES
from complaints.models import Complaint, Transition
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove
from tests.complaints.factories import FOUND, Desk, ground, make_charter, make_desk, make_person
from tests.counting import statements

Filed = Callable[..., Complaint]
SignIn = Callable[[User], Client]
QUEUE = reverse("complaints:staff-list")
SENT = {
    "acknowledge": {"text": "รับเรื่องแล้ว"},
    "assess": {
        "severity": "3",
        "complexity": "2",
        "impact": "2",
        "is_safety_matter": "yes",
        "needs_immediate_action": "yes",
        "can_act_immediately": "no",
    },
    "decide": {"outcome": "upheld", "text": "จริงตามที่แจ้ง", "remedies": ["repair"]},
    "communicate": {},
    "accept": {},
    "reject": {"reason": "แจ้งทางโทรศัพท์"},
    "carry_out": {"what": "เปลี่ยนแล้ว"},
    "review": {"reason": "ดูใหม่"},
    "close": {"reason": "ครบแล้ว"},
    "withdraw": {"reason": "ผู้ร้องขอถอน"},
    "reopen": {"reason": "ยังรั่ว"},
    "dispute": {"reason": "ผู้ร้องโทรมาว่ายังไม่เสร็จ"},
    "reinstate": {"reason": "ขอร้องต่อ"},
}


def address(complaint: Complaint, move: str = "") -> str:
    if move:
        return reverse("complaints:staff-move", args=[complaint.number, move])
    return reverse("complaints:staff-detail", args=[complaint.number])


# --- the queue ------------------------------------------------------------------------------------------------------


def test_the_queue_costs_the_same_however_many_wait(filed: Filed, manager: Client) -> None:
    """Each line shows the clock of its standard: the standards come once, not line by line."""
    for status in ("received", "assessed", "accepted"):
        filed(status)
    few = {view: statements(manager, f"{QUEUE}?view={view}") for view in ("todo", "all")}
    for _n in range(3):
        for status in ("received", "assessed", "accepted", "closed"):
            filed(status)
    many = {view: statements(manager, f"{QUEUE}?view={view}") for view in ("todo", "all")}
    assert many == few
    assert max(many.values()) <= 12


def test_what_is_overdue_stands_first(filed: Filed, officer: Client) -> None:
    now = timezone.now()
    filed(description="เพิ่งมา", now=now)
    filed(description="มานานแล้ว", now=now - timedelta(days=30))
    page = officer.get(QUEUE).content.decode()
    assert page.index("มานานแล้ว") < page.index("เพิ่งมา")
    assert "เลยกำหนด" in page
    assert "· เพิ่งรับเรื่อง" in page


@pytest.mark.parametrize("query", ["?view=nonsense", "?after=%00x", "?severity=9&unit=zz", "?q=%00", "?after=W10"])
def test_a_mangled_address_shows_the_queue(filed: Filed, officer: Client, query: str) -> None:
    complaint = filed()
    answer = officer.get(QUEUE + query)
    assert answer.status_code == 200
    assert complaint.number in answer.content.decode()


def test_a_mangled_needle_finds_nothing(filed: Filed, officer: Client) -> None:
    complaint = filed()
    answer = officer.get(QUEUE + "?q=%00%E0")
    assert answer.status_code == 200
    assert complaint.number not in answer.content.decode()


def test_words_of_complainants_are_shown_as_words(filed: Filed, officer: Client) -> None:
    complaint = filed(description="<script>alert(1)</script> \u202eกลับหัว")
    for page in (officer.get(QUEUE), officer.get(address(complaint))):
        assert "<script>alert" not in page.content.decode()
        assert "\u202e" not in page.content.decode()


# --- the case -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("move", sorted(SENT))
def test_every_step_is_taken_from_its_form(filed: Filed, desk: Desk, manager: Client, move: str) -> None:
    complaint = filed(sorted(MOVES[move].sources)[0] if move != "close" else "carried_out")
    if move == "decide":
        ground(complaint, desk.investigator, timezone.now())
        services.record_findings(complaint_id=complaint.pk, found=FOUND, by=desk.investigator, now=timezone.now())
    if move == "carry_out":
        desk.prove(complaint)
    assert manager.get(address(complaint, move)).status_code == 200
    answer = manager.post(address(complaint, move), SENT[move])
    assert answer.status_code == 302, answer.content.decode()[:2000]
    complaint.refresh_from_db()
    assert complaint.status == MOVES[move].target


@pytest.mark.parametrize("move", sorted(set(SENT) - {"communicate", "accept"}))
def test_an_empty_form_takes_no_step_and_says_why(filed: Filed, manager: Client, move: str) -> None:
    complaint = filed(sorted(MOVES[move].sources)[0])
    answer = manager.post(address(complaint, move), {})
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert not Transition.objects.filter(complaint=complaint, move=move, at__gte=complaint.updated_at).exists()


def test_every_step_has_its_form() -> None:
    assert set(MOVE_FORMS) == set(MOVES)


def test_a_note_stays_inside_and_a_message_goes_out(filed: Filed, officer: Client, client: Client, desk: Desk) -> None:
    complaint = filed("acknowledged")
    to = reverse("complaints:staff-reply", args=[complaint.number])
    officer.post(to, {"kind": "note", "body": "ช่างว่าต้องรื้อฝ้า"})
    officer.post(to, {"kind": "message", "body": "ช่างจะไปพรุ่งนี้เช้า"})
    inside = officer.get(address(complaint)).content.decode()
    track = {"number": complaint.number, "code": desk.codes[complaint.pk]}
    client.post(reverse("complaints:portal-track"), track)
    outside = client.get(reverse("complaints:portal-case")).content.decode()
    assert "ช่างว่าต้องรื้อฝ้า" in inside
    assert "ช่างว่าต้องรื้อฝ้า" not in outside
    assert "ช่างจะไปพรุ่งนี้เช้า" in outside


def test_who_comes_second_is_told_who_was_faster(filed: Filed, officer: Client, desk: Desk, signed_in: SignIn) -> None:
    complaint = filed()
    second = signed_in(make_person("complaint-officer", "second", desk.unit))
    first_words = {"text": "ถ้อยคำของคนแรก"}
    assert officer.post(address(complaint, "acknowledge"), first_words).status_code == 302
    answer = second.post(address(complaint, "acknowledge"), {"text": "ถ้อยคำของคนที่สอง"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "นภัสสร กาญจน์" in page
    assert [message.body for message in complaint.messages.all()] == ["ถ้อยคำของคนแรก"]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_moment_take_one_step() -> None:
    make_charter()
    desk = make_desk()
    complaint = desk.file(identity="anonymous")
    officers = [desk.officer, make_person("complaint-officer", "second", desk.unit)]
    start, told = threading.Barrier(2), list[Any]()

    def act(officer: User) -> None:
        try:
            start.wait(10)
            services.acknowledge(complaint_id=complaint.pk, by=officer, now=timezone.now())
            told.append("done")
        except IllegalMove as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(told) == 2
    assert told.count("done") == 1
    complaint.refresh_from_db()
    assert complaint.status == Status.ACKNOWLEDGED
    assert complaint.transitions.filter(move="acknowledge").count() == 1
    assert complaint.messages.count() == 1


def test_a_needle_finds_the_same_whether_read_or_looked_up(filed: Filed) -> None:
    rain, dark = filed(description="น้ำรั่วที่ลิฟต์ 100%"), filed(description="ไฟดับในลิฟต์")
    for needle, expected in {"ลิฟต์": {rain, dark}, "รั่ว": {rain}, "100%": {rain}, "ไม่มีคำนี้": set()}.items():
        for among_few in (True, False):
            assert set(selectors.searched(Complaint.objects.all(), needle, among_few=among_few)) == expected


def test_the_selects_of_the_filters_are_drawn_when_they_are_needed(client_as) -> None:
    desk = client_as("complaint-manager")
    shut, asked, in_force = (
        desk.get(f"/staff/complaints/{query}").content.decode() for query in ("", "?more=1", "?severity=2")
    )
    assert 'id="f-category"' not in shut
    assert "more=1" in shut, "the way to them, fetched as the card opens"
    for page in (asked, in_force):
        assert 'id="f-category"' in page
        assert 'id="f-unit"' in page
    assert '<option value="2" selected>' in in_force
    assert "<details" in asked and 'pop--left" open' in asked  # noqa: PT018
