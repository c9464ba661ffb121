"""The investigation of a case on a page of its own: the plan, what was answered and done, and the log of evidence."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints import rules_investigation, selectors, services
from complaints.depth import depth_of
from complaints.enums_investigation import ItemKind
from complaints.forms.investigation import DropForm, EvidenceForm, QuestionForm, ResultForm, StepForm
from complaints.models import Complaint
from complaints.views.case import visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused

INVESTIGATES = (Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_INVESTIGATE)
Forms = dict[str, forms.Form]


@requires(*SEES)
@require_GET
def investigation(request: HttpRequest, number: str) -> HttpResponse:
    """Plan and evidence."""
    return _page(request, visible_case(request, number))


@requires(*INVESTIGATES)
@require_POST
def question(request: HttpRequest, number: str) -> HttpResponseBase:
    """Plan a question."""
    complaint = visible_case(request, number)
    form = QuestionForm(request.POST, auto_id="question-%s")
    return _act(request, complaint, "question", form, services.ask_question)


@requires(*INVESTIGATES)
@require_POST
def step(request: HttpRequest, number: str) -> HttpResponseBase:
    """Plan a step with its owner and day."""
    complaint = visible_case(request, number)
    form = StepForm(request.POST, complaint=complaint, auto_id="step-%s")
    return _act(request, complaint, "step", form, services.plan_step)


@requires(*INVESTIGATES)
@require_POST
def done(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Answer a question, or say what a step brought."""
    complaint = visible_case(request, number)
    _demand(complaint.plan.filter(public_id=public_id).exists())
    form = ResultForm(request.POST, auto_id=f"done-{public_id}-%s")
    return _act(request, complaint, f"done-{public_id}", form, services.settle_item, public_id=public_id)


@requires(*INVESTIGATES)
@require_POST
def drop(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Leave a question or step out."""
    complaint = visible_case(request, number)
    _demand(complaint.plan.filter(public_id=public_id).exists())
    form = DropForm(request.POST, auto_id=f"drop-{public_id}-%s")
    return _act(request, complaint, f"drop-{public_id}", form, services.drop_item, public_id=public_id)


@requires(*INVESTIGATES)
@require_POST
def evidence(request: HttpRequest, number: str) -> HttpResponseBase:
    """Enter a piece of evidence."""
    complaint = visible_case(request, number)
    form = EvidenceForm(request.POST, complaint=complaint, files=selectors.files(complaint), auto_id="evidence-%s")
    if not form.is_valid():
        return _page(request, complaint, {"evidence": form}, status=422)
    return _act(request, complaint, "evidence", form, services.log_evidence, found=form.found())


@requires(*INVESTIGATES)
@require_POST
def withdraw(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Withdraw a piece of evidence, with the reason."""
    complaint = visible_case(request, number)
    _demand(complaint.evidence.filter(public_id=public_id).exists())
    form = DropForm(request.POST, auto_id=f"withdraw-{public_id}-%s")
    return _act(request, complaint, f"withdraw-{public_id}", form, services.withdraw_evidence, public_id=public_id)


def _act(
    request: HttpRequest,
    complaint: Complaint,
    name: str,
    form: Any,
    act: Callable[..., object],
    **given: Any,
) -> HttpResponseBase:
    """Do it with what the form says, or show the page again with what was typed."""
    if not form.is_valid():
        return _page(request, complaint, {name: form}, status=422)
    said = given if "found" in given else form.cleaned_data | given
    try:
        act(complaint_id=complaint.pk, **said, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, complaint, {name: form}, status=422 if isinstance(refusal, Incomplete) else 409)
    messages.success(request, _("Saved"))
    return redirect("complaints:staff-investigation", complaint.number)


def _page(request: HttpRequest, complaint: Complaint, shown: Forms | None = None, status: int = 200) -> HttpResponse:
    user, shown = signed_in(request), shown or {}
    may = rules_investigation.may_investigate(user, complaint)
    plan = selectors.plan_of(complaint)
    lead = selectors.leading(complaint)
    today = timezone.localdate()
    log = [
        (row, shown.get(f"withdraw-{row.public_id}") or DropForm(auto_id=f"withdraw-{row.public_id}-%s"))
        for row in selectors.evidence_of(complaint)
    ]
    context = {
        "complaint": complaint,
        "depth": depth_of(complaint),
        "demands": selectors.demands(complaint),
        "lead": lead if lead and selectors.case(user, lead.number) else None,
        "is_led": lead is not None,
        "today": today,
        "parts": [
            (_("Questions"), [_row(item, shown) for item in plan if item.kind == ItemKind.QUESTION]),
            (_("Steps"), [_row(item, shown) for item in plan if item.kind == ItemKind.STEP]),
        ],
        "log": log,
        "may_investigate": may,
        "refused_form": next(iter(shown.values()), None),
    }
    if may:
        context |= {
            "question_form": shown.get("question") or QuestionForm(auto_id="question-%s"),
            "step_form": shown.get("step") or StepForm(complaint=complaint, auto_id="step-%s"),
            "evidence_form": shown.get("evidence")
            or EvidenceForm(complaint=complaint, files=selectors.files(complaint), auto_id="evidence-%s"),
        }
    return render(request, "complaints/staff/investigation.html", context, status=status)


def _row(item: Any, shown: Forms) -> dict[str, Any]:
    return {
        "item": item,
        "done": shown.get(f"done-{item.public_id}") or ResultForm(auto_id=f"done-{item.public_id}-%s"),
        "drop": shown.get(f"drop-{item.public_id}") or DropForm(auto_id=f"drop-{item.public_id}-%s"),
    }


def _demand(is_there: bool) -> None:
    if not is_there:
        raise Http404
