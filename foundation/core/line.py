"""LINE: what its Messaging API demands of both ways, apart from the rows that come of it.

    LINE_GATEWAY=https://api.line.me          where messages go out, and pictures are fetched from LINE_CONTENT
    LINE_GATEWAY=file                         lines in TRDCRM_HOME/outbox/line.jsonl, for development alone
    LINE_CHANNEL_SECRET=…                     signs what LINE tells us; without it nothing comes in
    LINE_CHANNEL_TOKEN=…                      the channel access token (long-lived)

Source: LINE Developers, Messaging API reference (webhooks, push message, retrying an API request, getting content).
"""

import base64
import hashlib
import hmac
import json
import re
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

FILE = "file"
TIMEOUT = 20
# The kinds of message of which the content is fetched apart.
MEDIA = frozenset({"image", "video", "audio", "file"})
_USER = re.compile(r"U[0-9a-f]{32}")
_MESSAGE = re.compile(r"\d{1,40}")


class BadEvents(Exception):
    """What came is no report of LINE."""


class ContentAway(Exception):
    """A file cannot be fetched now. The text is a code, never an address."""


def line_is_open() -> bool:
    """Whether messages can be sent by LINE."""
    return bool(settings.LINE_GATEWAY)


def line_comes_in() -> bool:
    """Whether what LINE tells us is taken."""
    return bool(settings.LINE_CHANNEL_SECRET)


def is_line_user(text: str) -> bool:
    """Whether the text is the id of a person in one channel of LINE."""
    return bool(_USER.fullmatch(text))


def mask_line_user(text: str) -> str:
    """Enough to tell two people apart."""
    return f"LINE …{text[-4:]}"


def is_signed(body: bytes, signature: str) -> bool:
    """Whether LINE signed the very bytes: HMAC-SHA-256 under the secret of the channel, in base64."""
    digest = hmac.new(settings.LINE_CHANNEL_SECRET.encode(), body, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(digest), signature.encode("utf-8", "replace"))


def events_in(body: bytes) -> list[dict[str, Any]]:
    """The events of one report that concern a person alone: messages, and that somebody began or ceased to follow.

    What is said in groups is none of ours. Raises BadEvents.
    """
    try:
        report = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadEvents from error
    events = report.get("events") if isinstance(report, dict) else None
    if not isinstance(events, list):
        raise BadEvents
    return [event for event in events if isinstance(event, dict) and _concerns_us(event)]


def fetch_content(message_id: str) -> tuple[bytes, str]:
    """The file of a message and its media type, as long as LINE keeps it; empty where it is gone or too large.

    Raises ContentAway where it can be tried again.
    """
    if not _MESSAGE.fullmatch(message_id) or settings.LINE_GATEWAY in {"", FILE}:
        return b"", ""
    url = f"{settings.LINE_CONTENT}/v2/bot/message/{message_id}/content"
    head = {"Authorization": f"Bearer {settings.LINE_CHANNEL_TOKEN}"}
    request = Request(url, headers=head)  # noqa: S310  https by setting
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            if answer.status == 202:  # LINE still prepares a long video
                raise ContentAway("202")
            content = answer.read(settings.ATTACHMENT_MAX_BYTES + 1)
            kind = answer.headers.get_content_type()
    except HTTPError as error:
        error.close()
        if error.code in {400, 404, 410}:
            return b"", ""
        raise ContentAway(str(error.code)) from None
    except (URLError, HTTPException, OSError) as error:
        raise ContentAway("unreachable") from error
    return (content, kind) if len(content) <= settings.ATTACHMENT_MAX_BYTES else (b"", "")


class _NoRedirect(HTTPRedirectHandler):
    """The token of the channel is not carried elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _concerns_us(event: dict[str, Any]) -> bool:
    source, message, name = event.get("source"), event.get("message"), event.get("webhookEventId")
    if not (isinstance(source, dict) and source.get("type") == "user" and isinstance(name, str) and name):
        return False
    if not is_line_user(str(source.get("userId"))) or event.get("mode") == "standby":
        return False
    if event.get("type") == "message":
        return isinstance(message, dict) and message.get("type") in {"text", "sticker", *MEDIA}
    return event.get("type") in {"follow", "unfollow"}
