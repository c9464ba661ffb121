"""The door through which LINE tells us what people write: signed by LINE, kept as rows, answered at once."""

from datetime import timedelta

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foundation.core import rates
from foundation.core.access import public
from foundation.core.incoming import take_in
from foundation.core.incoming.line import packed
from foundation.core.line import BadEvents, events_in, is_signed, line_comes_in
from foundation.core.models import IncomingWay

log = structlog.get_logger(__name__)

MAX_BYTES = 1024 * 1024
REPORTS = rates.Limit(600, timedelta(minutes=1))


@csrf_exempt
@public
@require_POST
def reported(request: HttpRequest) -> HttpResponse:
    """Keep each event once; LINE tells again what it got no 200 for. Nothing of what was said is answered or logged."""
    if not line_comes_in():
        raise Http404
    now = timezone.now()
    if not rates.allow("core.line", rates.visitor(request), limit=REPORTS, now=now):
        return HttpResponse(status=429)
    if _length(request) > MAX_BYTES:
        return HttpResponse(status=413)
    if not is_signed(request.body, request.headers.get("X-Line-Signature", "")):
        log.warning("line_signature_refused")
        return HttpResponse(status=401)
    try:
        events = events_in(request.body)
    except BadEvents:
        log.warning("line_report_unreadable")
        return HttpResponse(status=400)
    for event in events:
        take_in(packed(event), now=now, way=IncomingWay.LINE)
    log.info("line_events", count=len(events))
    return HttpResponse(status=200)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if str(told).isdecimal() else MAX_BYTES + 1
