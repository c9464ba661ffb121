"""Retention: the rules with their grounds, what falls due, drafts that are tried first, and how the nights went."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.form_pages import attempt
from foundation.core.pages import keyset_page
from foundation.privacy import selectors, services
from foundation.privacy.forms.requests import RevealForm
from foundation.privacy.forms.retention import RuleForm
from foundation.privacy.models import RetentionRule
from foundation.privacy.personal_data import Kind
from foundation.privacy.views.common import tabs, works
from foundation.privacy.words import kind_word

approves = requires(Permission.PRIVACY_OFFICER, Permission.PRIVACY_APPROVE)
sees = requires(Permission.PRIVACY_OFFICER, Permission.PRIVACY_APPROVE, Permission.ACCESS_LOG_VIEW)


@sees
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every kind with its rule and what falls due; the runs, newest first."""
    page = keyset_page(selectors.retention_runs(), order=["-id"], cursor=request.GET.get("after", ""))
    runs = [
        {"run": run, "lines": [(kind_word(line.rule.kind), line) for line in run.lines.all() if line.has_news]}
        for run in page.rows
    ]
    register = selectors.retention_register(at=timezone.now())
    bare = [each for each in register if each.rule is None]
    context = {"tabs": tabs(request), "register": register, "bare": bare, "page": page, "runs": runs}
    return render(request, "privacy/retention.html", context)


@sees
@never_cache
@require_GET
def rule(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: its rule, its draft with the trial, and every rule there was."""
    return _page(request, _kind(kind))


@works
@never_cache
@require_http_methods(["POST"])
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Draft a rule or a change."""
    declared, form = _kind(kind), RuleForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.draft_rule(
                kind=declared.kind, by=signed_in(request), now=timezone.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, _("The draft is kept. Try it on what is there before it comes into force."))
            return redirect("privacy:staff-retention-rule", declared.kind)
    return _page(request, declared, form=form, status=422)


@works
@require_POST
def try_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Count what a draft would do now."""
    row = get_object_or_404(RetentionRule, public_id=public_id)
    services.try_rule(rule_id=row.pk, by=signed_in(request), now=timezone.now())
    messages.success(request, _("Tried. Nothing was erased; the counts stand with the draft."))
    return redirect("privacy:staff-retention-rule", row.kind)


@approves
@require_POST
def enforce(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring a tried draft into force, as the second person."""
    row = get_object_or_404(RetentionRule, public_id=public_id)
    services.bring_into_force(rule_id=row.pk, by=signed_in(request), now=timezone.now())
    messages.success(request, _("The rule is in force. The next night carries it out."))
    return redirect("privacy:staff-retention-rule", row.kind)


@works
@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a rule, or set a draft aside, with the reason."""
    row, form = get_object_or_404(RetentionRule, public_id=public_id), RevealForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form, lambda: services.end_rule(rule_id=row.pk, reason=reason, by=signed_in(request), now=timezone.now())
        )
        if done is not None:
            messages.success(request, _("Ended. Nothing is erased under it any more."))
            return redirect("privacy:staff-retention-rule", row.kind)
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("privacy:staff-retention-rule", row.kind)


def _kind(name: str) -> Kind:
    found = next((kind for kind in selectors.kept_kinds() if kind.kind == name), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, kind: Kind, *, form: RuleForm | None = None, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    rules = list(selectors.rules_of(kind.kind))
    rule = next((each for each in rules if each.is_in_force), None)
    draft = next((each for each in rules if each.is_draft), None)
    may_work = user.can(Permission.PRIVACY_OFFICER)
    start = draft or rule
    initial = {"keep_months": start.keep_months, "ground": start.ground, "citation": start.citation} if start else None
    oldest = draft.tried.get("oldest") if draft and draft.tried else None
    is_tried = draft is not None and draft.tried_at is not None
    may_read = may_work or user.can(Permission.ACCESS_LOG_VIEW)
    context = {
        "kind": kind,
        "keeping": kind.keeping,
        "action": kind.keeping.action.label if kind.keeping else "",
        "rules": rules,
        "rule": rule,
        "draft": draft,
        "oldest": parse_datetime(oldest) if oldest else None,
        "form": (form or RuleForm(initial=initial)) if may_work else None,
        "may_work": may_work,
        "may_read": may_read,
        "is_own": is_tried and draft is not None and draft.drafted_by_id == user.pk,
        "may_enforce": is_tried
        and draft is not None
        and draft.drafted_by_id != user.pk
        and (may_work or user.can(Permission.PRIVACY_APPROVE)),
    }
    return render(request, "privacy/retention_rule.html", context, status=status)
