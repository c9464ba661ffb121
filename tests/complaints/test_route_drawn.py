"""What is drawn from a case of misconduct keeps to its readers, and the case goes on as nothing that others read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import rules, services
from complaints.models import Category, Complaint
from foundation.accounts.models import Role, Unit, User
from foundation.core import references
from foundation.core.errors import NotAllowed, Refused
from foundation.core.models import Notification
from foundation.governance import selectors
from foundation.governance.citing import ACTION_KIND
from foundation.governance.models import CorrectiveAction
from foundation.governance.services import assess_risk, complete_action, record_action
from tests.complaints.factories import Desk, make_person
from tests.voc.listening import make_voice
from voc.services.turning import hand_to_complaints

Filed = Callable[..., Complaint]
WORD = "เรียกเงินค่าจอดรถ"
WHY = "เป็นเรื่องทุจริต"


@pytest.fixture
def trusted(desk: Desk) -> User:
    """Somebody of the confidential route who also keeps actions."""
    person = make_person("misconduct-officer", "wichai", Unit.objects.get(code="legal-compliance"))
    person.roles.add(Role.objects.get(key="complaint-investigator"))
    return person


def act(case: Complaint, *, by: User, owner: User) -> CorrectiveAction:
    return record_action(
        cause=f"{WORD}: ไม่มีใบเสร็จ",
        action=f"{WORD}: หมุนเวียนคนเก็บเงิน",
        owner=owner,
        due_on=timezone.localdate() + timedelta(days=30),
        by=by,
        now=timezone.now(),
        source=("complaint", case.public_id),
    )


def seen(person: User) -> list[CorrectiveAction]:
    return list(selectors.actions_seen_by(person))


def test_an_action_follows_its_case_into_confidence_and_back(
    filed: Filed, desk: Desk, trusted: User, signed_in: Callable[[User], Client]
) -> None:
    case = filed("assessed")
    action = act(case, by=desk.investigator, owner=desk.manager)
    other = make_person("executive", "reader", desk.unit)
    assert seen(other) == [action]
    services.take_confidential(complaint_id=case.pk, reason=WHY, by=desk.officer, now=timezone.now())
    assert seen(other) == []
    assert references.resolve(other, ACTION_KIND, action.public_id) is None
    client = signed_in(other)
    assert WORD not in client.get(reverse("governance:staff-actions")).content.decode()
    for name in ("staff-action", "staff-action-complete"):
        address = reverse(f"governance:{name}", args=[action.public_id])
        answer = client.post(address, {"note": "x"}) if name.endswith("complete") else client.get(address)
        assert answer.status_code == 404
    assert seen(desk.manager) == [action]  # its owner, who has to carry it out
    assert seen(desk.investigator) == [action]  # who entered it
    assert seen(trusted) == [action]
    assert action.history.first().history_change_reason == WHY
    services.give_back(complaint_id=case.pk, reason="ไม่ใช่ทุจริต", by=trusted, now=timezone.now())
    assert seen(other) == [action]


def test_an_action_on_a_case_of_misconduct_is_confidential_from_the_first(
    filed: Filed, desk: Desk, trusted: User, signed_in: Callable[[User], Client]
) -> None:
    case = filed(category="misconduct", description=WORD)
    action = act(case, by=trusted, owner=trusted)
    assert action.is_confidential
    for person in (desk.manager, desk.investigator, make_person("auditor", "other", desk.unit)):
        assert seen(person) == []
        with pytest.raises(NotAllowed):
            complete_action(action_id=action.pk, note="x", by=person, now=timezone.now())
    page = signed_in(trusted).get(reverse("complaints:staff-following", args=[case.number])).content.decode()
    assert WORD in page
    told = Notification.objects.exclude(user=trusted).filter(url=action.get_absolute_url())
    assert not told.exists()


def test_the_database_refuses_a_confidence_without_a_source(filed: Filed, desk: Desk) -> None:
    action = act(filed("assessed"), by=desk.investigator, owner=desk.manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectiveAction.objects.filter(pk=action.pk).update(is_confidential=True, source_kind="", source_public_id="")


def test_a_risk_that_everybody_reads_names_no_case_of_misconduct(filed: Filed, trusted: User) -> None:
    case = filed(category="misconduct", description=WORD)
    with pytest.raises(Refused):
        assess_risk(subject=("complaint", case.public_id), facts={}, by=trusted, now=timezone.now())


def test_a_case_of_misconduct_goes_on_as_nothing_else(filed: Filed, trusted: User) -> None:
    case = filed(category="misconduct", description=WORD)
    assert "turn" not in rules.offered_moves(trusted, case)
    with pytest.raises(NotAllowed):
        services.turn(complaint_id=case.pk, kind=None, reason=WHY, by=trusted, now=timezone.now())
    case.refresh_from_db()
    assert case.status == "received"
    services.give_back(complaint_id=case.pk, reason="ไม่ใช่ทุจริต", by=trusted, now=timezone.now())
    assert "turn" in rules.offered_moves(trusted, Complaint.objects.get(pk=case.pk))


def test_a_voice_and_a_second_matter_of_misconduct_go_by_the_confidential_route(
    filed: Filed, desk: Desk, trusted: User
) -> None:
    category = Category.objects.get(code="misconduct")
    voice = make_voice(text=WORD)
    told = hand_to_complaints(
        voice_id=voice.pk,
        words=WORD,
        category=category,
        reason=WHY,
        by=make_person("voc-analyst", "listener", desk.unit),
        now=timezone.now(),
    )
    second = services.split(
        complaint_id=filed("assessed").pk,
        part=services.Part(category=category, subject="เรื่องที่สอง", description=WORD),
        reason=WHY,
        by=desk.officer,
        now=timezone.now(),
    )
    for case in (told, second):
        assert case.is_misconduct
        assert not Complaint.objects.visible_to(desk.officer).filter(pk=case.pk).exists()
        assert Complaint.objects.visible_to(trusted).filter(pk=case.pk).exists()
    assert second.handler is None
