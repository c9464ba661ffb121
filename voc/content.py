"""The exact content that is approved: one canonical form, one hash."""

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc.models import Announcement

TEXTS = ("title_th", "title_en", "body_th", "body_en", "changed_th", "changed_en")
FACTS = ("kind", "urgency", "audience", "edition")
LISTS = ("segments", "relations", "channels")
MOMENTS = ("valid_from", "valid_until")


def canonical(announcement: "Announcement") -> str:
    """Everything a customer will see and who will get it, as JSON with sorted keys and no blanks."""
    content: dict[str, Any] = {name: getattr(announcement, name) for name in (*TEXTS, *FACTS)}
    content |= {name: sorted(getattr(announcement, name)) for name in LISTS}
    content |= {name: _moment(getattr(announcement, name)) for name in MOMENTS}
    content["touchpoint"] = announcement.touchpoint.public_id if announcement.touchpoint else None
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def content_hash(announcement: "Announcement") -> str:
    """The sha-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(announcement).encode()).hexdigest()


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
