"""One figure by segment, or by another of its dimensions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import metrics
from foundation.core.list_filters import without
from foundation.core.thai.dates import fiscal_quarter_of, quarter_from
from reporting.by_dimension import breakdown, offered
from segmentation.rules import can_see


@require_GET
@requires(Permission.METRIC_VIEW)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The last whole quarter, or the one that the address names; `by` chooses the dimension.

    A dimension that the figure does not offer, or that is not for this person, gives the first one on offer.
    """
    try:
        metric = metrics.get(key)
    except KeyError as unknown:
        raise Http404 from unknown
    running = fiscal_quarter_of(timezone.localdate())
    quarter = quarter_from(request.GET.get("quarter", "")) or running.previous()
    names = offered(metric, sees_segments=can_see(signed_in(request)))
    by = request.GET.get("by", "")
    by = by if by in names else next(iter(names), "")
    older, newer = quarter.previous(), quarter.next() if quarter < running else None
    context = {
        "shown": breakdown(metric, by, quarter),
        "quarter": quarter,
        "target": metric.target_at(quarter.period.start),
        "tabs": [
            {"label": metrics.label_of(name), "url": without(request.GET, by=name), "current": name == by}
            for name in names
        ],
        "older": older,
        "older_url": without(request.GET, quarter=older.code),
        "newer": newer,
        "newer_url": without(request.GET, quarter=newer.code) if newer else "",
        "may_see_clause": signed_in(request).can(Permission.POLICY_VIEW),
    }
    return render(request, "reporting/figure.html", context)
