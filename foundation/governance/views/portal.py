"""The policy as the public reads it: the version in force, and the older ones under addresses that stay."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from foundation.accounts.access import public
from foundation.governance import selectors
from foundation.governance.models import PolicyVersion


@require_GET
@public
def policy(request: HttpRequest) -> HttpResponse:
    """The version in force; in outline where no text is kept."""
    return _page(request, selectors.current_policy())


@require_GET
@public
def policy_version(request: HttpRequest, number: int) -> HttpResponse:
    """A version that is or was in force."""
    return _page(request, get_object_or_404(selectors.published_policies(), number=number))


def _page(request: HttpRequest, version: PolicyVersion | None) -> HttpResponse:
    context = {
        "version": version,
        "current": selectors.current_policy(),
        "parts": selectors.parts(version),
        "versions": selectors.published_policies(),
    }
    return render(request, "governance/portal_policy.html", context)
