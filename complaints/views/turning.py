"""A service request goes on as a complaint, and back; the visitor follows with the one code."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from complaints import selectors, services
from complaints.forms.turning import IntoComplaintForm, ReasonForm
from complaints.models import Complaint
from complaints.views.visit import VISIT
from foundation.accounts.access import public, requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from service_charter import request_rules
from service_charter.models import ServiceRequest
from service_charter.selectors import requests as requests
from service_charter.views.request_visit import VISIT as REQUEST_VISIT


@requires(Permission.REQUEST_HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def of_request(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let a request go on as a complaint, or take it back while nobody has taken that."""
    user = signed_in(request)
    row = requests.case(user, number)
    if row is None:
        raise Http404
    if not request_rules.may_work_on(user, row):
        raise NotAllowed(_("Your role does not include this step."))
    make = ReasonForm if row.goes_on_as else IntoComplaintForm
    status = 200
    if request.method != "POST":
        form = make(initial={} if row.goes_on_as else {"description": _story(row)})
    else:
        form, status = make(request.POST), 422
        if form.is_valid():
            who: dict[str, Any] = {"request_id": row.pk, "by": user, "now": timezone.now(), **form.cleaned_data}
            try:
                done = services.take_request_back(**who) if row.goes_on_as else services.request_into_complaint(**who)
            except Incomplete as refusal:
                form.refuse(refusal)
            except IllegalMove as refusal:
                form.add_error(None, refusal.message)
                status = 409
            else:
                messages.success(request, _("Saved. Its number as a complaint: %(number)s") % {"number": done.number})
                return redirect(row.get_absolute_url())
    return render(request, "complaints/staff/of_request.html", {"row": row, "form": form}, status=status)


@public
@never_cache
@require_GET
@REQUEST_VISIT.page(requests.tracked, form="service_charter:request-track")
def from_request(request: HttpRequest, row: ServiceRequest) -> HttpResponseBase:
    """From the page of a request to that of the complaint that it has become: no second code."""
    complaint = selectors.of_request(row)
    if complaint is None:
        return redirect("service_charter:request-case")
    response = redirect("complaints:portal-case")
    VISIT.grant(response, request, complaint)
    return response


@public
@never_cache
@require_GET
@VISIT.page(selectors.tracked, form="complaints:portal-track")
def to_request(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """From the page of a complaint to that of the request that it has become: no second code."""
    pair = getattr(complaint, "turned", None)
    if pair is None or pair.request is None or pair.is_complaint:
        return redirect("complaints:portal-case")
    response = redirect("service_charter:request-case")
    REQUEST_VISIT.grant(response, request, pair.request)
    return response


def _story(row: ServiceRequest) -> str:
    """What was filled in and written, as the first words of the complaint."""
    lines = requests.answer_lines(row.form.questions.all(), requests.answers_of(row), ())
    told = [f"{question.label}: {word}" for question, word, _files in lines if word]
    said = [message.body for message in requests.messages_of(row) if message.author_id is None]
    return "\n".join([row.form.title, *told, *said])
