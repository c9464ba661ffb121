"""Giving files out."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from foundation.core.access import public
from foundation.core.files import may_fetch, note_fetch
from foundation.core.models import Attachment


@public
@require_GET
@cache_control(private=True, no_store=True)
def download(request: HttpRequest, public_id: str) -> FileResponse:
    """A file, as an attachment under its own name (RFC 6266), streamed.

    Everyone may ask; who gets it is the rule of the record it belongs to. All others see 404, as for no file at all.
    """
    attachment = get_object_or_404(Attachment, public_id=public_id)
    person = request.user if request.user.is_authenticated else None
    if not may_fetch(person, attachment, request):
        raise Http404
    try:
        file = default_storage.open(attachment.stored_as)
    except FileNotFoundError as error:
        raise Http404 from error
    note_fetch(person, attachment)
    response = FileResponse(file, as_attachment=True, filename=attachment.name, content_type=attachment.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
