"""Erasing a person with two people, legal holds, and the proof that stays."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.form_pages import attempt
from foundation.core.pages import keyset_page
from foundation.privacy import selectors, services
from foundation.privacy.enums import RequestStatus, Right
from foundation.privacy.forms.requests import RevealForm
from foundation.privacy.models import DataRequest, Erasure, LegalHold
from foundation.privacy.views.common import reads, tabs, the_request, works
from foundation.privacy.words import kind_word


@requires(Permission.PRIVACY_OFFICER, Permission.PRIVACY_APPROVE, Permission.ACCESS_LOG_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be erased, by room and number, and what stands against it; nobody is named. Posting approves it."""
    row, user = the_request(number), signed_in(request)
    if request.method == "POST":
        return _approve(request, row)
    proof = getattr(row, "erasure_proof", None)
    erasure: Erasure | None = getattr(row, "erasure", None)
    found = services.found_for(row) if row.is_open and row.verified_at and row.right == Right.ERASURE else []
    chosen = {(kind, public_id) for kind, public_id in erasure.records} if erasure else set()
    lines = [
        {
            "kind": each.kind.label,
            "key": f"{each.kind.kind}:{each.public_id}",
            "short": each.public_id[-6:],
            "holds": services.holds_of(each),
            "is_chosen": (each.kind.kind, each.public_id) in chosen,
        }
        for each in found
    ]
    may_work = user.can(Permission.PRIVACY_OFFICER)
    waits = erasure if erasure is not None and not erasure.is_done else None
    is_own = waits is not None and waits.proposed_by_id == user.pk
    context = {
        "row": row,
        "lines": lines,
        "erasure": erasure,
        "waits": waits,
        "proof": proof,
        "counts": [(kind_word(kind), count) for kind, count in proof.counts.items()] if proof else [],
        "may_propose": may_work and not proof and row.status == RequestStatus.WORKING and bool(lines),
        "may_approve": waits and not is_own and (may_work or user.can(Permission.PRIVACY_APPROVE)),
        "is_own": is_own,
        "may_read": may_work or user.can(Permission.ACCESS_LOG_VIEW),
    }
    return render(request, "privacy/requests/erasure.html", context)


def _approve(request: HttpRequest, row: DataRequest) -> HttpResponse:
    if request.POST.get("confirm", "").strip() != row.number:
        messages.error(request, _("Please type the number of the request to confirm. Nothing was erased."))
        return redirect("privacy:staff-erasure", row.number)
    try:
        services.approve_erasure(request_id=row.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The person is erased. The proof stays here."))
    return redirect("privacy:staff-erasure", row.number)


@works
@never_cache
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose to erase the chosen records."""
    row = the_request(number)
    try:
        services.propose_erasure(
            request_id=row.pk, records=request.POST.getlist("records"), by=signed_in(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Proposed. A second person has been told and must approve it."))
    return redirect("privacy:staff-erasure", row.number)


@reads
@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    """Legal holds, standing and lifted."""
    return _holds_page(request)


@works
@require_POST
def lift(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lift a hold, with the reason."""
    hold = get_object_or_404(LegalHold, public_id=public_id)
    form = RevealForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form,
            lambda: services.lift_hold(hold_id=hold.pk, reason=reason, by=signed_in(request), now=timezone.now()),
        )
        if done is not None:
            messages.success(request, _("The legal hold is lifted."))
            return redirect("privacy:staff-holds")
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("privacy:staff-holds")


def _holds_page(request: HttpRequest) -> HttpResponse:
    page = keyset_page(selectors.holds_standing(), order=["-id"], cursor=request.GET.get("after", ""))
    lines = [{"hold": hold, "kind": kind_word(hold.kind)} for hold in page.rows]
    may_work = signed_in(request).can(Permission.PRIVACY_OFFICER)
    context = {"tabs": tabs(request), "page": page, "lines": lines, "may_work": may_work}
    return render(request, "privacy/holds.html", context)
