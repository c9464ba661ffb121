"""Ways of sending besides e-mail, each behind the same small interface: a function that takes a `Letter`.

    SMS_GATEWAY=https://sms.example.co.th/v1/messages    a POST of JSON with a bearer token
    SMS_GATEWAY=file                                     lines in TRDCRM_HOME/outbox/sms.jsonl, for development alone

The gateway gets {"to": "+66812345678", "sender": …, "text": …, "reference": …}; the reference stays the same when a
message is sent again, so that the gateway can drop the second. LINE (foundation.core.line) has an API of its own, whose
retry key does the same.
"""

import json
import os
import uuid
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from foundation.core.mailer import Letter, PermanentFailure, TemporaryFailure
from foundation.core.models import OutboxError

FILE = "file"
TIMEOUT = 10
_LINE = uuid.UUID("6f0d3c1e-8a5b-4d53-9c1f-2b8f6a0e7d41")  # ours alone; names the keys of repeated messages


def sms_is_open() -> bool:
    """Whether messages can be sent by SMS."""
    return bool(settings.SMS_GATEWAY)


def send_sms(letter: Letter) -> None:
    """Hand a short message to the gateway. Raises TemporaryFailure and PermanentFailure."""
    body = {
        "to": letter.to,
        "sender": settings.SMS_SENDER,
        "text": letter.body.strip(),
        "reference": letter.message_id.strip("<>").partition("@")[0],
    }
    if settings.SMS_GATEWAY == FILE:
        _write("sms", body)
    else:
        post_json(settings.SMS_GATEWAY, body, token=settings.SMS_TOKEN)


def send_line(letter: Letter) -> None:
    """Push a short message to a person at LINE. Raises TemporaryFailure and PermanentFailure.

    The retry key stays the same when a message is sent again; LINE then answers 409, which means that it has gone out.
    """
    body = {"to": letter.to, "messages": [{"type": "text", "text": letter.body.strip()}]}
    if settings.LINE_GATEWAY == FILE:
        _write("line", body)
        return
    retry_key = {"X-Line-Retry-Key": str(uuid.uuid5(_LINE, letter.message_id))}
    url = f"{settings.LINE_GATEWAY}/v2/bot/message/push"
    post_json(url, body, token=settings.LINE_CHANNEL_TOKEN, headers=retry_key, done=frozenset({409}))


class _NoRedirect(HTTPRedirectHandler):
    """A gateway that moved is mended in the settings: its token is not carried elsewhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def post_json(
    url: str,
    body: dict[str, Any],
    *,
    token: str,
    headers: Mapping[str, str] | None = None,
    done: frozenset[int] = frozenset(),
) -> None:
    """POST to a gateway, with a timeout and no redirects. `done` are codes that mean it was sent before.

    Raises TemporaryFailure where it is away, busy or does not know us (that can be mended), PermanentFailure where it
    refuses this message.
    """
    head = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", **(headers or {})}
    request = Request(url, data=json.dumps(body).encode(), headers=head, method="POST")  # noqa: S310  https by setting
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            answer.read(1024)
    except HTTPError as error:
        error.close()
        if error.code in done:
            return
        refused = 400 <= error.code < 500 and error.code not in {401, 403, 404, 408, 425, 429}
        raise (PermanentFailure if refused else TemporaryFailure)(str(error.code)) from None
    except (URLError, HTTPException, OSError) as error:
        raise TemporaryFailure(OutboxError.UNREACHABLE.value) from error


def _write(name: str, body: dict[str, Any]) -> None:
    folder = Path(settings.TRDCRM_HOME) / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(body, ensure_ascii=False) + "\n"
    with open(
        folder / f"{name}.jsonl", "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)
    ) as file:
        file.write(line)
