"""How a typed date will be read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from foundation.core.access import public
from foundation.core.thai.dates import parse_date


@public
@require_GET
@cache_control(private=True, max_age=3600)
def read(request: HttpRequest) -> HttpResponse:
    """The echo of `?text=` in the reader's language, or the kind refusal; plain text, nothing is stored."""
    try:
        words = parse_date(request.GET.get("text", "")[:100]).echo
    except ValueError as refusal:
        words = str(refusal)
    return HttpResponse(words, content_type="text/plain; charset=utf-8", headers={"Vary": "Accept-Language, Cookie"})
