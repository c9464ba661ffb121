"""Plans of audits with their audits, and checklists."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.stale import stale_context
from foundation.core.thai.dates import fiscal_year_of
from foundation.governance import selectors, services
from foundation.governance.enums import PlanState
from foundation.governance.forms.audits import (
    AuditEntryForm,
    AuditPlanForm,
    ChecklistForm,
    NothingForm,
    PlanReasonForm,
)
from foundation.governance.models import Audit, AuditPlan, Checklist
from foundation.governance.views.filling import Crumbs, fill
from foundation.governance.views.stepping import step_taken

STEPS: dict[str, tuple[type[RefusableForm], Callable[..., AuditPlan]]] = {
    "submit": (NothingForm, services.submit_audit_plan),
    "approve": (NothingForm, services.approve_audit_plan),
    "return": (PlanReasonForm, services.return_audit_plan),
    "revise": (PlanReasonForm, services.revise_audit_plan),
}
ENTRY = ("version", "title", "subject", "clause", "unit", "criteria", "auditor", "quarter", "checklist")


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_PLAN)
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin the plan of a year."""
    form = AuditPlanForm(request.POST or None, initial={"year_be": fiscal_year_of(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.start_audit_plan(by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The plan is begun. Now enter its audits."))
            return redirect(row)
    context = fill(form, _("Begin a plan of audits"), _("Begin the plan"), audit_crumbs())
    return form_page(request, "governance/fill.html", context)


@require_GET
@requires(Permission.AUDIT_VIEW)
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """A plan with its audits by quarter, and its next step."""
    return _page(request, get_object_or_404(selectors.audit_plans(), public_id=public_id))


@require_POST
@requires(Permission.AUDIT_PLAN, Permission.AUDIT_APPROVE)
def plan_step(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Submit, approve, send back, revise."""
    if name not in STEPS:
        raise Http404
    row = get_object_or_404(selectors.audit_plans(), public_id=public_id)
    kind, service = STEPS[name]
    form = kind(request.POST)
    if step_taken(request, form, service, plan_id=row.pk):
        return redirect(row)
    return _page(request, row, {name: form})


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_PLAN)
def entry_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put an audit into the plan."""
    return _entry(request, get_object_or_404(AuditPlan, public_id=public_id), None)


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_PLAN)
def entry_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an audit of a plan that is a draft."""
    row = get_object_or_404(selectors.audits(), public_id=public_id)
    return _entry(request, row.plan, row)


@require_POST
@requires(Permission.AUDIT_PLAN)
def entry_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an audit out of a draft."""
    row = get_object_or_404(selectors.audits(), public_id=public_id)
    try:
        services.remove_audit_entry(audit_id=row.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The audit is taken out of the plan."))
    return redirect(row.plan)


@require_GET
@requires(Permission.AUDIT_VIEW)
def checklists(request: HttpRequest) -> HttpResponse:
    """Every checklist with its questions."""
    context = {"checklists": selectors.checklists(), "may_plan": signed_in(request).can(Permission.AUDIT_PLAN)}
    return render(request, "governance/checklists.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_PLAN)
def checklist_new(request: HttpRequest) -> HttpResponse:
    """Design a checklist."""
    return _checklist(request, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.AUDIT_PLAN)
def checklist_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Design it anew."""
    return _checklist(request, get_object_or_404(Checklist, public_id=public_id))


def audit_crumbs(*more: tuple[str, str]) -> Crumbs:
    """The way from the policy to the audits."""
    return [
        (reverse("reporting:staff-policy"), _("Policy")),
        (reverse("governance:staff-audits"), _("Audits")),
        *more,
    ]


def _page(request: HttpRequest, row: AuditPlan, forms: dict[str, RefusableForm] | None = None) -> HttpResponse:
    user, given = signed_in(request), forms or {}
    may_plan, is_drafter = user.can(Permission.AUDIT_PLAN), user.pk == row.drafted_by_id
    context = {
        "plan": row,
        "audits": selectors.audits().filter(plan=row).order_by("quarter", "number"),
        "may_edit": may_plan and row.is_draft,
        "may_approve": user.can(Permission.AUDIT_APPROVE) and row.state == PlanState.SUBMITTED and not is_drafter,
        "may_revise": may_plan and row.state == PlanState.APPROVED,
        "form": next(iter(given.values()), None),
        "return_form": given.get("return", PlanReasonForm()),
        "revise_form": given.get("revise", PlanReasonForm()),
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
    }
    return form_page(request, "governance/audit_plan.html", context)


def _entry(request: HttpRequest, plan_row: AuditPlan, row: Audit | None) -> HttpResponse:
    form = AuditEntryForm(request.POST or None, initial={name: getattr(row, name) for name in ENTRY if row})
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        shown_version = facts.pop("version")
        try:
            services.save_audit_entry(
                plan_id=plan_row.pk,
                audit_id=row.pk if row else None,
                shown_version=shown_version,
                facts=facts,
                by=signed_in(request),
                now=timezone.now(),
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(Audit, pk=row.pk if row else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The audit stands in the plan."))
            return redirect(plan_row)
    title = _("Change audit %(label)s") % {"label": row.label} if row else _("Put an audit into the plan")
    crumbs = audit_crumbs((plan_row.get_absolute_url(), str(plan_row)))
    return form_page(request, "governance/fill.html", {**fill(form, title, _("Save"), crumbs), **stale})


def _checklist(request: HttpRequest, row: Checklist | None) -> HttpResponse:
    initial = (
        {
            "version": row.version,
            "title": row.title,
            "questions": "\n".join(row.questions),
            "is_in_use": row.is_in_use,
        }
        if row
        else None
    )
    form = ChecklistForm(request.POST or None, initial=initial)
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        shown_version = facts.pop("version")
        try:
            services.save_checklist(
                checklist_id=row.pk if row else None,
                shown_version=shown_version,
                by=signed_in(request),
                now=timezone.now(),
                **facts,
            )
        except StaleVersion:
            stale = stale_context(form, get_object_or_404(Checklist, pk=row.pk if row else None))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The checklist is saved."))
            return redirect("governance:staff-checklists")
    crumbs = audit_crumbs((reverse("governance:staff-checklists"), _("Checklists")))
    context = fill(form, row.title if row else _("Design a checklist"), _("Save"), crumbs)
    return form_page(request, "governance/fill.html", {**context, **stale})
