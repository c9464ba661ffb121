"""What follows from a case: actions with their effect check, the lesson; and who else has the case open."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complaint
from foundation.accounts.models import User
from foundation.core import presence
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import Presence
from foundation.governance.services import record_action
from foundation.knowledge.models import Article
from tests.complaints.factories import Desk

Filed = Callable[..., Complaint]


def page_of(case: Complaint) -> str:
    return reverse("complaints:staff-following", args=[case.number])


def test_an_action_on_the_cause_stands_by_its_case(filed: Filed, desk: Desk, manager: Client) -> None:
    case = filed("decided")
    record_action(
        cause="ข้อต่อเก่า",
        action="เปลี่ยนข้อต่อทั้งชั้น",
        owner=desk.manager,
        due_on=timezone.localdate() + timedelta(days=30),
        by=desk.manager,
        now=timezone.now(),
        source=("complaint", case.public_id),
    )
    page = manager.get(page_of(case)).content.decode()
    assert "เปลี่ยนข้อต่อทั้งชั้น" in page
    assert f"?kind=complaint&amp;id={case.public_id}" in page


def test_the_lesson_is_asked_for_once_of_who_found_out(filed: Filed, desk: Desk, officer: Client) -> None:
    early, case = filed("investigating"), filed("decided")
    with pytest.raises(Incomplete):
        services.ask_lesson(complaint_id=early.pk, by=desk.officer, now=timezone.now())
    address = reverse("complaints:staff-lesson", args=[case.number])
    assert officer.post(address).status_code == 302
    assert officer.post(address).status_code == 302
    lesson = Article.objects.get(subject_kind="complaint", subject_public_id=case.public_id)
    assert lesson.owner == desk.investigator
    assert case.description not in f"{lesson.title_th} {lesson.body_th}"
    page = officer.get(page_of(case)).content.decode()
    assert address not in page  # asked already, though the draft is not for the officer to read
    assert lesson.title_th not in page
    assert f"ขอให้ {desk.investigator} เขียนบทเรียนแล้ว" in page


def test_who_only_reads_asks_for_no_lesson(filed: Filed, person: Callable[..., User]) -> None:
    with pytest.raises(NotAllowed):
        services.ask_lesson(complaint_id=filed("decided").pk, by=person("auditor"), now=timezone.now())


def test_a_case_says_who_else_has_it_open(
    filed: Filed, desk: Desk, officer: Client, signed_in: Callable[[User], Client]
) -> None:
    case = filed()
    address = reverse("complaints:staff-present", args=[case.number])
    assert desk.manager.get_full_name() not in officer.post(address).content.decode()
    seen = signed_in(desk.manager).post(address).content.decode()
    assert desk.officer.get_full_name() in seen
    assert desk.manager.get_full_name() in officer.post(address).content.decode()
    assert officer.get(address).status_code == 405


def test_after_a_minute_nobody_is_there_any_more(desk: Desk) -> None:
    now = timezone.now()
    look = {"kind": "complaint", "public_id": "x"}
    assert presence.look(**look, by=desk.officer, now=now) == []
    assert presence.look(**look, by=desk.manager, now=now + timedelta(seconds=59)) == [desk.officer]
    assert presence.look(**look, by=desk.officer, now=now + timedelta(minutes=3)) == []
    assert Presence.objects.count() == 2
    assert presence.forget_past(now=now + timedelta(hours=1)) == 2
