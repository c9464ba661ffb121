"""The ten-second forms: one a touchpoint, with what people said there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import requires
from foundation.accounts.permissions import Permission
from voc.selectors.feedback import rated_touchpoints
from voc.tabs import tabs


@require_GET
@requires(Permission.VOC_VIEW)
def feedback(request: HttpRequest) -> HttpResponse:
    """Every touchpoint in use, with its ratings of the last year."""
    context = {"tabs": tabs("feedback"), "rows": rated_touchpoints(now=timezone.now())}
    return render(request, "voc/feedback.html", context)
