"""The members of a segment as a file."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from segmentation import selectors, services


@require_POST
@requires(Permission.CUSTOMER_EXPORT)
def members_export(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file, line by line; a POST, because the look is written down."""
    segment = selectors.segment_with_study(public_id)
    lines = services.export_members(segment=segment, by=signed_in(request), now=timezone.now())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="segment-{segment.public_id}.csv"'
    response["Cache-Control"] = "no-store"
    return response
