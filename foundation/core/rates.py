"""Limits on how often a visitor may try something. Kept in the database, so they hold across processes.

if not rates.allow("complaints.track", rates.visitor(request), limit=rates.Limit(10, timedelta(minutes=15)), now=now):
    ...
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from foundation.core.crypto import keyed_hash
from foundation.core.models import RateWindow


@dataclass(frozen=True)
class Limit:
    """So many attempts within a window; windows start at fixed times."""

    attempts: int
    window: timedelta


def visitor(request: HttpRequest) -> str:
    """The network address of a request, behind the proxies we run ourselves (setting TRUSTED_PROXIES)."""
    trusted: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return str(hops[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def allow(scope: str, who: str, *, limit: Limit, now: datetime) -> bool:
    """Count one attempt; whether it is still within the limit. One upsert, so two processes count right.

    Only a keyed hash of `who` is kept, under a purpose that changes with the day, so days can't be joined.
    """
    seconds = limit.window.total_seconds()
    starts_at = datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=UTC)
    hashed = keyed_hash(who, purpose=f"rates:{scope}:{now:%Y-%m-%d}")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_ratewindow (scope, who, starts_at, ends_at, count) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT (scope, who, starts_at) DO UPDATE SET count = core_ratewindow.count + 1 RETURNING count",
            [scope, hashed, starts_at, starts_at + limit.window],
        )
        count: int = cursor.fetchone()[0]
    return count <= limit.attempts


def forget_past(*, now: datetime) -> int:
    """Delete windows that are over. Returns how many."""
    return RateWindow.objects.filter(ends_at__lt=now).delete()[0]
