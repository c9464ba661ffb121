"""Following a request: number and code by POST, then a page of one's own for half an hour, without an account."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.csrf import keeps_text
from foundation.core.errors import Refused
from foundation.privacy import selectors, services
from foundation.privacy.forms.tracking import MessageForm, TrackForm
from foundation.privacy.models import DataExport, DataRequest
from foundation.privacy.views.visit import VISIT

LOOKS = rates.Limit(10, timedelta(minutes=15))
WRITINGS = rates.Limit(20, timedelta(hours=1))
of_request = VISIT.page(selectors.tracked, form="privacy:portal-track")


@public
@never_cache
@sensitive_post_parameters("code")
@keeps_text(lambda request, **kwargs: _track_page(request, TrackForm(request.POST), status=403))
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponseBase:
    """Ask for number and code. The answer to a wrong pair is always the same, and guessing is slowed down."""
    if request.method != "POST":
        return _track_page(request, TrackForm())
    form = TrackForm(request.POST)
    if not rates.allow("privacy.track", rates.visitor(request), limit=LOOKS, now=timezone.now()):
        form.is_valid()
        form.add_error(None, _("There were too many attempts. Please wait 15 minutes, or call us."))
        return _track_page(request, form, status=429)
    if not form.is_valid():
        return _track_page(request, form, status=422)
    number = selectors.readable_number(form.cleaned_data["number"])
    row = selectors.by_number_and_hash(number, services.code_hash(form.cleaned_data["code"]))
    if row is None:
        form.add_error(None, _("We found no request for this number and code. Please compare both with your receipt."))
        return _track_page(request, form, status=422)
    response = redirect("privacy:portal-request")
    VISIT.grant(response, request, row)
    return response


@public
@never_cache
@require_GET
@of_request
def request_page(request: HttpRequest, row: DataRequest) -> HttpResponse:
    """The request as the person sees it."""
    return _page(request, row)


@public
@never_cache
@require_POST
@of_request
def write(request: HttpRequest, row: DataRequest) -> HttpResponse:
    """More words from the person."""
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    if not rates.allow("privacy.write", row.public_id, limit=WRITINGS, now=timezone.now()):
        form.add_error(None, _("There were very many messages just now. Please try again in an hour, or call us."))
        return _page(request, row, form=form, status=429)
    try:
        services.receive_message(request_id=row.pk, body=form.cleaned_data["body"], now=timezone.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, row, form=form, status=422)
    messages.success(request, _("Thank you. Your message has reached us."))
    return redirect("privacy:portal-request")


@public
@never_cache
@require_POST
@of_request
def withdraw(request: HttpRequest, row: DataRequest) -> HttpResponse:
    """Take the request back."""
    try:
        services.withdraw(request_id=row.pk, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("You took the request back. Nothing more happens."))
    return redirect("privacy:portal-request")


@public
@never_cache
@require_POST
@of_request
def take_back(request: HttpRequest, row: DataRequest) -> HttpResponse:
    """Take a consent back, as easily as it was given."""
    try:
        done = services.take_back(
            request_id=row.pk, purposes=request.POST.getlist("purpose"), by=None, now=timezone.now()
        )
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        if done:
            messages.success(request, _("Taken back. It counts from this moment on."))
    return redirect("privacy:portal-request")


@public
@never_cache
@require_POST
@of_request
def fetch_copy(request: HttpRequest, row: DataRequest) -> HttpResponse:
    """The copy of the data, this once."""
    try:
        packed = services.fetch_export(request_id=row.pk, by=None, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect("privacy:portal-request")
    return attachment(packed, name=row.number)


def attachment(packed: bytes, *, name: str) -> HttpResponse:
    """A ZIP to keep, that no browser shows or stores by the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(packed, content_type="application/zip", headers=headers)


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the request in this browser."""
    response = redirect("privacy:portal-track")
    VISIT.end_grant(response)
    messages.success(request, _("Your request is closed in this browser."))
    return response


def _page(
    request: HttpRequest, row: DataRequest, *, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "now": timezone.now(),
        "timeline": selectors.public_timeline(row),
        "message_form": form or MessageForm(),
        "form": form,
        "copy": services.ready_export(row, now=timezone.now()),
        "fetched": DataExport.objects.filter(request=row, fetched_at__isnull=False).first(),
        "consents": services.consents_for(row),
    }
    return render(request, "privacy/my_data/request.html", context, status=status)


def _track_page(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    return render(request, "privacy/my_data/track.html", {"form": form}, status=status)
