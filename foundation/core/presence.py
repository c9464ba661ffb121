"""Who else has a record open: a page says so every twenty seconds, and is told who has said it within the last minute.

others = look(kind="complaint", public_id=case.public_id, by=user, now=now)
"""

from datetime import datetime, timedelta
from typing import Any

from foundation.core.models import Presence

FRESH = timedelta(minutes=1)


def look(*, kind: str, public_id: str, by: Any, now: datetime) -> list[Any]:
    """Note that the person has the record open; the others who have, the latest first. Two statements."""
    Presence.objects.bulk_create(
        [Presence(kind=kind, public_id=public_id, user=by, seen_at=now)],
        update_conflicts=True,
        unique_fields=["kind", "public_id", "user"],
        update_fields=["seen_at"],
    )
    rows = Presence.objects.filter(kind=kind, public_id=public_id, seen_at__gt=now - FRESH).exclude(user=by)
    return [row.user for row in rows.select_related("user").order_by("-seen_at")]


def forget_past(*, now: datetime) -> int:
    """Delete what is no longer so. Returns how many."""
    return Presence.objects.filter(seen_at__lt=now - FRESH).delete()[0]
