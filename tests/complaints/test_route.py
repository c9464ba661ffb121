"""Misconduct and corruption go by a route of their own: nobody else finds them, by whatever door."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.demo_closing import picture
from complaints.metrics import received
from complaints.models import Category, Complaint, RouteChange
from complaints.offers import find_hits, find_reference
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attach
from foundation.core.metrics import Period
from foundation.core.models import Notification
from tests.complaints.factories import ASSESSMENT, DECISION, FOUND, Desk, ground, make_person

Filed = Callable[..., Complaint]
WORD = "สินบนจัดซื้อ"


@pytest.fixture
def trusted(desk: Desk) -> tuple[User, User]:
    """The two of the confidential route."""
    unit = Unit.objects.get(code="legal-compliance")
    return make_person("misconduct-officer", "wichai", unit), make_person("misconduct-officer", "chantra", unit)


@pytest.fixture
def secret(filed: Filed, trusted: tuple[User, User]) -> Complaint:
    """Filed under the subject, as the portal does."""
    return filed(category="misconduct", description=WORD, identity="anonymous")


def _everybody_else(desk: Desk) -> list[User]:
    unit = Unit.objects.get(code="legal-compliance")
    others = [make_person(role, f"other-{role}", unit) for role in ("auditor", "executive", "system-administrator")]
    return [desk.officer, desk.investigator, desk.manager, *others]


def test_only_its_own_role_finds_it(
    desk: Desk, secret: Complaint, trusted: tuple[User, User], signed_in: Callable[[User], Client]
) -> None:
    file = attach(
        owner_kind=selectors.FILE_OWNER,
        owner_public_id=secret.public_id,
        upload=picture("proof"),
        by=None,
    )
    address = reverse("complaints:staff-detail", args=[secret.number])
    for user in _everybody_else(desk):
        assert not Complaint.objects.visible_to(user).filter(pk=secret.pk).exists()
        assert list(find_hits(user, WORD, 5)) == []
        assert find_reference(user, secret.public_id) is None
        client = signed_in(user)
        assert client.get(address).status_code in {403, 404}
        assert client.get(f"/api/v1/complaints/{secret.number}/").status_code in {403, 404}
        assert client.get(reverse("core:file", args=[file.public_id])).status_code in {403, 404}
        assert client.post(reverse("complaints:staff-case-files", args=[secret.number])).status_code in {403, 404}
        for page in ("/staff/complaints/?view=all", f"/staff/complaints/?q={WORD}", "/api/v1/complaints/"):
            answer = client.get(page)
            assert secret.number not in answer.content.decode()
        assert Complaint.objects.visible_to(user).count() == 0
    own = signed_in(trusted[0])
    assert own.get(address).status_code == 200
    assert [hit.title for hit in find_hits(trusted[0], WORD, 5)] == [secret.subject]


def test_it_is_near_to_nothing_and_counted_nowhere(desk: Desk, secret: Complaint, filed: Filed, now: datetime) -> None:
    assert selectors.siblings(category="misconduct", description=WORD, place=secret.place, now=now) == []
    like = filed(description=WORD)
    assert selectors.similar_cases(desk.manager, like) == []
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    assert received(period)[""].n == 1
    assert "misconduct" not in received(period, "category")


def test_its_dates_alarm_its_own_role_alone(desk: Desk, secret: Complaint, trusted: tuple[User, User]) -> None:
    services.sweep(now=secret.queue_at + timedelta(days=1))
    services.climb(now=secret.queue_at + timedelta(days=30))
    told = set(Notification.objects.filter(text__contains=secret.number).values_list("user_id", flat=True))
    assert told == {user.pk for user in trusted}


def test_two_of_its_role_carry_it_to_the_end(
    desk: Desk, secret: Complaint, trusted: tuple[User, User], now: datetime
) -> None:
    one, two = trusted
    with pytest.raises(NotAllowed):
        services.acknowledge(complaint_id=secret.pk, by=desk.officer, now=now)
    with pytest.raises(NotAllowed):
        services.assign(complaint_id=secret.pk, handler=desk.officer, by=one, now=now)
    services.acknowledge(complaint_id=secret.pk, by=one, now=now)

    services.assess(complaint_id=secret.pk, assessment=ASSESSMENT, by=one, now=now)
    assert set(selectors.possible_investigators(Complaint.objects.get(pk=secret.pk))) == {one, two}
    with pytest.raises(NotAllowed):
        services.start_investigation(complaint_id=secret.pk, investigator=desk.investigator, by=one, now=now)
    services.start_investigation(complaint_id=secret.pk, investigator=one, by=one, now=now)
    ground(secret, one, now)
    services.record_findings(complaint_id=secret.pk, found=FOUND, by=one, now=now)
    with pytest.raises(NotAllowed):
        services.decide(complaint_id=secret.pk, decision=DECISION, by=desk.manager, now=now)
    services.decide(complaint_id=secret.pk, decision=DECISION, by=two, now=now)
    services.communicate(complaint_id=secret.pk, by=one, now=now)


def test_an_ordinary_case_is_given_there_and_comes_back(
    desk: Desk, trusted: tuple[User, User], filed: Filed, now: datetime
) -> None:
    case = filed("investigating")
    other = filed()
    services.link(complaint_id=case.pk, other_number=other.number, reason="เหมือนกัน", by=desk.officer, now=now)
    with pytest.raises(Incomplete):
        services.take_confidential(complaint_id=case.pk, reason=" ", by=desk.officer, now=now)
    services.take_confidential(complaint_id=case.pk, reason="มีการเรียกเงิน", by=desk.officer, now=now)
    case.refresh_from_db()
    assert (case.is_misconduct, case.handler, case.investigator, case.unit.code) == (
        True,
        None,
        None,
        "legal-compliance",
    )
    assert selectors.together(trusted[0], case) is None
    assert case.messages.latest("id").body == services.route_text(case)
    with pytest.raises(NotAllowed):
        services.add_note(complaint_id=case.pk, body="ก", by=desk.officer, now=now)
    with pytest.raises(IllegalMove):
        services.take_confidential(complaint_id=case.pk, reason="ก", by=trusted[0], now=now)
    # The investigation goes on in other hands.
    services.name_investigator(complaint_id=case.pk, investigator=trusted[1], reason="รับช่วง", by=trusted[0], now=now)
    services.give_back(complaint_id=case.pk, reason="เป็นเรื่องบริการ", by=trusted[0], now=now)
    case.refresh_from_db()
    assert (case.is_misconduct, case.unit.code) == (False, "complaint-centre")
    assert list(RouteChange.objects.values_list("is_misconduct", flat=True)) == [True, False]
    assert Complaint.objects.visible_to(desk.officer).filter(pk=case.pk).exists()
    with pytest.raises(IllegalMove):
        services.give_back(complaint_id=case.pk, reason="ก", by=desk.manager, now=now)


def test_the_trail_of_routes_only_grows(desk: Desk, filed: Filed, trusted: tuple[User, User], now: datetime) -> None:
    services.take_confidential(complaint_id=filed().pk, reason="ก", by=desk.officer, now=now)
    with pytest.raises(ProgrammingError), transaction.atomic():
        RouteChange.objects.update(reason="ข")


def test_the_subject_alone_does_not_change_the_route(desk: Desk, filed: Filed, now: datetime) -> None:
    case = filed()
    with pytest.raises(Incomplete):
        services.correct_facts(
            complaint_id=case.pk,
            facts={"category": Category.objects.get(code="misconduct")},
            by=desk.officer,
            now=now,
            shown_version=case.version,
        )


def test_a_case_of_the_route_and_an_ordinary_one_are_not_merged(
    desk: Desk, secret: Complaint, filed: Filed, now: datetime
) -> None:
    both = make_person("complaint-officer", "both", desk.unit)
    both.roles.add(*User.objects.get(username="wichai").roles.all())
    both = User.objects.get(pk=both.pk)
    with pytest.raises(Incomplete):
        services.merge(complaint_id=filed().pk, other_number=secret.number, reason="ซ้ำ", by=both, now=now)


def test_the_officer_gives_it_there_by_the_page_and_sees_it_no_more(
    filed: Filed, officer: Client, trusted: tuple[User, User], signed_in: Callable[[User], Client]
) -> None:
    case = filed("acknowledged")
    page = reverse("complaints:staff-route", args=[case.number])
    assert officer.post(page, {"reason": ""}).status_code == 422
    assert officer.post(page, {"reason": "เรียกรับเงิน"}).status_code == 302
    assert officer.get(reverse("complaints:staff-detail", args=[case.number])).status_code == 404
    assert signed_in(trusted[0]).post(page, {"reason": "ไม่เข้าข่าย"}).status_code == 302
    assert officer.get(reverse("complaints:staff-detail", args=[case.number])).status_code == 200


def test_a_hand_over_leaves_it_with_its_role(desk: Desk, secret: Complaint, trusted: tuple[User, User]) -> None:
    now = timezone.now()
    services.acknowledge(complaint_id=secret.pk, by=trusted[0], now=now)
    with pytest.raises(Incomplete):  # the manager of the ordinary desk does not even learn that it is there
        services.hand_over(giver=trusted[0], taker=desk.officer, reason="ลา", by=desk.manager, now=now)
    row = services.hand_over(giver=trusted[0], taker=desk.officer, reason="ลา", by=trusted[1], now=now)
    assert [each.hurdle for each in row.cases.all()] == ["duty"]
