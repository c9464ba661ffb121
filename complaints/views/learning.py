"""What cases teach: the page for managers, strategists and everybody who may see complaints."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from complaints.learning import lessons
from complaints.views.staff import SEES
from foundation.accounts.access import requires
from foundation.core.thai.dates import fiscal_quarter_of, quarter_from


@requires(*SEES)
@require_GET
def learning(request: HttpRequest) -> HttpResponse:
    """The last whole quarter, or the one that the address names."""
    now = fiscal_quarter_of(timezone.localdate())
    quarter = quarter_from(request.GET.get("quarter", "")) or now.previous()
    context = {
        "lessons": lessons(quarter),
        "older": quarter.previous(),
        "newer": quarter.next() if quarter < now else None,
    }
    return render(request, "complaints/staff/learning.html", context)
