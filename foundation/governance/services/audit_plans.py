"""Plans of audits and checklists: drawn up by one person, approved by another."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, NotAllowed, Refused
from foundation.core.evidence import CLAUSES
from foundation.core.models import locked, signed
from foundation.core.notifications import notify, notify_all
from foundation.governance.enums import AuditState, AuditSubject, PlanState
from foundation.governance.lifecycle import AUDIT_PLAN_MOVES
from foundation.governance.models import MOST_QUESTIONS, Audit, AuditPlan, Checklist
from foundation.governance.services.common import demand_facts


@transaction.atomic
def start_audit_plan(*, year_be: int, aim: str, by: User, now: dt.datetime) -> AuditPlan:
    """Begin the plan of a fiscal year. Raises NotAllowed, Incomplete, Refused when the year has one."""
    demand(by, Permission.AUDIT_PLAN)
    demand_facts(
        year_be=None if 2500 <= year_be <= 2700 else _("Please give the year in Buddhist Era, for example 2569."),
        aim=None if aim else _("Please say what the audits of this year should show."),
    )
    plan = AuditPlan(year_be=year_be, aim=aim, drafted_by=by, created_at=now)
    try:
        with transaction.atomic():
            signed(plan, by=by, now=now).save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Fiscal year %(year)s has a plan already.") % {"year": year_be}) from error
    return plan


@transaction.atomic
def save_audit_entry(
    *,
    plan_id: int,
    facts: dict[str, Any],
    by: User,
    now: dt.datetime,
    audit_id: int | None = None,
    shown_version: int | None = None,
) -> Audit:
    """Put an audit into a plan that is a draft, or change it there.

    Raises NotAllowed, IllegalMove once the plan is submitted, StaleVersion, Incomplete, also for an auditor who may
    not conduct audits or belongs to the unit that is audited.
    """
    demand(by, Permission.AUDIT_PLAN)
    plan = _draft(plan_id)
    if audit_id is None:
        number = (plan.audits.aggregate(last=Max("number"))["last"] or 0) + 1
        audit = Audit(plan=plan, number=number, created_at=now)
    else:
        audit = locked(plan.audits.all(), pk=audit_id, shown_version=shown_version)
        if audit.state != AuditState.PLANNED:
            raise IllegalMove(_("This audit has started, so what it looks at stays as it is."))
    for name in ("title", "subject", "unit", "criteria", "auditor", "quarter", "checklist"):
        setattr(audit, name, facts[name])
    audit.clause = facts["clause"]
    demand_facts(
        title=None if audit.title else _("Please say what is audited."),
        criteria=None if audit.criteria else _("Please say against what it is audited."),
        clause=_("Please choose the clause.")
        if audit.clause not in CLAUSES and (audit.clause or audit.subject == AuditSubject.CLAUSE)
        else None,
        auditor=why_not_auditor(audit.auditor, audit.unit_id),
        checklist=None if audit.checklist.is_in_use else _("This checklist is no longer in use."),
    )
    signed(audit, by=by, now=now).save()
    return audit


@transaction.atomic
def remove_audit_entry(*, audit_id: int, by: User, now: dt.datetime) -> AuditPlan:
    """Take an audit that has not started out of a draft. Raises NotAllowed, IllegalMove."""
    demand(by, Permission.AUDIT_PLAN)
    audit = locked(Audit.objects.all(), pk=audit_id)
    plan = _draft(audit.plan_id)
    if audit.state != AuditState.PLANNED:
        raise IllegalMove(_("This audit has started, so it stays in the plan."))
    signed(audit, by=by, now=now).delete()
    return plan


@transaction.atomic
def submit_audit_plan(*, plan_id: int, by: User, now: dt.datetime) -> AuditPlan:
    """Send the plan to those who approve it. Raises NotAllowed, IllegalMove, Incomplete for an empty plan."""
    plan = _moved("submit", plan_id, by)
    demand_facts(audits=None if plan.audits.exists() else _("The plan is empty. Please enter its audits first."))
    signed(plan, by=by, now=now).save()
    approvers = people_holding(Permission.AUDIT_APPROVE).exclude(pk=plan.drafted_by_id)
    key = f"audit-plan:{plan.public_id}:{plan.version}"
    notify_all(approvers, gettext_lazy("A plan of audits waits for your approval."), plan.get_absolute_url(), key)
    return plan


@transaction.atomic
def approve_audit_plan(*, plan_id: int, by: User, now: dt.datetime) -> AuditPlan:
    """Approve the plan; its auditors are told. Raises NotAllowed, also for whoever drew it up, IllegalMove."""
    plan = _moved("approve", plan_id, by)
    if by.pk == plan.drafted_by_id:
        raise NotAllowed(_("Whoever drew up a plan does not approve it. Please ask someone else."))
    plan.approved_at, plan.approved_by = now, by
    signed(plan, by=by, now=now).save()
    for audit in plan.audits.select_related("auditor"):
        key = f"audit:{audit.public_id}:{audit.auditor_id}:planned"
        notify(audit.auditor, gettext_lazy("You conduct an audit of this year."), audit.get_absolute_url(), key)
    return plan


@transaction.atomic
def return_audit_plan(*, plan_id: int, reason: str, by: User, now: dt.datetime) -> AuditPlan:
    """Send a submitted plan back to its drafter. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    plan = _reopened("return", plan_id, reason, by, now)
    text = gettext_lazy("Your plan of audits was sent back.")
    notify(plan.drafted_by, text, plan.get_absolute_url(), f"audit-plan:{plan.public_id}:{plan.version}")
    return plan


@transaction.atomic
def revise_audit_plan(*, plan_id: int, reason: str, by: User, now: dt.datetime) -> AuditPlan:
    """Open an approved plan again, to be approved anew; audits under way go on.

    Raises NotAllowed, IllegalMove, Incomplete without a reason.
    """
    return _reopened("revise", plan_id, reason, by, now)


@transaction.atomic
def save_checklist(
    *,
    title: str,
    questions: Sequence[str],
    is_in_use: bool,
    by: User,
    now: dt.datetime,
    checklist_id: int | None = None,
    shown_version: int | None = None,
) -> Checklist:
    """Design a checklist. Audits that have started keep the questions they started with.

    Raises NotAllowed, StaleVersion, Incomplete, Refused when the title is taken.
    """
    demand(by, Permission.AUDIT_PLAN)
    demand_facts(
        title=None if title else _("Please give the checklist a name."),
        questions=None if 0 < len(questions) <= MOST_QUESTIONS else _("Please write between 1 and 40 questions."),
    )
    row = Checklist(created_at=now)
    if checklist_id is not None:
        row = locked(Checklist.objects.all(), pk=checklist_id, shown_version=shown_version)
    row.title, row.questions, row.is_in_use = title, list(questions), is_in_use
    try:
        with transaction.atomic():
            signed(row, by=by, now=now).save()
    except IntegrityError as error:
        raise Refused(_("Another checklist has this name.")) from error
    return row


def why_not_auditor(auditor: User, unit_id: int) -> str | None:
    """Why this person can't audit that unit; None when nothing speaks against it."""
    if not auditor.can(Permission.AUDIT_CONDUCT):
        return _("This person's role does not conduct audits.")
    if auditor.unit_id == unit_id:
        return _("Nobody audits the own unit. Please choose an auditor of another unit.")
    return None


def _draft(plan_id: int) -> AuditPlan:
    plan = AuditPlan.objects.select_for_update().get(pk=plan_id)
    if not plan.is_draft:
        raise IllegalMove(_("The plan was submitted or approved, so its audits stay as they are."))
    return plan


def _moved(name: str, plan_id: int, by: User) -> AuditPlan:
    move = AUDIT_PLAN_MOVES[name]
    demand(by, move.permission)
    plan = locked(AuditPlan.objects.all(), pk=plan_id)
    plan.state = move.from_(plan.state)
    return plan


def _reopened(name: str, plan_id: int, reason: str, by: User, now: dt.datetime) -> AuditPlan:
    plan = _moved(name, plan_id, by)
    demand_facts(reason=None if reason else _("Please say why."))
    plan.state = PlanState.DRAFT
    plan.approved_at = plan.approved_by = None
    signed(plan, by=by, now=now, reason=reason).save()
    return plan
