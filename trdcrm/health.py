"""Whether the site lives, whether it is ready for people, and its figures for Prometheus.

Ready means that the database answers and the disk takes files. A broker that is down only degrades the site: people
still sign in, complaints are still saved, and the work waits in rows (foundation.core.jobs), so the site stays in
service and says so.
"""

import hmac
import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_prometheus.exports import ExportToDjangoView
from kombu.exceptions import OperationalError

from foundation.accounts.access import public
from foundation.core.schedules import heartbeat_is_late
from trdcrm.celery import app

log = logging.getLogger(__name__)
ROOM_NEEDED = 50 * 2**20  # bytes


class Trouble(Exception):
    """What a check found wrong, in a few words without secrets."""


@dataclass(frozen=True)
class Check:
    """One thing that the site needs; `vital` when it cannot serve people without."""

    name: str
    run: Callable[[], None]
    vital: bool


def database_answers() -> None:
    """Raises Trouble when a trivial statement fails."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("database does not answer", exc_info=True)
        raise Trouble("does not answer") from error


def queue_moves() -> None:
    """Raises Trouble when the broker is unreachable, or when beat and sweeper gave no sign of life."""
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError) as error:
        raise Trouble("broker does not answer") from error
    try:
        late = heartbeat_is_late()
    except DatabaseError as error:
        raise Trouble("heartbeat unknown") from error
    if late:
        raise Trouble("no heartbeat from beat and sweeper")


def disk_takes_files() -> None:
    """Raises Trouble when the home folder is full or cannot be written."""
    home = Path(settings.TRDCRM_HOME)
    try:
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(b"\0")
            probe.flush()
        free = shutil.disk_usage(home).free
    except OSError as error:
        raise Trouble("cannot be written") from error
    if free < ROOM_NEEDED:
        raise Trouble("almost full")


CHECKS = (
    Check("database", database_answers, vital=True),
    Check("queue", queue_moves, vital=False),
    Check("disk", disk_takes_files, vital=True),
)


@public
@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness: the process answers."""
    return JsonResponse({"status": "alive"})


@public
@require_GET
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Readiness: 200 when people can be served (`ready`, or `degraded` with reasons), else 503."""
    found: dict[str, str] = {}
    unready = False
    for check in CHECKS:
        try:
            check.run()
            found[check.name] = "ok"
        except Trouble as trouble:
            found[check.name] = str(trouble)
            unready = unready or check.vital
    degraded = any(state != "ok" for state in found.values())
    status = "unready" if unready else "degraded" if degraded else "ready"
    return JsonResponse({"status": status, "checks": found}, status=503 if unready else 200)


@public
@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponseBase:
    """Figures of this process for Prometheus: to this machine itself, or to who bears METRICS_TOKEN; to others 404."""
    if not (_is_from_this_machine(request) or _bears_token(request)):
        return HttpResponse(status=404)
    figures: HttpResponseBase = ExportToDjangoView(request)
    return figures


def _is_from_this_machine(request: HttpRequest) -> bool:
    # A proxy on this machine also comes from loopback, but it says for whom.
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return not forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def _bears_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
