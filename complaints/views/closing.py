"""What is done at the end of a case: proof, the complainant's word, objections, approval."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from complaints import rules, rules_closing, services
from complaints.enums_closing import Said
from complaints.forms import closing as forms_
from complaints.forms.staff import CloseForm
from complaints.models import Approval, Complaint, Confirmation
from complaints.rules import WORKS
from complaints.views.case import blame, case_page, overtaken, visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion


@requires(*WORKS)
@require_POST
def proof(request: HttpRequest, number: str) -> HttpResponseBase:
    """Add a proof that it was carried out."""
    complaint = visible_case(request, number)
    if not rules_closing.may_prove(signed_in(request), complaint):
        raise NotAllowed(_("Your role does not include proof in this case."))
    form = forms_.ProofForm(request.POST, request.FILES, auto_id="proof-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"proof": form}, status=422)
    return _act(request, complaint, "proof", form, lambda: _keep(request, complaint, form), _("Proof kept"))


def _keep(request: HttpRequest, complaint: Complaint, form: forms_.ProofForm) -> None:
    """One proof a file, all or nothing; a look has none."""
    said = form.cleaned_data
    with transaction.atomic():
        for upload in said["uploads"] or [None]:
            services.add_proof(
                complaint_id=complaint.pk,
                kind=said["kind"],
                seen=said["seen"],
                upload=upload,
                is_shared=said["is_shared"],
                by=signed_in(request),
                now=timezone.now(),
            )


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def heard(request: HttpRequest, number: str) -> HttpResponseBase:
    """The complainant told an officer that it is done."""
    complaint = visible_case(request, number)
    form = forms_.HeardForm(request.POST, auto_id="heard-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"heard": form}, status=422)
    return _act(
        request,
        complaint,
        "heard",
        form,
        lambda: services.hear(
            complaint_id=complaint.pk,
            said=Said.DONE,
            words=form.cleaned_data["words"],
            by=signed_in(request),
            now=timezone.now(),
        ),
        _("Kept: the complainant confirms that it is done"),
    )


@requires(Permission.COMPLAINT_DECIDE)
@require_POST
def objection(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Answer an objection."""
    complaint = visible_case(request, number)
    row = get_object_or_404(Confirmation.objects.filter(complaint=complaint), public_id=public_id)
    form = forms_.ObjectionForm(request.POST, auto_id="objection-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"objection": form}, status=422)
    return _act(
        request,
        complaint,
        "objection",
        form,
        lambda: services.settle_objection(
            confirmation_id=row.pk, how=form.cleaned_data["how"], by=signed_in(request), now=timezone.now()
        ),
        _("Answer sent"),
    )


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def ask_close(request: HttpRequest, number: str) -> HttpResponseBase:
    """An officer asks that the case be closed."""
    complaint = visible_case(request, number)
    if not rules.may_work_on(signed_in(request), complaint):
        raise NotAllowed(_("Your role does not include this step."))
    form = CloseForm(request.POST, complaint=complaint, auto_id="ask-close-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"ask_close": form}, status=422)
    said = form.cleaned_data
    return _act(
        request,
        complaint,
        "ask_close",
        form,
        lambda: services.close_or_ask(
            complaint_id=complaint.pk,
            reason=said["reason"],
            exhaustion=said.get("exhaustion", ""),
            by=signed_in(request),
            now=timezone.now(),
        ),
        _("It waits for approval. Nothing has happened yet."),
    )


@requires(*SEES)
@require_POST
def approval(request: HttpRequest, number: str, public_id: str, answer: str) -> HttpResponseBase:
    """Approve, return or take back what waits."""
    complaint = visible_case(request, number)
    row = get_object_or_404(Approval.objects.filter(complaint=complaint), public_id=public_id)
    by, now = signed_in(request), timezone.now()
    if answer == "drop":
        return _act(
            request,
            complaint,
            "approval",
            forms_.ApproveForm(auto_id="approval-%s"),
            lambda: services.take_back(approval_id=row.pk, by=by, now=now),
            _("Taken back"),
        )
    acts: dict[str, Callable[..., Approval]] = {
        "approve": services.approve,
        "return": services.return_with_remarks,
    }
    if answer not in acts:
        raise Http404
    if not rules_closing.may_approve(by, row, complaint):
        raise NotAllowed(_("This waits for someone of another role, who did not write it."))
    form = forms_.ApproveForm(request.POST, auto_id="approval-%s")
    if not form.is_valid():
        return case_page(request, complaint, forms={"approval": form}, status=422)
    given: dict[str, Any] = {"remarks": form.cleaned_data["remarks"], "shown_version": form.cleaned_data["version"]}
    done = _("Approved, and done as it was shown") if answer == "approve" else _("Returned with your remarks")
    return _act(
        request,
        complaint,
        "approval",
        form,
        lambda: acts[answer](approval_id=row.pk, by=by, now=now, **given),
        done,
    )


def _act(
    request: HttpRequest,
    complaint: Complaint,
    name: str,
    form: forms.Form,
    act: Callable[[], object],
    done: str,
) -> HttpResponseBase:
    try:
        act()
    except (IllegalMove, StaleVersion) as refusal:
        messages.warning(request, refusal.message)
        return overtaken(request, complaint.number, refusal)
    except Incomplete as refusal:
        blame(form, refusal)
        return case_page(request, complaint, forms={name: form}, status=422)
    messages.success(request, done)
    return redirect("complaints:staff-detail", complaint.number)
