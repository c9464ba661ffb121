"""The link of a short message: a page that says which case, and a POST that opens it, once."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints import services
from complaints.views.visit import VISIT
from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.csrf import keeps_text

LOOKS = rates.Limit(60, timedelta(hours=1))


@public
@never_cache
@keeps_text(lambda request, token, **kwargs: _ask(request, token, status=403))
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: HttpRequest, token: str) -> HttpResponseBase:
    """Opening the page uses nothing up, so that programs which look at links do no harm."""
    now = timezone.now()
    if not rates.allow("complaints.link", rates.visitor(request), limit=LOOKS, now=now):
        return _closed(request, status=429)
    if request.method != "POST":
        return _ask(request, token)
    complaint = services.use_link(token=token, now=now)
    if complaint is None:
        return _closed(request, status=410)
    response = redirect("complaints:portal-case")
    VISIT.grant(response, request, complaint)
    return response


def _ask(request: HttpRequest, token: str, *, status: int = 200) -> HttpResponse:
    link = services.link_of(token)
    if link is None:
        return _closed(request, status=404)
    if not link.is_open(timezone.now()):
        return _closed(request, status=410)
    context = {"number": link.complaint.number, "expires": link.expires_at}
    return _quiet(render(request, "complaints/portal/by_link.html", context, status=status))


def _closed(request: HttpRequest, *, status: int) -> HttpResponse:
    if status == 429:
        reason = _("There were very many tries from your network just now. Please try again in an hour, or call us.")
    elif status == 404:
        reason = _("Perhaps a letter of the address is missing. The link in our message works when it is opened whole.")
    else:
        reason = _("The link was used already, or its time is over. Your number and code open the case as well.")
    return _quiet(render(request, "complaints/portal/confirm_closed.html", {"reason": reason}, status=status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address bears the token, so pages and logs that come next are told the origin alone."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
