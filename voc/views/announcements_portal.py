"""Announcements as the public reads them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import public
from foundation.core.pages import keyset_page
from voc.models import Announcement
from voc.selectors import announcements as selectors


@public
@require_GET
def announcement_list(request: HttpRequest) -> HttpResponse:
    """What is valid today, and what was."""
    past = keyset_page(
        selectors.past_on_portal(), order=("-published_at", "-id"), cursor=request.GET.get("after", ""), size=20
    )
    context = {"live": selectors.live_on_portal(timezone.now()), "page": past}
    return render(request, "voc/portal/announcements.html", context)


@public
@require_GET
def announcement(request: HttpRequest, public_id: str) -> HttpResponse:
    """One announcement; a replaced or withdrawn one says so and shows the way on."""
    row = get_object_or_404(Announcement.objects.public().select_related("touchpoint"), public_id=public_id)
    context = {
        "row": row,
        "newer": selectors.newer_edition(row),
        "older": row.corrects if row.corrects_id else None,
        "audience": selectors.audience_in_words(row, names_segments=False),
    }
    return render(request, "voc/portal/announcement.html", context)
