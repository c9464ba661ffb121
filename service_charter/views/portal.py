"""The charter as the public reads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import public
from service_charter import charts, selectors
from service_charter.models import CharterVersion
from service_charter.selectors.published import published_figures
from service_charter.selectors.recognition import for_public, taken_back_for_public


@public
@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """The version in force today, or word that none is."""
    in_force = selectors.charter_in_force(timezone.now())
    return _page(request, in_force, in_force)


@public
@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The stable address of one published version, in force or past."""
    charter = get_object_or_404(selectors.published_charters(), number=number)
    return _page(request, charter, selectors.charter_in_force(timezone.now()))


def _page(request: HttpRequest, charter: CharterVersion | None, in_force: CharterVersion | None) -> HttpResponse:
    context = {
        "charter": charter,
        "areas": selectors.by_area(charter) if charter else [],
        "is_in_force": charter == in_force,
        "in_force": in_force,
        "to_come": selectors.charter_to_come(timezone.now()),
        "versions": selectors.published_charters(),
    }
    return render(request, "service_charter/portal.html", context)


@public
@require_GET
def transparency(request: HttpRequest) -> HttpResponse:
    """How well each promise was kept in the last whole quarters, for everybody."""
    now = timezone.now()
    quarters = selectors.last_quarters(now)
    promises = selectors.kept_promises(now=now, quarters=quarters)
    context = {
        "promises": promises,
        "quarters": quarters[::-1],
        "chart": charts.quarter_chart(promises),
        "mix": selectors.case_mix(quarters[-1].period) if promises else [],
        "hidden_below": selectors.HIDDEN_BELOW,
        "published": published_figures(quarters) if promises else [],
        "recognised": for_public(now)[:6],
        "taken_back": taken_back_for_public(now)[:6],
    }
    return render(request, "service_charter/transparency.html", context)
