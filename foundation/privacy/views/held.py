"""Everything held about the person of a request: looked up for a purpose, copied once, consents taken back."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from foundation.accounts.access import signed_in
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.form_pages import attempt
from foundation.privacy import services
from foundation.privacy.enums import RequestStatus, Right
from foundation.privacy.forms.requests import HoldForm, PurposeForm
from foundation.privacy.services.held import COPY_RIGHTS
from foundation.privacy.views.common import the_request, works
from foundation.privacy.views.tracking import attachment


@works
@never_cache
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the purpose; then show, room by room, what is held. Each look is logged."""
    row = the_request(number)
    form = PurposeForm(request.POST or None)
    held: list[services.Held] | None = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        held = attempt(
            form,
            lambda: services.look_up(request_id=row.pk, reason=reason, by=signed_in(request), now=timezone.now()),
        )
    rooms: list[dict[str, Any]] = []
    for label, items in groupby(held or [], key=lambda item: str(item.found.kind.label)):
        records = list(items)
        rooms.append({"label": label, "records": records})
    is_working = row.status == RequestStatus.WORKING
    context = {
        "row": row,
        "form": form,
        "held": held,
        "rooms": rooms,
        "may_copy": is_working and row.right in COPY_RIGHTS,
        "may_erase": is_working and row.right == Right.ERASURE,
    }
    return render(request, "privacy/requests/held.html", context, status=422 if form.errors else 200)


@works
@never_cache
@require_POST
def build_copy(request: HttpRequest, number: str) -> HttpResponse:
    """Make the copy of the chosen records ready."""
    row = the_request(number)
    try:
        services.build_export(
            request_id=row.pk, records=request.POST.getlist("records"), by=signed_in(request), now=timezone.now()
        )
    except Incomplete as refusal:
        messages.error(request, refusal.message)
        return redirect("privacy:staff-held", row.number)
    except Refused as refusal:
        if isinstance(refusal, IllegalMove):
            raise
        messages.error(request, refusal.message)
        return redirect(row)
    messages.success(request, _("The files are being made. The person can fetch them once the request is granted."))
    return redirect(row)


@works
@never_cache
@require_POST
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Fetch the copy to hand it over at the counter, this once."""
    row = the_request(number)
    packed = services.fetch_export(request_id=row.pk, by=signed_in(request), now=timezone.now())
    return attachment(packed, name=row.number)


@works
@never_cache
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the person takes a consent back."""
    row = the_request(number)
    done = services.take_back(
        request_id=row.pk, purposes=request.POST.getlist("purpose"), by=signed_in(request), now=timezone.now()
    )
    if done:
        messages.success(request, _("Recorded. Nothing for this purpose is sent any more."))
    return redirect(row)


@works
@never_cache
@require_POST
def set_hold(request: HttpRequest, number: str) -> HttpResponse:
    """Record that one of the records must be kept."""
    row = the_request(number)
    form = HoldForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: services.set_hold(
                request_id=row.pk,
                record=said["record"],
                reason=said["reason"],
                by=signed_in(request),
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("The legal hold is recorded. Nothing erases this record until it is lifted."))
            return redirect("privacy:staff-holds")
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("privacy:staff-held", row.number)
