"""What is drawn from a case of misconduct keeps to its readers, and the case goes on as nothing that others read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import rules, services
from complaints.models import Category, Complaint
from foundation.accounts.models import Role, Unit, User
from foundation.core import references
from foundation.core.errors import NotAllowed
from foundation.core.models import Notification
from foundation.core.thai.text import search_form
from foundation.governance import selectors
from foundation.governance.citing import ACTION_KIND
from foundation.governance.enums import RISK_KIND
from foundation.governance.models import CorrectiveAction, Risk
from foundation.governance.search import find_risks
from foundation.governance.selectors.waiting import risks_to_review
from foundation.governance.services import assess_risk, complete_action, record_action, verify_action
from tests.complaints.factories import Desk, make_person
from tests.voc.listening import make_voice
from voc.listening_offers import find_voices
from voc.models import Voice
from voc.services.turning import hand_to_complaints

Filed = Callable[..., Complaint]
WORD = "เรียกเงินค่าจอดรถ"
WHY = "เป็นเรื่องทุจริต"


@pytest.fixture
def trusted(desk: Desk) -> User:
    """Somebody of the confidential route, with that role alone."""
    return make_person("misconduct-officer", "somsri", Unit.objects.get(code="legal-compliance"))


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


def danger(case: Complaint, *, by: User, **facts: Any) -> Risk:
    given = {
        "title": f"{WORD}: เสี่ยง",
        "likelihood": 4,
        "impact": 4,
        "residual_likelihood": 2,
        "residual_impact": 4,
        "direct_effect": "ลูกค้าเสียเงิน",
        "treatment": "reduce",
        "owner_unit": by.unit,
        "review_on": timezone.localdate() + timedelta(days=30),
    }
    return assess_risk(subject=("complaint", case.public_id), facts=given | facts, by=by, now=timezone.now())


def test_a_risk_follows_its_case_into_confidence_and_back_with_its_actions(
    filed: Filed, desk: Desk, trusted: User, signed_in: Callable[[User], Client]
) -> None:
    case = filed("assessed")
    risk = danger(case, by=desk.investigator)
    action = record_action(
        cause=WORD,
        action=WORD,
        owner=desk.manager,
        due_on=risk.review_on,
        by=desk.investigator,
        now=timezone.now(),
        source=(RISK_KIND, risk.public_id),
    )
    reader = make_person("strategist", "reader", desk.unit)
    client, pages = signed_in(reader), ("staff-risks", "staff-risk", "staff-risk-edit")
    assert references.resolve(reader, RISK_KIND, risk.public_id)
    services.take_confidential(complaint_id=case.pk, reason=WHY, by=desk.officer, now=timezone.now())
    index, *own = [reverse(f"governance:{name}", args=[risk.public_id] if n else []) for n, name in enumerate(pages)]
    page = client.get(index)
    assert WORD not in page.content.decode()
    assert sum(cell.count for row in page.context["map"] for cell in row) == 0
    assert [client.get(address).status_code for address in own] == [404, 404]
    assert (
        client.post(reverse("governance:staff-risk-close", args=[risk.public_id]), {"reason": "x"}).status_code == 404
    )
    assert references.resolve(reader, RISK_KIND, risk.public_id) is None
    assert list(find_risks(reader, WORD, 5)) == []
    assert seen(reader) == []
    with pytest.raises(NotAllowed):
        assess_risk(risk_id=risk.pk, facts={"impact": 5}, by=reader, now=timezone.now())
    for person in (desk.investigator, trusted):  # who entered it, and those of the route
        assert list(selectors.risks_seen_by(person)) == [risk]
    assert action in seen(trusted)
    assert risk.history.first().history_change_reason == WHY
    services.give_back(complaint_id=case.pk, reason="ไม่ใช่ทุจริต", by=trusted, now=timezone.now())
    assert list(selectors.risks_seen_by(reader)) == [risk]
    assert seen(reader) == [action]


def test_a_risk_on_a_case_of_misconduct_is_confidential_from_the_first(filed: Filed, desk: Desk, trusted: User) -> None:
    risk = danger(filed(category="misconduct", description=WORD), by=trusted)
    assert risk.is_confidential
    assert not selectors.risks_seen_by(desk.manager).exists()
    assert not risks_to_review(desk.manager, risk.review_on).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(subject_kind="", subject_public_id="")


def test_the_role_of_the_route_alone_keeps_actions_on_its_cases_to_the_end(
    filed: Filed, desk: Desk, signed_in: Callable[[User], Client]
) -> None:
    case, unit = filed(category="misconduct", description=WORD), Unit.objects.get(code="legal-compliance")
    one, two = (make_person("misconduct-officer", name, unit) for name in ("wichai", "jantra"))
    page = signed_in(one).get(reverse("complaints:staff-following", args=[case.number])).content.decode()
    assert reverse("governance:staff-action-new") in page
    action = act(case, by=one, owner=one)
    complete_action(action_id=action.pk, note="หมุนเวียนแล้ว", by=one, now=timezone.now())
    client = signed_in(two)
    assert client.get(action.get_absolute_url()).status_code == 200
    verify_action(action_id=action.pk, effective=True, note="ไม่มีเรื่องซ้ำ", by=two, now=timezone.now())
    with pytest.raises(NotAllowed):
        act(case, by=desk.officer, owner=one)


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


def test_a_voice_that_became_a_case_of_misconduct_is_read_by_its_route_alone(
    desk: Desk, signed_in: Callable[[User], Client]
) -> None:
    voice, other = make_voice(text=WORD), make_voice(text="จอดรถสะดวกดี")
    listener = make_person("voc-analyst", "listener", desk.unit)
    client, page = signed_in(listener), reverse("voc:voice", args=[voice.public_id])
    category = Category.objects.get(code="misconduct")
    done = client.post(
        reverse("voc:voice-into-complaint", args=[voice.public_id]),
        {"description": WORD, "category": category.pk, "reason": WHY},
    )
    case = Complaint.objects.get(description=WORD)
    assert (done.status_code, done.headers["Location"], case.is_misconduct) == (302, reverse("voc:staff-list"), True)
    assert client.get(page).status_code == 404
    assert client.post(reverse("voc:voice-label", args=[voice.public_id])).status_code == 404
    index = client.get(reverse("voc:staff-list")).content.decode()
    assert (WORD in index, other.text in index) == (False, True)
    told = client.get("/api/v1/feedback/").content.decode()
    assert (voice.feedback.public_id in told, other.feedback.public_id in told) == (False, True)
    assert client.get(f"/api/v1/feedback/{voice.feedback.public_id}/").status_code == 404
    assert list(find_voices(listener, search_form(WORD), 5)) == []
    assert references.resolve(listener, "voice", voice.public_id) is None
    trusted = make_person("misconduct-officer", "wichai", desk.unit)
    trusted.roles.add(Role.objects.get(key="voc-analyst"))
    assert signed_in(trusted).get(page).status_code == 200
    services.give_back(complaint_id=case.pk, reason="ไม่ใช่ทุจริต", by=trusted, now=timezone.now())
    assert client.get(page).status_code == 200


def test_a_voice_about_oneself_is_not_read_after_it_became_a_complaint(desk: Desk) -> None:
    voice, listener = make_voice(text=WORD), make_person("voc-analyst", "listener", desk.unit)
    facts = {"category": Category.objects.get(code="building"), "words": WORD, "reason": "เรื่องร้องเรียน"}
    case = hand_to_complaints(voice_id=voice.pk, by=listener, now=timezone.now(), **facts)
    assert Voice.objects.visible_to(listener).filter(pk=voice.pk).exists()
    Complaint.objects.filter(pk=case.pk).update(complained_about=listener)
    assert not Voice.objects.visible_to(listener).filter(pk=voice.pk).exists()
