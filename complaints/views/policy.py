"""How complaints are handled, in plain words, with the standards now in force (7.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.enums import Channel, Remedy
from complaints.lifecycle import STAGES
from foundation.accounts.access import public
from service_charter.selectors import charter_in_force, standards_in_force


@public
@require_GET
def policy(request: HttpRequest) -> HttpResponse:
    """The public page of complaints handling."""
    now = timezone.now()
    context = {
        "standards": standards_in_force(area="complaints", at=now).values(),
        "charter": charter_in_force(now),
        "channels": [channel for channel in Channel if channel != Channel.API],
        "remedies": list(Remedy),
        "stages": STAGES,
    }
    return render(request, "complaints/portal/policy.html", context)
