"""The receipt on paper, and the public page that tells whether one is genuine."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from complaints import selectors, services
from complaints.forms.tracking import ProofForm
from complaints.models import Complaint
from complaints.receipt_pdf import receipt_pdf
from complaints.views.tracking import of_case
from complaints.views.visit import VISIT
from foundation.accounts.access import public
from foundation.core import rates

LOOKS = rates.Limit(20, timedelta(minutes=15))


@public
@never_cache
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is ours. A wrong pair always gets the same answer, and guessing is slowed down."""
    if not request.GET:
        return render(request, "complaints/portal/verify.html", {"form": ProofForm()})
    form, proof, status = ProofForm(request.GET), None, 422
    if not rates.allow("complaints.verify", rates.visitor(request), limit=LOOKS, now=timezone.now()):
        form.is_valid()
        form.add_error(None, _("There were too many attempts. Please wait 15 minutes, or call us."))
        status = 429
    elif form.is_valid():
        number = selectors.readable_number(form.cleaned_data["number"])
        proof = selectors.proof_of(number, form.cleaned_data["code"])
        if proof is None:
            form.add_error(
                None, _("We did not issue this receipt, or it was copied wrongly. Please compare both lines.")
            )
    context = {"form": form, "proof": proof}
    return render(request, "complaints/portal/verify.html", context, status=200 if proof else status)


@public
@never_cache
@require_GET
def sent_receipt(request: HttpRequest) -> HttpResponseBase:
    """The receipt of what this browser has just sent, with its code, as PDF."""
    token = VISIT.draft_token(request)
    draft = services.find_draft(token, now=timezone.now())
    complaint = selectors.tracked(draft.complaint.public_id) if draft and draft.complaint else None
    return _pdf(complaint, services.derive_code(token)) if complaint else redirect("complaints:portal-track")


@public
@never_cache
@require_GET
@of_case
def case_receipt(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """The receipt of the case that this browser follows, as PDF; the code is not known here any more."""
    return _pdf(complaint, "")


def _pdf(complaint: Complaint, tracking_code: str) -> HttpResponse:
    body = receipt_pdf(complaint, tracking_code=tracking_code)
    headers = {"Content-Disposition": f'attachment; filename="{complaint.number}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
