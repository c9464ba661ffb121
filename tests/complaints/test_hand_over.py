"""An officer's open cases go to another in one act, checked case by case, and come back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complaint, HandedCase, HandOver
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from tests.complaints.factories import Desk, make_person

WHY = "ลาออกสิ้นเดือน"


@pytest.fixture
def taker(desk: Desk) -> User:
    return make_person("complaint-officer", "taker", desk.unit, first_name="มานี")


def give(desk: Desk, taker: User, now: datetime, **more: object) -> HandOver:
    return services.hand_over(giver=desk.officer, taker=taker, reason=WHY, by=desk.manager, now=now, **more)  # type: ignore[arg-type]


def test_all_open_cases_go_and_what_must_not_stays_listed(
    filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime
) -> None:
    cases = [filed(status="acknowledged") for _ in range(3)]
    Complaint.objects.filter(pk=cases[0].pk).update(complained_about=taker)
    closed = filed(status="closed")
    row = give(desk, taker, now)
    assert {each.complaint_id: each.hurdle for each in row.cases.all()} == {
        cases[0].pk: "about", cases[1].pk: "", cases[2].pk: "",
    }  # fmt: skip
    for case, handler in ((cases[0], desk.officer), (cases[1], taker), (cases[2], taker), (closed, desk.officer)):
        version = case.version
        case.refresh_from_db()
        assert case.handler == handler
        assert case.version == version + (handler == taker)
    record = cases[1].history.get(history_change_reason=WHY)
    assert (record.history_user, record.handler) == (desk.manager, taker)


def test_the_number_of_statements_does_not_grow(
    filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime
) -> None:
    def counted(n: int) -> int:
        for _ in range(n):
            filed(status="acknowledged")
        giver = User.objects.get(pk=desk.officer.pk)
        with CaptureQueriesContext(connection) as few:
            services.hand_over(giver=giver, taker=User.objects.get(pk=taker.pk), reason=WHY, by=desk.manager, now=now)
        return len(few)

    assert counted(2) >= counted(7)


def test_undo_brings_back_what_is_still_there(
    filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime
) -> None:
    stays, moved_on, ended = (filed(status="acknowledged") for _ in range(3))
    row = give(desk, taker, now)
    Complaint.objects.filter(pk=moved_on.pk).update(handler=desk.manager)
    services.withdraw(complaint_id=ended.pk, reason="แก้ไขแล้ว", by=None, now=now)
    services.take_cases_back(hand_over_id=row.pk, reason="ไม่ลาออกแล้ว", by=desk.manager, now=now)
    for case, handler in ((stays, desk.officer), (moved_on, desk.manager), (ended, taker)):
        case.refresh_from_db()
        assert case.handler == handler
    assert list(HandedCase.objects.filter(returned_at__isnull=False).values_list("complaint_id", flat=True)) == [
        stays.pk
    ]
    with pytest.raises(IllegalMove):
        services.take_cases_back(hand_over_id=row.pk, reason="อีกครั้ง", by=desk.manager, now=now)


def test_the_time_ends_by_itself(filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime) -> None:
    case = filed(status="acknowledged")
    give(desk, taker, now, until=timezone.localdate(now))
    assert services.end_due(now=now) == 0
    tomorrow = now + timedelta(days=1)
    assert services.end_due(now=tomorrow) == 1
    assert services.end_due(now=tomorrow) == 0
    case.refresh_from_db()
    assert case.handler == desk.officer


def test_investigations_go_only_to_those_who_may(
    filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime
) -> None:
    case, decided = filed(status="investigating"), filed(status="decided")
    row = services.hand_over(giver=desk.investigator, taker=taker, reason=WHY, by=desk.manager, now=now)
    assert [(each.complaint_id, each.part, each.hurdle) for each in row.cases.all()] == [
        (case.pk, "investigator", "duty")
    ]
    decided.refresh_from_db()
    assert decided.investigator == desk.investigator


def test_a_case_about_the_manager_is_neither_moved_nor_told(
    filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime
) -> None:
    open_one, hidden = filed(status="acknowledged"), filed(status="acknowledged")
    Complaint.objects.filter(pk=hidden.pk).update(complained_about=desk.manager)
    row = give(desk, taker, now)
    assert [each.complaint_id for each in row.cases.all()] == [open_one.pk]
    hidden.refresh_from_db()
    assert hidden.handler == desk.officer


def test_refusals(filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime) -> None:
    filed(status="acknowledged")
    with pytest.raises(NotAllowed):
        services.hand_over(giver=desk.officer, taker=taker, reason=WHY, by=desk.officer, now=now)
    with pytest.raises(NotAllowed):
        give(desk, make_person("auditor", "looker", desk.unit), now)
    with pytest.raises(Incomplete):
        give(desk, desk.officer, now)
    with pytest.raises(Incomplete):
        give(desk, taker, now, until=timezone.localdate(now) - timedelta(days=1))
    with pytest.raises(Incomplete):
        services.hand_over(giver=taker, taker=desk.officer, reason=WHY, by=desk.manager, now=now)
    assert not HandOver.objects.exists()


def test_from_the_page(
    manager: Client, filed: Callable[..., Complaint], desk: Desk, taker: User, now: datetime
) -> None:
    case = filed(status="acknowledged")
    address = reverse("complaints:staff-hand-overs")
    refused = manager.post(address, {"giver": desk.officer.pk, "taker": desk.officer.pk, "reason": WHY})
    assert refused.status_code == 422
    assert WHY in refused.content.decode()
    sent = manager.post(address, {"giver": desk.officer.pk, "taker": taker.pk, "reason": WHY})
    assert sent.status_code == 302
    assert case.number in manager.get(sent["Location"]).content.decode()
    assert WHY in manager.get(address).content.decode()
    back = reverse("complaints:staff-hand-over-back", args=[HandOver.objects.get().public_id])
    assert manager.post(back, {"reason": ""}).status_code == 422
    assert manager.post(back, {"reason": "กลับมาแล้ว"}).status_code == 302
    assert manager.post(back, {"reason": "กลับมาแล้ว"}).status_code == 409
