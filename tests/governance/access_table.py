"""Who may use the board's addresses."""

from collections.abc import Mapping
from typing import Any

from foundation.accounts.permissions import Permission as P
from foundation.governance.models import ApprovalRoute, AuditSample, BoardSeat, Duty, SampleItem
from foundation.governance.services import record_resolution
from tests.access import Row
from tests.governance import auditing
from tests.governance.factories import NOW, make_meeting, make_proposal
from tests.governance.policies import approved, publish
from tests.governance.records import make_action, make_item, make_observation, make_risk
from tests.governance.routing import make_route_draft
from tests.people import someone


def a_proposal() -> Mapping[str, Any]:
    make_meeting(someone("board-secretary"))
    return {"public_id": make_proposal(someone("charter-owner")).public_id}


def a_resolution() -> Mapping[str, Any]:
    secretary = someone("board-secretary")
    resolution = record_resolution(
        meeting_id=make_meeting(secretary).pk,
        proposal_id=make_proposal(someone("charter-owner")).pk,
        item="4.2",
        kind="approved",
        by=secretary,
        now=NOW,
    )
    return {"public_id": resolution.public_id}


def a_meeting() -> Mapping[str, Any]:
    return {"public_id": make_meeting(someone("board-secretary")).public_id}


def a_step() -> Mapping[str, Any]:
    return {**a_meeting(), "name": "minutes"}


def a_seat() -> Mapping[str, Any]:
    return {"public_id": BoardSeat.objects.earliest("id").public_id}


def an_item() -> Mapping[str, Any]:
    item = make_item()
    return {"public_id": item.meeting.public_id, "item_id": item.public_id}


def an_observation() -> Mapping[str, Any]:
    return {"public_id": make_observation().public_id}


def a_version() -> Mapping[str, Any]:
    return {"public_id": publish(approved()).public_id}


def a_number() -> Mapping[str, Any]:
    return {"number": publish(approved()).number}


def a_duty() -> Mapping[str, Any]:
    return {"public_id": Duty.objects.earliest("id").public_id}


def a_clause() -> Mapping[str, Any]:
    return {"clause": "5.4"}


def a_risk() -> Mapping[str, Any]:
    return {"public_id": make_risk().public_id}


def an_action() -> Mapping[str, Any]:
    return {"public_id": make_action().public_id}


def a_checklist() -> Mapping[str, Any]:
    return {"public_id": auditing.make_checklist().public_id}


def a_route() -> Mapping[str, Any]:
    found = ApprovalRoute.objects.first() or make_route_draft(kind="service_charter.charter")
    return {"public_id": found.public_id}


def a_route_step() -> Mapping[str, Any]:
    return {**a_route(), "name": "end"}


def a_plan() -> Mapping[str, Any]:
    return {"public_id": auditing.make_planned().plan.public_id}


def a_plan_step() -> Mapping[str, Any]:
    return {**a_plan(), "name": "return"}


def a_planned() -> Mapping[str, Any]:
    return {"public_id": auditing.make_planned().public_id}


def an_audit() -> Mapping[str, Any]:
    return {"public_id": auditing.make_under_way().public_id}


def an_audit_step() -> Mapping[str, Any]:
    return {**an_audit(), "name": "report"}


def a_record() -> Mapping[str, Any]:
    audit = auditing.make_under_way()
    sample = AuditSample.objects.create(
        audit=audit,
        population="table",
        first_day=NOW.date(),
        last_day=NOW.date(),
        seed="7",
        size=1,
        population_count=1,
        fingerprint="",
        drawn_by=audit.auditor,
    )
    item = SampleItem.objects.create(sample=sample, position=1, kind="table", record_id="1")
    return {"public_id": audit.public_id, "item_id": item.pk}


def a_report() -> Mapping[str, Any]:
    audit = auditing.make_under_way()
    audit.state, audit.reported_at, audit.conclusion = "reported", NOW, "ครบ"
    audit.save()
    return {"public_id": audit.public_id}


def a_finding() -> Mapping[str, Any]:
    return {"public_id": auditing.make_finding(auditing.make_under_way()).public_id}


def a_finding_step() -> Mapping[str, Any]:
    return {**a_finding(), "name": "close"}


SEES = (P.RESOLUTION_VIEW, P.OBSERVATION_ANSWER)

ROWS = [
    Row("governance:portal-policy", None),
    Row("governance:portal-policy-version", None, make=a_number),
    Row("governance:staff-meeting", (P.RESOLUTION_VIEW,), make=a_meeting),
    Row("governance:staff-agenda-new", (P.RESOLUTION_RECORD,), make=a_meeting),
    Row("governance:staff-agenda-edit", (P.RESOLUTION_RECORD,), make=an_item),
    Row("governance:staff-agenda-remove", (P.RESOLUTION_RECORD,), make=an_item, method="post", ok=302),
    Row("governance:staff-meeting-change", (P.RESOLUTION_RECORD,), make=a_meeting),
    Row("governance:staff-attendance", (P.RESOLUTION_RECORD,), make=a_meeting),
    Row("governance:staff-minutes-file", (P.RESOLUTION_RECORD,), make=a_meeting, method="post", ok=422),
    Row("governance:staff-meeting-step", (P.RESOLUTION_RECORD,), make=a_step, method="post", ok=422),
    Row("governance:staff-members", (P.RESOLUTION_VIEW,)),
    Row("governance:staff-seat-new", (P.RESOLUTION_RECORD,)),
    Row("governance:staff-quorum-new", (P.RESOLUTION_RECORD,)),
    Row("governance:staff-seat", (P.RESOLUTION_RECORD,), make=a_seat),
    Row("governance:staff-seat-end", (P.RESOLUTION_RECORD,), make=a_seat, method="post", ok=422),
    Row("governance:staff-interest", (P.RESOLUTION_VIEW,), make=a_proposal, method="post", ok=302),
    Row("governance:staff-resolution-correct", (P.RESOLUTION_RECORD,), make=a_resolution),
    Row("governance:staff-observations", SEES),
    Row("governance:staff-observation-new", (P.RESOLUTION_RECORD,)),
    # Who sees no board business finds only what the person or the own unit must answer.
    Row("governance:staff-observation", (P.RESOLUTION_VIEW,), make=an_observation, refused=404),
    # Nobody at this table owns the observation.
    Row("governance:staff-observation-answer", (), make=an_observation, method="post", ok=404),
    Row("governance:staff-observation-decide", (P.RESOLUTION_RECORD,), make=an_observation, method="post", ok=422),
    Row("governance:staff-policy-text", (P.POLICY_VIEW,)),
    Row("governance:staff-duty-edit", (P.POLICY_EDIT,), make=a_duty),
    Row("governance:staff-duty-new", (P.POLICY_EDIT,), make=a_clause),
    Row("governance:staff-policy-version", (P.POLICY_VIEW,), make=a_version),
    Row("governance:staff-policy-acknowledge", (P.POLICY_VIEW,), make=a_version, method="post", ok=302),
    Row("governance:staff-policy-take-back", (P.POLICY_EDIT,), make=a_version, method="post", ok=422),
    Row("governance:staff-policy-import", (P.POLICY_EDIT,)),
    Row("governance:staff-risks", (P.RISK_VIEW,)),
    Row("governance:staff-risk-new", (P.RISK_EDIT,)),
    Row("governance:staff-risk-bands", (P.POLICY_EDIT,)),
    Row("governance:staff-risk", (P.RISK_VIEW,), make=a_risk),
    Row("governance:staff-risk-edit", (P.RISK_EDIT,), make=a_risk),
    Row("governance:staff-risk-close", (P.RISK_EDIT,), make=a_risk, method="post", ok=422),
    Row("governance:staff-actions", (P.RISK_VIEW,)),
    Row("governance:staff-action-new", (P.RISK_EDIT,)),
    Row("governance:staff-action", (P.RISK_VIEW,), make=an_action),
    Row("governance:staff-action-complete", (P.RISK_VIEW,), make=an_action, method="post", ok=422),
    # The auditor judges actions on findings; the service refuses the others to the auditor.
    Row("governance:staff-action-verify", (P.RISK_EDIT, P.AUDIT_CONDUCT), make=an_action, method="post", ok=422),
    Row("governance:staff-action-reopen", (P.RISK_EDIT, P.AUDIT_CONDUCT), make=an_action, method="post", ok=422),
    Row("governance:staff-routes", (P.POLICY_VIEW,)),
    Row("governance:staff-route-new", (P.POLICY_EDIT,)),
    Row("governance:staff-route", (P.POLICY_VIEW,), make=a_route),
    Row("governance:staff-route-steps", (P.POLICY_EDIT,), make=a_route),
    # Without a reason, the page again, for those who draw routes up and those who put them in force.
    Row("governance:staff-route-step", (P.POLICY_EDIT, P.POLICY_REVIEW), make=a_route_step, method="post", ok=422),
    Row("governance:staff-audits", (P.AUDIT_VIEW, P.OBSERVATION_ANSWER)),
    Row("governance:staff-audit-plan-new", (P.AUDIT_PLAN,)),
    Row("governance:staff-audit-plan", (P.AUDIT_VIEW,), make=a_plan),
    Row("governance:staff-audit-new", (P.AUDIT_PLAN,), make=a_plan),
    # Without a reason, the page again, for those who plan and those who approve.
    Row("governance:staff-audit-plan-step", (P.AUDIT_PLAN, P.AUDIT_APPROVE), make=a_plan_step, method="post", ok=422),
    Row("governance:staff-checklists", (P.AUDIT_VIEW,)),
    Row("governance:staff-checklist-new", (P.AUDIT_PLAN,)),
    Row("governance:staff-checklist", (P.AUDIT_PLAN,), make=a_checklist),
    Row("governance:staff-audit", (P.AUDIT_VIEW,), make=an_audit, refused=404),
    Row("governance:staff-audit-edit", (P.AUDIT_PLAN,), make=a_planned),
    Row("governance:staff-audit-remove", (P.AUDIT_PLAN,), make=a_planned, method="post", ok=302),
    Row("governance:staff-audit-step", (P.AUDIT_CONDUCT,), make=an_audit_step, method="post", ok=422),
    Row("governance:staff-audit-sample", (P.AUDIT_CONDUCT,), make=an_audit),
    Row("governance:staff-audit-item", (P.AUDIT_CONDUCT,), make=a_record),
    Row("governance:staff-finding-new", (P.AUDIT_CONDUCT,), make=an_audit),
    Row("governance:staff-audit-report", (P.AUDIT_VIEW,), make=a_report, refused=404, is_page=False),
    Row("governance:staff-finding", (P.AUDIT_VIEW,), make=a_finding, refused=404),
    Row("governance:staff-finding-edit", (P.AUDIT_CONDUCT,), make=a_finding),
    Row("governance:staff-finding-step", (P.AUDIT_VIEW,), make=a_finding_step, method="post", ok=422, refused=404),
    Row("governance:api-policies", (P.POLICY_VIEW,)),
    Row("governance:api-policy", (P.POLICY_VIEW,), make=a_number),
    Row("governance:api-observations", (P.RESOLUTION_VIEW,)),
    Row("governance:api-observation", (P.RESOLUTION_VIEW,), make=an_observation),
    Row("governance:staff-board", (P.RESOLUTION_VIEW,)),
    Row("governance:staff-meeting-new", (P.RESOLUTION_RECORD,)),
    Row("governance:staff-meeting-new", (P.RESOLUTION_RECORD,), method="post", ok=422),
    Row("governance:staff-proposal", (P.RESOLUTION_VIEW,), make=a_proposal),
    Row("governance:staff-proposal", (P.RESOLUTION_RECORD,), make=a_proposal, method="post", ok=422),
    Row("governance:staff-resolution", (P.RESOLUTION_VIEW,), make=a_resolution),
    Row("governance:api-list", (P.RESOLUTION_VIEW,)),
    Row("governance:api-detail", (P.RESOLUTION_VIEW,), make=a_resolution),
]
