"""The sweep over requests: who must be told that a date comes near or has passed. Each is told once for a date."""

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_datetime
from service_charter.enums import AlertStage
from service_charter.models import RequestAlert, ServiceRequest
from service_charter.models.requests import RequestQuerySet

WARN_BEFORE = dt.timedelta(hours=24)
BATCH = 500
SEALED = ("name", "phone", "email", "answers")


def sweep(*, now: dt.datetime, limit: int = BATCH) -> dict[str, int]:
    """Alert those responsible for what is due soon or late. Returns how many of each.

    Reads the partial index of the queue; the unique key of RequestAlert lets two sweeps at once alert only once.
    """
    late = _unalerted(AlertStage.AFTER).filter(queue_at__lt=now)
    soon = _unalerted(AlertStage.BEFORE).filter(queue_at__gte=now, queue_at__lt=now + WARN_BEFORE)
    return {
        AlertStage.AFTER: _alert(late[:limit], AlertStage.AFTER, now=now),
        AlertStage.BEFORE: _alert(soon[:limit], AlertStage.BEFORE, now=now),
    }


def _unalerted(stage: str) -> RequestQuerySet:
    done = RequestAlert.objects.filter(request=OuterRef("pk"), due_at=OuterRef("queue_at"), stage=stage)
    rows = ServiceRequest.objects.open().filter(~Exists(done)).select_related("handler", "form")
    return rows.defer(*SEALED).order_by("queue_at", "id")


def _alert(requests: Iterable[ServiceRequest], stage: str, *, now: dt.datetime) -> int:
    rows = list(requests)
    officers = _by_unit(Permission.REQUEST_HANDLE) if rows else {}
    heads = _by_unit(Permission.CHARTER_MEASURE) if rows else {}
    count = 0
    for request in rows:
        with transaction.atomic():
            _row, is_new = RequestAlert.objects.get_or_create(
                request=request, due_at=request.queue_at, stage=stage, defaults={"at": now}
            )
            if not is_new:
                continue
            people = _responsible(request, officers)
            if stage == AlertStage.AFTER:
                people += _of_unit(request, heads)
            key = f"request-due:{request.public_id}:{request.queue_at:%Y%m%d%H%M}:{stage}"
            notify_all(list(dict.fromkeys(people)), partial(_text, request, stage), request.get_absolute_url(), key)
            count += 1
    return count


def _responsible(request: ServiceRequest, officers: dict[int, list[User]]) -> list[User]:
    """The officer in charge; where nobody is, the officers of the unit."""
    if request.handler and request.handler.is_active:
        return [request.handler]
    return _of_unit(request, officers)


def _of_unit(request: ServiceRequest, people: dict[int, list[User]]) -> list[User]:
    return list(people.get(request.unit_id) or people.get(0, []))


def _by_unit(permission: str) -> dict[int, list[User]]:
    """Who holds a permission and may open any request or the unit's own, by unit; under 0 those who see every unit,
    for units that have nobody."""
    by_unit: dict[int, list[User]] = {0: []}
    holders = User.objects.filter(is_active=True, roles__permissions__contains=[permission]).distinct()
    for person in holders.prefetch_related("roles").order_by("pk"):
        if person.unit_id and (person.can(Permission.REQUEST_VIEW) or person.can(Permission.REQUEST_VIEW_ALL)):
            by_unit.setdefault(person.unit_id, []).append(person)
        if person.can(Permission.REQUEST_VIEW_ALL):
            by_unit[0].append(person)
    return by_unit


def _text(request: ServiceRequest, stage: str) -> str:
    words = {"number": request.number, "title": request.form.title, "when": format_datetime(request.queue_at)}
    if stage == AlertStage.AFTER:
        return _("%(number)s “%(title)s” is late: the customer was to hear from us by %(when)s") % words
    return _("%(number)s “%(title)s” is due soon: the customer is to hear from us by %(when)s") % words
