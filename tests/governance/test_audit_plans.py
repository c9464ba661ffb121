"""Plans of audits: drawn up by one, approved by another, and what an audit in them needs."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused, StaleVersion
from foundation.core.models import Notification
from foundation.governance import services
from foundation.governance.enums import PlanState
from foundation.governance.models import Audit, AuditPlan
from tests.governance import auditing as made
from tests.governance.factories import NOW
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _population() -> Iterator[None]:
    with made.units_as_population():
        yield


def test_a_plan_is_approved_by_somebody_else_and_then_stays() -> None:
    audit = made.make_planned()
    plan = audit.plan
    someone("executive")
    services.submit_audit_plan(plan_id=plan.pk, by=made.planner(), now=NOW)
    assert Notification.objects.filter(user=someone("executive")).exists()
    with pytest.raises(NotAllowed):
        services.approve_audit_plan(plan_id=plan.pk, by=made.planner(), now=NOW)
    with pytest.raises(IllegalMove):
        made.make_planned(title="อีกเรื่อง")
    approved = services.approve_audit_plan(plan_id=plan.pk, by=someone("executive"), now=NOW)
    assert (approved.state, approved.approved_by) == (PlanState.APPROVED, someone("executive"))
    assert Notification.objects.filter(user=made.auditor()).exists()
    with pytest.raises(IllegalMove):
        services.remove_audit_entry(audit_id=audit.pk, by=made.planner(), now=NOW)
    revised = services.revise_audit_plan(plan_id=plan.pk, reason="เพิ่มเรื่อง", by=made.planner(), now=NOW)
    assert (revised.state, revised.approved_by) == (PlanState.DRAFT, None)


def test_who_drew_up_a_plan_does_not_approve_it() -> None:
    """Even with both permissions, and the database says so too."""
    both = made.planner()
    both.roles.add(*someone("executive").roles.all())
    plan = made.make_planned().plan
    services.submit_audit_plan(plan_id=plan.pk, by=both, now=NOW)
    with pytest.raises(NotAllowed, match="ผู้จัดทำ"):
        services.approve_audit_plan(plan_id=plan.pk, by=both, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditPlan.objects.update(state="approved", approved_by=both, approved_at=NOW)


def test_a_plan_comes_back_with_a_reason_and_is_not_sent_empty() -> None:
    plan = made.make_plan()
    with pytest.raises(Incomplete):
        services.submit_audit_plan(plan_id=plan.pk, by=made.planner(), now=NOW)
    made.make_planned()
    services.submit_audit_plan(plan_id=plan.pk, by=made.planner(), now=NOW)
    with pytest.raises(Incomplete):
        services.return_audit_plan(plan_id=plan.pk, reason="", by=someone("executive"), now=NOW)
    back = services.return_audit_plan(plan_id=plan.pk, reason="ขาด 5.2", by=someone("executive"), now=NOW)
    assert back.is_draft
    assert back.history.first().history_change_reason == "ขาด 5.2"
    with pytest.raises(Refused, match="2570"):
        services.start_audit_plan(year_be=2570, aim="อีก", by=made.planner(), now=NOW)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"title": ""}, "title"),
        ({"criteria": ""}, "criteria"),
        ({"clause": ""}, "clause"),
        ({"clause": "9.9"}, "clause"),
    ],
)
def test_what_an_audit_needs(facts: dict[str, Any], named: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        made.make_planned(**facts)
    assert named in refusal.value.missing


def test_nobody_audits_the_own_unit() -> None:
    own = made.of_unit("auditor", "complaint-centre", "own-auditor")
    with pytest.raises(Incomplete) as refusal:
        made.make_planned(auditor=own)
    assert "auditor" in refusal.value.missing
    with pytest.raises(Incomplete):
        made.make_planned(auditor=someone("complaint-manager"))
    audit = made.make_approved()
    with pytest.raises(IntegrityError, match="own unit"), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(auditor=own)
    # Somebody who has moved into the unit since then does not start it either.
    mover = made.of_unit("auditor", "complaint-centre")
    with pytest.raises(NotAllowed):
        services.start_audit(audit_id=audit.pk, by=mover, now=NOW)


def test_an_entry_changes_only_as_it_was_shown() -> None:
    audit = made.make_planned()
    given = {"plan_id": audit.plan_id, "audit_id": audit.pk, "by": made.planner(), "now": NOW}
    services.save_audit_entry(facts=made.entry(title="ใหม่"), shown_version=1, **given)
    with pytest.raises(StaleVersion):
        services.save_audit_entry(facts=made.entry(title="เก่า"), shown_version=1, **given)
    assert Audit.objects.get(pk=audit.pk).title == "ใหม่"
