"""What comes in by LINE, as a row: one event as LINE told it, with the file of its message once that was fetched."""

import base64
import json
import mimetypes
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from foundation.core.files import clean_name
from foundation.core.incoming.reading import TEXT_LIMIT, Attached, Reading
from foundation.core.line import MEDIA
from foundation.core.thai.text import normalise

FOLLOW, UNFOLLOW = "follow", "unfollow"


def packed(event: dict[str, Any], *, content: bytes | None = None, kind: str = "") -> bytes:
    """An event as it is kept; with `content` the file of its message, empty where there is none to be had."""
    kept: dict[str, Any] = {"event": event}
    if content is not None:
        kept |= {"content": base64.b64encode(content).decode(), "kind": kind}
    return json.dumps(kept).encode()


def event_in(raw: bytes) -> dict[str, Any]:
    """The event of a row."""
    event: dict[str, Any] = json.loads(raw)["event"]
    return event


def identity_of_event(raw: bytes) -> str:
    """What LINE calls the event; one that is told again bears the same name."""
    return str(event_in(raw)["webhookEventId"])


def wants_content(raw: bytes) -> str:
    """The id of the message whose file is still to be fetched; empty where there is none, or it lies elsewhere."""
    message = event_in(raw).get("message") or {}
    fetched = "content" in json.loads(raw)
    provider = message.get("contentProvider") or {}
    if fetched or message.get("type") not in MEDIA or provider.get("type") == "external":
        return ""
    return str(message.get("id", ""))


def read_event(raw: bytes) -> Reading:
    """The event as a letter is read: whose it is, its words and its file."""
    if not raw:
        return Reading(is_readable=False)
    kept = json.loads(raw)
    event = kept["event"]
    message = event.get("message") or {}
    content = base64.b64decode(kept.get("content", ""))
    return Reading(
        sender=event["source"]["userId"],
        text=normalise(_words(message, bool(content))[:TEXT_LIMIT]),
        files=(Attached(_name(message, kept.get("kind", "")), content),) if content else (),
        automatic=event["type"] if event["type"] in {FOLLOW, UNFOLLOW} else "",
        said_at=_moment(event.get("timestamp")),
    )


def _words(message: dict[str, Any], has_file: bool) -> str:
    match message.get("type"):
        case "text":
            return str(message.get("text", ""))
        case "sticker":
            words = message.get("keywords")
            said = ", ".join(str(word) for word in words[:5]) if isinstance(words, list) else ""
            sticker = _("Sticker")
            return f"[{sticker}: {said}]" if said else f"[{sticker}]"
        case None:
            return ""
        case _:
            away = _("A file that could not be fetched from LINE")
            return "" if has_file else f"[{away}]"


def _name(message: dict[str, Any], kind: str) -> str:
    told = message.get("fileName")
    return clean_name(str(told) if told else f"{_('file')}{mimetypes.guess_extension(kind) or ''}")


def _moment(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 10**13:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
