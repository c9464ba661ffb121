"""LINE: signatures, events that are told twice, files that are fetched, and the contract of the push."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.core import gateways, job_runner, line, outbox
from foundation.core.incoming import receiving
from foundation.core.mailer import Letter, PermanentFailure, TemporaryFailure
from foundation.core.models import IncomingLetter, Job, JobState, LetterState, OutboxError, OutboxMessage
from foundation.core.rates import Limit

SECRET, USER = "a-secret-of-a-channel", "U" + "0a" * 16
LETTER = Letter(to=USER, subject="", body="เรื่อง 1\n", language="th", message_id="<abc@localhost>")


def an_event(name: str = "01HX", message: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    event = {
        "type": "message",
        "webhookEventId": name,
        "timestamp": 1_790_000_000_000,
        "source": {"type": "user", "userId": USER},
        "message": message or {"type": "text", "id": "1", "text": "น้ำรั่ว"},
    }
    return event | changes


def tell(*events: Any, body: bytes | None = None, signature: str | None = None) -> int:
    """What we answer LINE."""
    body = json.dumps({"destination": "Ux", "events": list(events)}).encode() if body is None else body
    signed = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
    heads = {"X-Line-Signature": signed if signature is None else signature}
    strict = Client(enforce_csrf_checks=True)
    return strict.post(reverse("core:line"), body, content_type="application/json", headers=heads).status_code


class Api(HTTPServer):
    """Answers as LINE does and remembers what it was asked."""

    code = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.told: list[tuple[str, dict[str, str], bytes]] = []


class Answer(BaseHTTPRequestHandler):
    server: Api

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        self.server.told.append((self.path, dict(self.headers), body))
        self.send_response(self.server.code)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(b"\x89PNG" if self.command == "GET" else b"{}")

    def log_message(self, *words: object) -> None:
        """Quiet."""


@pytest.fixture(autouse=True)
def channel(settings):
    """A channel is set up."""
    settings.LINE_CHANNEL_SECRET, settings.LINE_CHANNEL_TOKEN = SECRET, "token"


@pytest.fixture
def api(settings) -> Iterator[Api]:
    server = Api()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.LINE_GATEWAY = settings.LINE_CONTENT = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def taken(monkeypatch) -> list[Any]:
    """What was handed over."""
    readings: list[Any] = []
    monkeypatch.setitem(receiving._takers, "line", lambda letter, reading, now: readings.append(reading))
    return readings


def work_off() -> None:
    for job in Job.objects.filter(kind=receiving.TAKE_LINE_JOB, state=JobState.QUEUED):
        job_runner.run(job.pk)


# --- in -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_signed_event_is_kept_sealed_and_handed_over_once(taken, caplog):
    assert [tell(an_event()), tell(an_event()), tell(an_event(deliveryContext={"isRedelivery": True}))] == [200] * 3
    [row] = IncomingLetter.objects.all()
    assert (row.way, row.state, row.sender) == ("line", LetterState.RECEIVED, None)
    work_off()
    work_off()
    [reading] = taken
    assert (reading.sender, reading.text, reading.said_at.year) == (USER, "น้ำรั่ว", 2026)
    stored = str(IncomingLetter.objects.values())
    assert USER not in stored + caplog.text
    assert "น้ำรั่ว" not in stored + caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("signature", ["", "x", "ก", base64.b64encode(b"0" * 32).decode()])
def test_what_line_did_not_sign_is_refused(signature):
    assert tell(an_event(), signature=signature) == 401
    assert not IncomingLetter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"events": 1}', b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_signed_rubbish_is_refused(body):
    assert tell(body=body) == 400


@pytest.mark.django_db
def test_a_report_that_is_too_large_too_frequent_or_not_awaited_is_refused(settings, monkeypatch):
    assert tell(body=b"x" * (1024 * 1024 + 1)) == 413
    assert tell() == 200  # LINE tries the address with no events
    assert Client().get(reverse("core:line")).status_code == 405
    monkeypatch.setattr("foundation.core.views.line.REPORTS", Limit(0, timedelta(minutes=1)))
    assert tell() == 429
    settings.LINE_CHANNEL_SECRET = ""
    assert tell() == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "event",
    [
        an_event(source={"type": "group", "groupId": "C1", "userId": USER}),
        an_event(source={"type": "user", "userId": "U1"}),
        an_event(message={"type": "location", "id": "1"}),
        an_event(mode="standby"),
        an_event(type="beacon"),
        an_event(webhookEventId=None),
        {"type": "message"},
        "text",
        None,
    ],
)
def test_what_is_none_of_ours_is_left_alone(event):
    assert tell(event) == 200
    assert not IncomingLetter.objects.exists()


@pytest.mark.django_db
def test_stickers_speak_and_followers_are_told_of(taken):
    tell(an_event("1", {"type": "sticker", "id": "1", "keywords": ["thanks", "ok"]}), an_event("2", type="unfollow"))
    work_off()
    assert ("thanks, ok" in taken[0].text, taken[1].automatic) == (True, "unfollow")


@pytest.mark.django_db
def test_a_picture_is_fetched_once_with_our_token(api: Api, taken):
    tell(an_event("p", {"type": "image", "id": "4711", "contentProvider": {"type": "line"}}))
    before = IncomingLetter.objects.get().stored_as
    work_off()
    [(path, heads, _body)] = api.told
    assert (path, heads["Authorization"]) == ("/v2/bot/message/4711/content", "Bearer token")
    [file] = taken[0].files
    assert (file.name.endswith(".png"), file.content) == (True, b"\x89PNG")
    assert IncomingLetter.objects.get().stored_as != before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "message",
    [
        {"type": "image", "id": "../../x"},
        {"type": "image", "id": "1", "contentProvider": {"type": "external", "originalContentUrl": "http://a.example"}},
    ],
)
def test_nothing_is_fetched_from_elsewhere(api: Api, taken, message):
    tell(an_event("e", message))
    work_off()
    assert (api.told, taken[0].files, bool(taken[0].text)) == ([], (), True)


@pytest.mark.django_db
def test_a_picture_that_cannot_be_fetched_is_tried_again_then_told_of(api: Api, taken, settings):
    api.code = 503
    tell(an_event("p", {"type": "image", "id": "1"}))
    for _attempt in range(settings.JOB_ATTEMPTS):
        assert not taken
        Job.objects.update(run_after=timezone.now() - timedelta(minutes=1))
        work_off()
    [reading] = taken
    assert (reading.files, "LINE" in reading.text) == ((), True)
    assert len(api.told) == settings.JOB_ATTEMPTS - 1


@pytest.mark.django_db
def test_a_picture_that_is_gone_or_too_large_is_told_of_at_once(api: Api, taken, settings):
    settings.ATTACHMENT_MAX_BYTES = 3
    tell(an_event("big", {"type": "image", "id": "1"}))
    work_off()
    api.code = 404
    tell(an_event("gone", {"type": "image", "id": "2"}))
    work_off()
    assert [reading.files for reading in taken] == [(), ()]


# --- out ------------------------------------------------------------------------------------------------------------


def test_a_push_bears_the_same_key_each_time(api: Api):
    gateways.send_line(LETTER)
    api.code = 409  # it has gone out before
    gateways.send_line(LETTER)
    [(path, heads, body), (_path, again, _body)] = api.told
    assert path == "/v2/bot/message/push"
    assert json.loads(body) == {"to": USER, "messages": [{"type": "text", "text": "เรื่อง 1"}]}
    assert heads["X-Line-Retry-Key"] == again["X-Line-Retry-Key"]
    assert len(heads["X-Line-Retry-Key"]) == 36
    assert heads["Authorization"] == "Bearer token"


@pytest.mark.parametrize(
    ("code", "failure"),
    [(400, PermanentFailure), (401, TemporaryFailure), (429, TemporaryFailure), (500, TemporaryFailure)],
)
def test_what_can_be_mended_is_tried_again(api: Api, code, failure):
    api.code = code
    with pytest.raises(failure, match=str(code)):
        gateways.send_line(LETTER)


@pytest.mark.django_db
def test_a_message_by_line_goes_once_masked_for_staff_and_only_to_people(settings, tmp_path):
    settings.LINE_GATEWAY, settings.TRDCRM_HOME = "file", tmp_path
    facts = {"kind": "t", "language": "en", "template": "one_time", "context": {"figures": "1"}, "channel": "line"}
    message = outbox.send(**facts, to=USER, key="l:1")
    assert (message.masked_recipient, USER in message.masked_recipient) == ("LINE …0a0a", False)
    outbox.deliver(message.pk)
    outbox.deliver(message.pk)
    [said] = (tmp_path / "outbox" / "line.jsonl").read_text().splitlines()
    assert json.loads(said)["to"] == USER
    assert outbox.send(**facts, to="+66812345678", key="l:2").error == OutboxError.BAD_USER
    settings.LINE_GATEWAY = ""
    assert outbox.send(**facts, to=USER, key="l:3").error == OutboxError.NO_WAY
    assert OutboxMessage.objects.count() == 3
    assert not line.line_is_open()
