"""The register of processing: what is kept about people, why, on which basis, for how long (PDPA section 39)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation.privacy import selectors
from foundation.privacy.views.common import reads, tabs


@reads
@require_GET
def processing(request: HttpRequest) -> HttpResponse:
    """Every kind of record with personal data."""
    lines = selectors.processing_register(at=timezone.now())
    context = {"tabs": tabs(request), "lines": lines, "undeclared": [line for line in lines if line.notice is None]}
    return render(request, "privacy/processing.html", context)
