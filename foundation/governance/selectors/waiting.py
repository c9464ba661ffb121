"""What this room lays on the desk of one person, for "my work"."""

import datetime as dt

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.governance.enums import AFTER_REPORT, ActionState, AuditState, FindingState, PlanState
from foundation.governance.models import Audit, AuditFinding, AuditPlan, CorrectiveAction, Observation, Risk
from foundation.governance.selectors.audits import audit_plans, audits, findings
from foundation.governance.selectors.risks import actions
from foundation.governance.selectors.routes import runs_waiting_for

__all__ = [
    "actions_open_for",
    "audits_to_conduct",
    "findings_waiting_for",
    "observations_to_answer",
    "plans_to_approve",
    "risks_to_review",
    "runs_waiting_for",
]


def observations_to_answer(user: User) -> QuerySet[Observation]:
    """Observations of the board that the person or the own unit must answer, the first due at the top."""
    rows = Observation.objects.owned_by(user).waiting().select_related("owner", "owner_unit")
    return rows.order_by("due_on", "id")


def actions_open_for(user: User) -> QuerySet[CorrectiveAction]:
    """Corrective and preventive actions of this owner that are not done."""
    return actions().filter(state=ActionState.OPEN, owner=user).order_by("due_on", "id")


def risks_to_review(user: User, today: dt.date) -> QuerySet[Risk]:
    """Risks that the person, or the person's unit where nobody is named, must assess anew by today."""
    mine = Q(owner=user)
    if user.unit_id is not None:
        mine |= Q(owner__isnull=True, owner_unit=user.unit_id)
    rows = Risk.objects.visible_to(user).filter(mine, closed_at__isnull=True, review_on__lte=today)
    return rows.select_related("owner", "owner_unit").order_by("review_on", "id")


def plans_to_approve(user: User) -> QuerySet[AuditPlan]:
    """Plans of audits that were proposed by somebody else than this person."""
    return audit_plans().filter(state=PlanState.SUBMITTED).exclude(drafted_by=user)


def audits_to_conduct(user: User, year_be: int, quarter: int) -> QuerySet[Audit]:
    """Audits of this auditor that are under way, or planned for this quarter or an earlier one."""
    begun = Q(plan__year_be__lt=year_be) | Q(plan__year_be=year_be, quarter__lte=quarter)
    to_start = begun & Q(state=AuditState.PLANNED, plan__state=PlanState.APPROVED)
    rows: QuerySet[Audit] = audits().filter(to_start | Q(state=AuditState.UNDER_WAY), auditor=user)
    return rows.order_by("plan__year_be", "quarter", "id")


def findings_waiting_for(user: User) -> QuerySet[AuditFinding]:
    """Findings that the person's unit must answer, and answers that this auditor must judge, by day due."""
    to_judge = Q(state=FindingState.ANSWERED, audit__auditor=user)
    to_answer = Q(state=FindingState.OPEN, audit__state__in=AFTER_REPORT, audit__unit=user.unit_id)
    rows: QuerySet[AuditFinding] = findings().filter(to_judge | to_answer if user.unit_id else to_judge)
    return rows.order_by("due_on", "id")
