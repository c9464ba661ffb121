"""Notices as the public reads them, earlier versions included."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.accounts.access import public
from foundation.privacy import selectors
from foundation.privacy.models import NoticeVersion
from foundation.privacy.words import PART_TITLES


@public
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What notices there are, each with the date of the version in force."""
    return render(request, "privacy/portal_index.html", {"versions": selectors.notices_in_force(at=timezone.now())})


@public
@require_GET
def notice(request: HttpRequest, key: str, number: int | None = None) -> HttpResponse:
    """One notice: the version in force, or the one of that number. Versions not yet in force are not shown."""
    told = NoticeVersion.objects.filter(notice__key=key, effective_at__lte=timezone.now()).select_related("notice")
    current = selectors.notice_in_force(key)
    version = current if number is None else get_object_or_404(told, number=number)
    if version is None:
        version = get_object_or_404(told)
    parts = [(PART_TITLES[part], text) for part, text in version.parts.items()]
    shown = {
        "version": version,
        "current": current,
        "parts": parts,
        "purposes": version.notice.purposes.all(),
        "earlier": told.exclude(pk=version.pk),
    }
    return render(request, "privacy/portal_notice.html", shown)
