"""The sweep over requests: who must be told that a date comes near or has passed. Each is told once."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_datetime
from service_charter.enums import AlertStage
from service_charter.models import RequestAlert, ServiceRequest
from service_charter.models.requests import RequestQuerySet

WARN_BEFORE = dt.timedelta(hours=24)
BATCH = 500


def alert_due(*, now: dt.datetime, limit: int = BATCH) -> dict[str, int]:
    """Alert those responsible for what is due soon or overdue; how many of each.

    Reads the index of the queue; the unique key of RequestAlert lets two sweeps at once alert only once.
    """
    late = _unalerted(AlertStage.AFTER).filter(queue_at__lt=now)
    soon = _unalerted(AlertStage.BEFORE).filter(queue_at__gte=now, queue_at__lt=now + WARN_BEFORE)
    return {
        "late": _alert(late[:limit], AlertStage.AFTER, now),
        "soon": _alert(soon[:limit], AlertStage.BEFORE, now),
    }


def _unalerted(stage: AlertStage) -> RequestQuerySet:
    done = RequestAlert.objects.filter(request=OuterRef("pk"), due_at=OuterRef("queue_at"), stage=stage)
    rows = ServiceRequest.objects.open().filter(~Exists(done))
    return rows.select_related("handler", "unit").order_by("queue_at", "id")


def _alert(rows: RequestQuerySet, stage: AlertStage, now: dt.datetime) -> int:
    count = 0
    by_unit = _by_unit() if (found := list(rows)) else {}
    for request in found:
        with transaction.atomic():
            _row, is_new = RequestAlert.objects.get_or_create(
                request=request, due_at=request.queue_at, stage=stage, defaults={"at": now}
            )
            if not is_new:
                continue
            key = f"request-due:{request.public_id}:{request.queue_at:%Y%m%d%H%M}:{stage}"
            notify_all(
                _people(request, stage, by_unit), partial(_text, request, stage), request.get_absolute_url(), key
            )
            count += 1
    return count


def _people(request: ServiceRequest, stage: AlertStage, by_unit: dict[int | None, list[User]]) -> list[User]:
    """The officer in charge; after a missed date, or where nobody is in charge, all who answer requests in the unit;
    where the unit has nobody, those who see every unit."""
    people = [request.handler] if request.handler and request.handler.is_active else []
    if stage == AlertStage.AFTER or not people:
        people += by_unit.get(request.unit_id) or by_unit.get(None, [])
    return list(dict.fromkeys(people))


def _by_unit() -> dict[int | None, list[User]]:
    found: dict[int | None, list[User]] = {None: list(people_holding(Permission.REQUEST_VIEW_ALL).order_by("pk"))}
    for person in people_holding(Permission.REQUEST_HANDLE).order_by("pk"):
        if person.unit_id is not None:
            found.setdefault(person.unit_id, []).append(person)
    return found


def _text(request: ServiceRequest, stage: AlertStage) -> str:
    words = {"number": request.number, "when": format_datetime(request.queue_at)}
    if stage == AlertStage.AFTER:
        return _("Request %(number)s is late: it was due %(when)s") % words
    return _("Request %(number)s is due soon: by %(when)s") % words
