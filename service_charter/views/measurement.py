"""How well promises are kept, for staff: all of them worst first, and one with its trend, its cuts and its chart."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, quarter_from
from service_charter import charts, running, selectors
from service_charter.models import IN_FORCE_ONCE, Standard
from service_charter.partner_rules import READERS
from service_charter.selectors.breaches import is_standing_of, standing

FIRST = 10
TREND = 8


@require_GET
@requires(Permission.CHARTER_VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """Every promise in force, the worst first, and the matters that are late or soon will be."""
    now = timezone.now()
    quarter, quarters = _quarters(request)
    context = {
        "quarter": quarter,
        "quarters": quarters,
        "results": selectors.results(quarter, now=now),
        "running": running.first(signed_in(request), now, FIRST),
        "standing": standing(now).count(),
        "now": now,
        "may_see_partners": any(signed_in(request).can(permission) for permission in READERS),
    }
    return render(request, "service_charter/measurement.html", context)


@require_GET
@requires(Permission.CHARTER_VIEW)
def promise(request: HttpRequest, code: str) -> HttpResponse:
    """One promise over its versions: quarters, weeks on a control chart, and its units, touchpoints and partners."""
    rows = Standard.objects.select_related("charter", "owner_unit").filter(
        code=code, charter__status__in=IN_FORCE_ONCE, charter__effective_on__lte=timezone.localdate()
    )
    standard = rows.order_by("-charter__number").first()
    if standard is None:
        raise Http404
    now = timezone.now()
    quarter, quarters = _quarters(request)
    past = [quarter]
    while len(past) < TREND:
        past.append(past[-1].previous())
    found = selectors.by_quarter(past[::-1]).get(code, {})
    weeks = selectors.control_chart(selectors.weekly(code, now=now))
    target = float(standard.target_percent)
    context = {
        "standard": standard,
        "first": selectors.first_of_promise(code),
        "quarter": quarter,
        "quarters": quarters,
        "past": [
            (each, tally, tally.judged(target)) for each in past for tally in [found.get(each, selectors.Tally())]
        ],
        "chart": charts.control_drawing(weeks),
        "breaches": is_standing_of(code),
        "cuts": selectors.cuts(quarter, standard, now=now),
    }
    return render(request, "service_charter/measured.html", context)


def _quarters(request: HttpRequest) -> tuple[FiscalQuarter, list[FiscalQuarter]]:
    """The quarter that was asked for, the running one if none was, and those to choose from."""
    now = timezone.now()
    running_one = fiscal_quarter_of(now)
    quarters = [running_one, *reversed(selectors.last_quarters(now))]
    wanted = quarter_from(request.GET.get("quarter", ""))
    return (wanted if wanted in quarters else running_one), quarters


@require_GET
@requires(Permission.CHARTER_VIEW)
def touchpoint_coverage(request: HttpRequest) -> HttpResponse:
    """Every touchpoint against every promise, and the holes."""
    return render(request, "service_charter/coverage.html", {"table": selectors.coverage(timezone.now())})
