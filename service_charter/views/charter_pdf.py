"""The charter on paper, for everybody once it is published, for the staff as a draft."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from foundation.accounts.access import public, requires
from foundation.accounts.permissions import Permission
from service_charter import selectors
from service_charter.charter_pdf import charter_pdf
from service_charter.models import CharterVersion

LANGUAGES = ("th", "en")
KEPT_SECONDS = 24 * 3600


@public
@require_GET
def published(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """A published version, in force or past, at an address that stays."""
    return _answer(get_object_or_404(selectors.published_charters(), number=number), language)


@require_GET
@requires(Permission.CHARTER_VIEW)
def staff(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Any version; one that is not published says so on every page."""
    response = _answer(get_object_or_404(selectors.charters(), number=number), language)
    response["Cache-Control"] = "no-store"
    return response


def _answer(charter: CharterVersion, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    # Laid out once a change and a day, however many people fetch it: the address is open to everybody.
    key = f"charter-pdf:{charter.public_id}:{charter.version}:{language}"
    document = cache.get_or_set(key, lambda: charter_pdf(charter, language=language), KEPT_SECONDS)
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="charter-{charter.number}-{language}.pdf"'
    return response
