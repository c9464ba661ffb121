"""Tying LINE to a case, from the tracking page."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from complaints import services
from complaints.models import Complaint
from complaints.views.tracking import case_page, of_case
from foundation.accounts.access import public
from foundation.core import rates
from foundation.core.errors import Refused

CODES = rates.Limit(10, timedelta(hours=1))


@public
@never_cache
@require_POST
@of_case
def ask_code(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """Show a fresh code, on this page alone: it stands in no address and is kept nowhere."""
    now = timezone.now()
    if not rates.allow("complaints.line_ask", complaint.public_id, limit=CODES, now=now):
        messages.warning(request, _("There were very many codes just now. Please try again in an hour, or call us."))
        return case_page(request, complaint, status=429)
    try:
        code = services.ask_line_code(complaint_id=complaint.pk, now=now)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect("complaints:portal-case")
    return case_page(request, complaint, line_code=code)


@public
@never_cache
@require_POST
@of_case
def untie(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """Untie LINE: our messages go by another way from now on."""
    services.untie_line(complaint_id=complaint.pk, now=timezone.now())
    messages.success(request, _("LINE is no longer tied to this case."))
    return redirect("complaints:portal-case")
