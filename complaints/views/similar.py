"""Cases near to one. A page of its own, fetched beside the case after it stands: a slow search delays nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints import rules, rules_together, selectors
from complaints.views.case import visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in


@requires(*SEES)
@require_GET
def similar(request: HttpRequest, number: str) -> HttpResponse:
    """Past and open cases near to this one, with reasons and outcomes."""
    complaint = visible_case(request, number)
    found = selectors.similar_cases(signed_in(request), complaint)
    may_link = rules_together.may_group(signed_in(request), complaint) and complaint.is_open
    context = {
        "complaint": complaint,
        "similar": found,
        "may_link": may_link,
        "suggested": selectors.suggestions(signed_in(request), complaint, found, at=timezone.now()),
        "may_work": rules.may_work_on(signed_in(request), complaint),
    }
    return render(request, "complaints/staff/similar.html", context)
