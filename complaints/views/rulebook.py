"""The rules of approval, reopening and escalation: read by everybody who works with cases, changed with a reason."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints import rules_closing, selectors, services
from complaints.forms import closing as forms_
from complaints.models import ApprovalRule, EscalationRule, RemedyRule
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, StaleVersion
from foundation.core.stale import stale_context

READS = (*SEES, Permission.ADMINISTER)
KEPT = 12


@requires(*READS)
@require_GET
def rulebook(request: HttpRequest) -> HttpResponse:
    """Every rule in force, and who changed what and why."""
    context = {
        "approvals": selectors.approval_rules(),
        "remedies": selectors.remedy_rules(),
        "policy": selectors.closing_policy(),
        "notices": selectors.notice_policy(),
        "ladder": selectors.escalation_rules(),
        "changes": selectors.rule_changes(KEPT),
        "may_set": rules_closing.may_set_rules(signed_in(request)),
    }
    return render(request, "complaints/staff/rulebook.html", context)


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def approval_rule(request: HttpRequest, step: str) -> HttpResponseBase:
    """Change from which severity a step waits, and for which role."""
    row = get_object_or_404(ApprovalRule, step=step)
    return _change(request, row, forms_.ApprovalRuleForm, title=str(row))


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def remedy_new(request: HttpRequest) -> HttpResponseBase:
    """Say who approves a remedy."""
    return _change(request, RemedyRule(), forms_.RemedyRuleForm, title=_("A new authority for a remedy"))


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def remedy(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change who approves a remedy, or take the rule out of use."""
    row = get_object_or_404(RemedyRule, public_id=public_id)
    return _change(request, row, forms_.RemedyRuleForm, title=_("An authority for a remedy"))


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponseBase:
    """Change how long and how often a complainant may reopen."""
    return _change(request, selectors.closing_policy(), forms_.PolicyForm, title=_("Reopening and looking again"))


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponseBase:
    """Change when complainants hear from us though nobody has written."""
    return _change(request, selectors.notice_policy(), forms_.NoticePolicyForm, title=_("Notices to complainants"))


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def escalation_new(request: HttpRequest) -> HttpResponseBase:
    """Add a step to the ladder."""
    return _change(request, EscalationRule(), forms_.EscalationForm, title=_("A new step of the ladder"))


@requires(*rules_closing.SETS_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change a step of the ladder, or take it out of use."""
    row = get_object_or_404(EscalationRule, public_id=public_id)
    return _change(request, row, forms_.EscalationForm, title=_("A step of the ladder"))


def _change(
    request: HttpRequest,
    row: services.Rule,
    make: type[ModelForm],  # type: ignore[type-arg]
    *,
    title: str,
) -> HttpResponseBase:
    shown = row.version if row.pk else None
    form: Any = make(request.POST or None, instance=row, initial={"version": shown})
    context = {"form": form, "title": title}
    if request.method != "POST":
        return render(request, "complaints/staff/rule.html", context)
    if not form.is_valid():
        return render(request, "complaints/staff/rule.html", context, status=422)
    values = {name: form.cleaned_data[name] for name in form._meta.fields}
    try:
        services.change_rule(
            row,
            values=values,
            reason=form.cleaned_data["reason"],
            by=signed_in(request),
            now=timezone.now(),
            shown_version=form.cleaned_data["version"] if row.pk else None,
        )
    except StaleVersion:
        stored = type(row)._default_manager.get(pk=row.pk)
        return render(request, "complaints/staff/rule.html", context | stale_context(form, stored), status=409)
    except Incomplete as refusal:
        form.refuse(refusal)
        return render(request, "complaints/staff/rule.html", context, status=422)
    messages.success(request, _("Saved"))
    return redirect("complaints:staff-rules")
