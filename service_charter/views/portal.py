"""The charter as the public reads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import public
from service_charter import selectors
from service_charter.models import CharterVersion


@public
@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """The version in force today, or word that none is."""
    return _page(request, selectors.charter_in_force(timezone.now()))


@public
@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The stable address of one published version, in force or past."""
    return _page(request, get_object_or_404(selectors.published_charters(), number=number))


def _page(request: HttpRequest, charter: CharterVersion | None) -> HttpResponse:
    now = timezone.now()
    in_force = selectors.charter_in_force(now)
    context = {
        "charter": charter,
        "areas": selectors.by_area(charter) if charter else [],
        "is_in_force": charter == in_force,
        "in_force": in_force,
        "to_come": selectors.charter_to_come(now),
        "versions": selectors.published_charters(),
    }
    return render(request, "service_charter/portal.html", context)
