"""What cases teach: the page for managers, strategists and everybody who may see complaints."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.learning import lessons
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.core.list_filters import read, without
from foundation.core.thai.dates import fiscal_quarter_of, quarter_from
from segmentation.rules import can_see as may_see_segments


@requires(*SEES)
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """The last whole quarter, or the one that the address names; of everybody or of one segment."""
    now = fiscal_quarter_of(timezone.localdate())
    quarter = quarter_from(request.GET.get("quarter", "")) or now.previous()
    asked = read(request.GET, signed_in(request))
    older, newer = quarter.previous(), quarter.next() if quarter < now else None
    context = {
        "lessons": lessons(quarter, asked.cuts, with_segments=may_see_segments(signed_in(request))),
        "asked": asked,
        "filters": asked.chips(request.GET),
        "older": older,
        "older_url": without(request.GET, quarter=older.code),
        "newer": newer,
        "newer_url": without(request.GET, quarter=newer.code) if newer else "",
    }
    return render(request, "complaints/staff/learning.html", context)
