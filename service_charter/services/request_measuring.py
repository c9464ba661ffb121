"""What came of the promises about service requests, told to the ledger: when one is met, and when its date passes.
However often it is told, it counts once: the key names the request, not the moment."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from service_charter.enums import Source
from service_charter.models import ServiceRequest
from service_charter.services.measurement import Entry, record, withdraw


def tell(request: ServiceRequest, *, now: dt.datetime) -> None:
    """Tell what is known of a request whose promise was met or whose date has passed while the clock ran."""
    entry = _entry(request)
    if entry and (request.met_at or (not request.is_paused and entry.occurred_at < now)):
        record([entry], now=now)


def take_back(request: ServiceRequest, *, now: dt.datetime) -> None:
    """A new holiday moved a date that had passed: it was not missed after all. What comes of it later counts anew."""
    withdraw(Source.REQUEST, [request.public_id], reason=_("The working calendar changed"), now=now)


def take_all_back(request: ServiceRequest, *, now: dt.datetime) -> None:
    """It goes on as a complaint, where its promise is measured: nothing counts twice."""
    withdraw(Source.REQUEST, [request.public_id], reason=_("It goes on as a complaint"), now=now)


def tell_elsewhere(request: ServiceRequest, *, now: dt.datetime) -> None:
    """The same result, counted for the touchpoint and partner that are known now; nothing where none was told yet."""
    if withdraw(Source.REQUEST, [request.public_id], reason=_("Touchpoint or partner was put right"), now=now):
        entry = _entry(request)
        record([entry] if entry else [], now=now)


@transaction.atomic
def tell_missed(*, now: dt.datetime, limit: int = 1000) -> int:
    """Tell the dates of open requests that have passed unmet. Returns how many were looked at."""
    late = ServiceRequest.objects.open().filter(queue_at__lt=now, met_at__isnull=True, standard__isnull=False)
    rows = list(late.select_related("kind").defer("name", "phone", "email", "answers").order_by("queue_at")[:limit])
    record([entry for row in rows if (entry := _entry(row))], now=now)
    return len(rows)


def _entry(request: ServiceRequest) -> Entry | None:
    if request.standard_id is None or request.due_at is None:
        return None
    kept = request.met_at is not None and request.met_at <= request.due_at
    return Entry(
        standard_id=request.standard_id,
        source=Source.REQUEST,
        key=request.public_id,
        occurred_at=min(request.met_at or request.due_at, request.due_at),
        kept=int(kept),
        unit_id=request.unit_id,
        touchpoint_id=request.touchpoint_id,
        partner_id=request.partner_id,
        case_kind=f"request/{request.kind.code}",
    )
