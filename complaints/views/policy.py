"""How complaints are handled, in plain words, with the standards now in force (7.1)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.enums import Channel, Remedy
from complaints.lifecycle import STAGES
from complaints.policy_pdf import policy_pdf
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


@public
@require_GET
def policy_file(request: HttpRequest, language: str) -> HttpResponse:
    """The same as PDF, in either language."""
    if language not in {"th", "en"}:
        raise Http404
    response = HttpResponse(policy_pdf(language=language, now=timezone.now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="complaints-policy-{language}.pdf"'
    return response
