"""The way of a policy version through drafting, review, board and publication."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.evidence import CLAUSES
from foundation.governance import content, selectors, services
from foundation.governance.enums import PolicyStatus
from foundation.governance.models import Duty, PolicyClause, PolicyVersion, Withdrawal
from tests.governance.factories import NOW, make_meeting
from tests.governance.policies import admin, approved, drafted, publish, reviewed
from tests.people import someone

pytestmark = pytest.mark.django_db


def test_every_clause_is_shipped_with_a_duty() -> None:
    assert [row.key for row in selectors.clauses_with_duties()] == list(CLAUSES)
    assert set(Duty.objects.values_list("clause", flat=True)) == set(CLAUSES)


def test_the_whole_way() -> None:
    version = publish(approved())
    assert (version.status, version.meeting_label) == (PolicyStatus.PUBLISHED, "8/2569")
    assert selectors.current_policy() == version
    second = publish(approved(from_version=version, number=9))
    version.refresh_from_db()
    assert (second.number, version.status, selectors.current_policy()) == (2, PolicyStatus.SUPERSEDED, second)


def test_the_database_builds_the_same_canonical_form() -> None:
    version = drafted()
    clause = version.clauses.get(key="1.1")
    PolicyClause.objects.filter(pk=clause.pk).update(text_th='ลูกค้า "ผู้เช่า"\n\t\\ น้ำ 😀 </b>\x7f')
    with connection.cursor() as cursor:
        cursor.execute("SELECT governance_policy_canonical(%s), governance_policy_hash(%s)", [version.pk] * 2)
        assert cursor.fetchone() == (content.canonical(version), content.content_hash(version))


def test_the_reviewer_has_not_drafted() -> None:
    version = services.submit_policy_for_review(version_id=drafted().pk, by=admin(), now=NOW)
    PolicyVersion.objects.filter(pk=version.pk).update(drafter_ids=[admin().pk, someone("executive").pk])
    with pytest.raises(NotAllowed):
        services.review_policy(version_id=version.pk, passes=True, note="", by=someone("executive"), now=NOW)
    with pytest.raises(IntegrityError, match="does not review"), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(reviewed_by=admin(), reviewed_at=NOW)


def test_an_empty_clause_is_named() -> None:
    version = drafted(write=False)
    with pytest.raises(Incomplete, match=r"5\.4"):
        services.submit_policy_for_review(version_id=version.pk, by=admin(), now=NOW)


def test_a_stale_clause_is_refused() -> None:
    clause = drafted().clauses.get(key="1.1")
    services.edit_clause(
        clause_id=clause.pk,
        shown_version=clause.version,
        texts={"text_th": "ใหม่"},
        by=admin(),
        now=NOW,
    )
    with pytest.raises(StaleVersion):
        services.edit_clause(
            clause_id=clause.pk,
            shown_version=clause.version,
            texts={"text_th": "เก่า"},
            by=admin(),
            now=NOW,
        )


def test_only_drafts_change() -> None:
    version = services.submit_policy_for_review(version_id=drafted().pk, by=admin(), now=NOW)
    clause = version.clauses.get(key="1.1")
    with pytest.raises(IllegalMove):
        services.edit_clause(clause_id=clause.pk, shown_version=clause.version, texts={}, by=admin(), now=NOW)


def test_one_version_on_its_way() -> None:
    drafted()
    with pytest.raises(Refused):
        services.draft_policy_version(policy=selectors.the_policy(), from_version=None, by=admin(), now=NOW)


def test_a_resolution_for_another_text_approves_nothing() -> None:
    version = approved()
    services.take_back_policy(version_id=version.pk, reason="แก้คำผิด", by=admin(), now=NOW)
    clause = version.clauses.get(key="1.1")
    services.edit_clause(
        clause_id=clause.pk,
        shown_version=clause.version,
        texts={"text_th": "ต่างไป"},
        by=admin(),
        now=NOW,
    )
    reviewed(version)
    PolicyVersion.objects.filter(pk=version.pk).update(status=PolicyStatus.APPROVED)
    with pytest.raises(Refused):
        publish(version)


def test_who_sent_it_by_mistake_takes_it_back_on_its_page_with_a_reason(client_as: Callable[..., Client]) -> None:
    version = reviewed(drafted())
    services.propose_policy_version(version_id=version.pk, by=admin(), now=NOW)
    page, address = (
        reverse(f"governance:staff-policy-{name}", args=[version.public_id]) for name in ("version", "take-back")
    )
    client = client_as("policy-administrator")
    assert address in client.get(page).content.decode()
    assert address not in client_as("executive").get(page).content.decode()
    refused = client.post(address, {"reason": ""})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"reason"})
    assert client.post(address, {"reason": "ส่งผิดฉบับ"})["Location"] == page
    version.refresh_from_db()
    assert (version.status, version.reviewed_by) == (PolicyStatus.DRAFT, None)
    assert Withdrawal.objects.get().reason == "ส่งผิดฉบับ"
    assert address not in client.get(page).content.decode()
    assert client.post(address, {"reason": "อีกครั้ง"}).status_code == 422


def test_the_board_returns_it() -> None:
    version = approved(kind="returned")
    assert (version.status, version.reviewed_by) == (PolicyStatus.DRAFT, None)


@pytest.mark.parametrize("step", ["submit_policy_for_review", "propose_policy_version"])
def test_no_step_is_skipped(step: str) -> None:
    version = drafted() if step.startswith("propose") else reviewed(drafted())
    with pytest.raises(IllegalMove):
        getattr(services, step)(version_id=version.pk, by=admin(), now=NOW)


def test_the_database_refuses_a_policy_without_its_resolution() -> None:
    version = approved()
    facts = {"published_at": NOW, "published_by": admin(), "announced_on": NOW.date()}
    rows = PolicyVersion.objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(status=PolicyStatus.PUBLISHED, **{**facts, "resolution": None})
    PolicyClause.objects.filter(policy_version=version, key="1.1").update(text_th="แอบแก้")
    with pytest.raises(IntegrityError, match="exactly this policy"), transaction.atomic():
        rows.update(status=PolicyStatus.PUBLISHED, **facts)


@pytest.mark.parametrize("change", [{"text_th": "แอบแก้"}, {"key": "9.9"}])
def test_published_texts_never_change(change: dict[str, str]) -> None:
    version = publish(approved())
    with pytest.raises(IntegrityError), transaction.atomic():
        version.clauses.filter(key="1.1").update(**change)
    version.clauses.filter(key="1.1").update(summary_th="อธิบายใหม่")
    with pytest.raises(IntegrityError), transaction.atomic():
        version.sections.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(status=PolicyStatus.DRAFT)


def test_staff_acknowledge_once() -> None:
    version = publish(approved())
    officer = someone("customer-officer")
    first = services.acknowledge_policy(version_id=version.pk, by=officer, now=NOW)
    assert services.acknowledge_policy(version_id=version.pk, by=officer, now=NOW + dt.timedelta(days=1)) == first
    assert selectors.has_acknowledged(officer, version)
    with pytest.raises(NotAllowed):
        services.acknowledge_policy(version_id=version.pk, by=someone("system-administrator"), now=NOW)


def test_only_the_version_in_force_is_acknowledged() -> None:
    version = drafted()
    with pytest.raises(Refused):
        services.acknowledge_policy(version_id=version.pk, by=someone("customer-officer"), now=NOW)


def test_a_policy_is_not_announced_before_the_board_met() -> None:
    version = approved()
    with pytest.raises(Refused):
        services.publish_policy_version(
            version_id=version.pk,
            announced_on=make_meeting(someone("board-secretary"), number=7).held_on - dt.timedelta(days=1),
            effective_on=None,
            by=admin(),
            now=NOW,
        )
