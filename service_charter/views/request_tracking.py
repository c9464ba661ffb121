"""Following a request: number and code by POST, then a page of one's own for half an hour, without an account."""

from collections.abc import Callable
from datetime import timedelta

from django import forms
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
from foundation.core.views.files import download
from service_charter.enums import RATEABLE_REQUESTS
from service_charter.forms.requests import SCORES, CustomerMessageForm, RatingForm, TrackForm, WhyForm
from service_charter.models import ServiceRequest
from service_charter.selectors import requests as reads
from service_charter.services import request_talk as talk
from service_charter.services import requests as services
from service_charter.views.request_visit import VISIT

LOOKS = rates.Limit(10, timedelta(minutes=15))
WRITINGS = rates.Limit(30, timedelta(hours=1))
of_case = VISIT.page(reads.tracked, form="service_charter:request-track")


@public
@never_cache
@sensitive_post_parameters("code")
@keeps_text(lambda request, **kwargs: _track_page(request, TrackForm(request.POST), status=403))
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. The answer to a wrong pair is always the same, and guessing is slowed down."""
    if request.method != "POST":
        return _track_page(request, TrackForm())
    form, now = TrackForm(request.POST), timezone.now()
    if not rates.allow("service_charter.track", rates.visitor(request), limit=LOOKS, now=now):
        form.is_valid()
        form.add_error(None, _("There were too many attempts. Please wait 15 minutes, or call us."))
        return _track_page(request, form, status=429)
    if not form.is_valid():
        return _track_page(request, form, status=422)
    row = reads.by_number_and_hash(form.cleaned_data["number"], services.code_hashes(form.cleaned_data["code"]))
    if row is None:
        form.add_error(None, _("We found no request for this number and code. Please compare both with your receipt."))
        return _track_page(request, form, status=422)
    response = redirect("service_charter:request-case")
    VISIT.grant(response, request, row)
    return response


@public
@never_cache
@require_GET
@of_case
def case(request: HttpRequest, row: ServiceRequest) -> HttpResponse:
    """The request as its customer sees it."""
    return _case_page(request, row)


@public
@never_cache
@require_POST
@of_case
def write(request: HttpRequest, row: ServiceRequest) -> HttpResponse:
    """More words from the customer."""
    form = CustomerMessageForm(request.POST, auto_id="message-%s")
    if not form.is_valid():
        return _case_page(request, row, refused={"message": form}, status=422)
    now = timezone.now()
    if not rates.allow("service_charter.write", row.public_id, limit=WRITINGS, now=now):
        form.add_error(None, _("There were very many messages just now. Please try again in an hour, or call us."))
        return _case_page(request, row, refused={"message": form}, status=429)
    body = form.cleaned_data["body"]
    return _do(
        request,
        lambda: talk.receive_message(request_id=row.pk, body=body, now=now),
        _("Thank you. Your message has reached us."),
    )


@public
@never_cache
@require_POST
@of_case
def rate(request: HttpRequest, row: ServiceRequest) -> HttpResponse:
    """Judge our work."""
    form = RatingForm(request.POST, auto_id="rating-%s")
    if not form.is_valid():
        return _case_page(request, row, refused={"rating": form}, status=422)
    said = form.cleaned_data
    return _do(
        request,
        lambda: services.rate(request_id=row.pk, score=said["score"], comment=said["comment"], now=timezone.now()),
        _("Thank you for your judgement."),
    )


@public
@never_cache
@require_POST
@of_case
def withdraw(request: HttpRequest, row: ServiceRequest) -> HttpResponse:
    """The customer needs it no more."""
    form = WhyForm(request.POST, auto_id="withdraw-%s")
    if not form.is_valid():
        return _case_page(request, row, refused={"withdraw": form}, status=422)
    reason = form.cleaned_data["reason"]
    return _do(
        request,
        lambda: services.withdraw(request_id=row.pk, reason=reason, by=None, now=timezone.now()),
        _("Your request is withdrawn."),
    )


@public
@never_cache
@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A file of the granted request; the grant travels under the portal's address only."""
    return download(request, public_id)


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the request in this browser."""
    response = redirect("service_charter:request-track")
    VISIT.end_grant(response)
    return response


def _do(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("service_charter:request-case")


def _track_page(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    return render(request, "service_charter/requests/portal/track.html", {"form": form}, status=status)


def _case_page(
    request: HttpRequest, row: ServiceRequest, *, refused: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    shown = refused or {}
    files = reads.files_of(row)
    context = {
        "row": row,
        "clock": reads.clock_of(row, now=timezone.now()),
        "talk": reads.messages_of(row),
        "pause": row.pauses.filter(ended_at__isnull=True).first() if row.is_paused else None,
        "lines": reads.answer_lines(row.form.questions.all(), reads.answers_of(row), files),
        "may_rate": row.status in RATEABLE_REQUESTS and row.score is None,
        "message_form": shown.get("message") or CustomerMessageForm(auto_id="message-%s"),
        "rating_form": shown.get("rating") or RatingForm(auto_id="rating-%s"),
        "withdraw_form": shown.get("withdraw") or WhyForm(auto_id="withdraw-%s"),
        "form": next(iter(shown.values()), None),
        "scores": SCORES,
    }
    return render(request, "service_charter/requests/portal/case.html", context, status=status)
