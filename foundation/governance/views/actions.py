"""Corrective and preventive actions: the list, one action, and its steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.pages import keyset_page
from foundation.governance import rules, selectors, services
from foundation.governance.enums import ActionKind, ActionState
from foundation.governance.forms.risks import ActionForm, DoneForm, ReopenForm, VerifyForm
from foundation.governance.models import CorrectiveAction
from foundation.governance.views.risks import subject_of
from foundation.governance.views.stepping import step_taken

SETTLED = "settled"


@require_GET
@requires(Permission.RISK_VIEW)
def action_list(request: HttpRequest) -> HttpResponse:
    """What is under way by its day; tabs for what waits for verification and what is settled."""
    shown, seen = request.GET.get("show", ""), selectors.actions_seen_by(signed_in(request))
    if shown == ActionState.DONE:
        rows, order = seen.filter(state=ActionState.DONE), ["due_on", "id"]
    elif shown == SETTLED:
        rows, order = seen.filter(state=ActionState.VERIFIED), ["-id"]
    else:
        shown, order = "", ["due_on", "id"]
        rows = seen.filter(state__in=[ActionState.OPEN, ActionState.INEFFECTIVE])
    context = {
        "page": keyset_page(rows, order=order, cursor=request.GET.get("after", "")),
        "tabs": _tabs(shown),
        "today": timezone.localdate(),
        "may_edit": signed_in(request).can(Permission.RISK_EDIT),
        "is_settled": shown == SETTLED,
    }
    return render(request, "governance/actions.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RISK_EDIT, Permission.OBSERVATION_ANSWER)
def action_new(request: HttpRequest) -> HttpResponse:
    """Enter an action; `kind` and `id` name the record it came from."""
    source = subject_of(request)
    finding = selectors.finding_named(source.kind, source.public_id) if source else None
    if not rules.may_record_action(signed_in(request), finding):
        raise PermissionDenied
    form = ActionForm(request.POST or None, initial={"kind": ActionKind.CORRECTIVE})
    if request.method == "POST" and form.is_valid():
        try:
            row = services.record_action(
                source=(source.kind, source.public_id) if source else None,
                by=signed_in(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The action is entered, and its owner is told."))
            return redirect(row)
    return form_page(request, "governance/action_new.html", {"form": form, "subject": source})


@require_GET
@requires(Permission.RISK_VIEW)
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    """One action with its next step."""
    return _page(request, get_object_or_404(selectors.actions_seen_by(signed_in(request)), public_id=public_id))


@require_POST
@requires(Permission.RISK_VIEW)
def complete(request: HttpRequest, public_id: str) -> HttpResponse:
    """The owner reports it as done."""
    return _step(request, public_id, DoneForm(request.POST), services.complete_action)


@require_POST
@requires(Permission.RISK_EDIT, Permission.AUDIT_CONDUCT)
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody else says whether it helped."""
    return _step(request, public_id, VerifyForm(request.POST), services.verify_action)


@require_POST
@requires(Permission.RISK_EDIT, Permission.AUDIT_CONDUCT)
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try again."""
    return _step(request, public_id, ReopenForm(request.POST), services.reopen_action)


def _step(
    request: HttpRequest, public_id: str, form: RefusableForm, service: Callable[..., CorrectiveAction]
) -> HttpResponse:
    row = get_object_or_404(selectors.actions_seen_by(signed_in(request)), public_id=public_id)
    if step_taken(request, form, service, action_id=row.pk):
        return redirect(row)
    return _page(request, row, form)


def _page(request: HttpRequest, row: CorrectiveAction, given: RefusableForm | None = None) -> HttpResponse:
    user = signed_in(request)
    finding = selectors.finding_named(row.source_kind, row.source_public_id)
    steps = (
        (DoneForm, rules.may_complete(user, row), "governance:staff-action-complete", _("Report as done")),
        (
            VerifyForm,
            rules.may_verify(user, row, finding),
            "governance:staff-action-verify",
            _("Record the verification"),
        ),
        (
            ReopenForm,
            row.state == ActionState.INEFFECTIVE and rules.may_judge(user, finding),
            "governance:staff-action-reopen",
            _("Open again"),
        ),
    )
    step: dict[str, Any] | None = None
    for form, is_open, name, label in steps:
        # A refused step stays on the page with what was typed, even where somebody else was faster.
        if isinstance(given, form) or (is_open and given is None):
            step = {"form": given or form(), "url": reverse(name, args=[row.public_id]), "label": label}
    context = {
        "action": row,
        "step": step,
        "form": given,
        "source": references.resolve(user, row.source_kind, row.source_public_id),
        "history": row.history.select_related("history_user").order_by("-history_id")[:20],
        "is_overdue": row.state == ActionState.OPEN and row.due_on < timezone.localdate(),
        "waits_for_other": row.state == ActionState.DONE and user.pk in {row.owner_id, row.done_by_id},
    }
    return form_page(request, "governance/action.html", context)


def _tabs(shown: str) -> list[dict[str, object]]:
    address = reverse("governance:staff-actions")
    names = (("", _("Under way")), (ActionState.DONE, _("To be verified")), (SETTLED, _("Verified")))
    return [
        {"label": label, "url": f"{address}?show={value}" if value else address, "current": value == shown}
        for value, label in names
    ]
