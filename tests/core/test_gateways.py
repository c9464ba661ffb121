"""Short messages: the gateway's contract, what can be mended and what not, and numbers that take none."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from foundation.core import gateways, outbox
from foundation.core.contacts import can_take_sms
from foundation.core.mailer import Letter, PermanentFailure, TemporaryFailure
from foundation.core.models import OutboxError, OutboxMessage, OutboxState

LETTER = Letter(to="+66812345678", subject="", body="เรื่อง 1\n", language="th", message_id="<abc@localhost>")


class Gateway(HTTPServer):
    """Answers with a code and remembers what it was sent."""

    code = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.told: list[tuple[str, dict]] = []


class Answer(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.code)
        if self.server.code == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Quiet."""


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.SMS_GATEWAY, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/sms", "secret"
    settings.SMS_SENDER = "DAD"
    yield server
    server.shutdown()
    server.server_close()


def test_the_gateway_gets_number_text_and_a_reference(gateway: Gateway):
    gateways.send_sms(LETTER)
    body = {"to": "+66812345678", "sender": "DAD", "text": "เรื่อง 1", "reference": "abc"}
    assert gateway.told == [("Bearer secret", body)]


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (400, PermanentFailure),
        (422, PermanentFailure),
        (302, TemporaryFailure),
        (401, TemporaryFailure),
        (429, TemporaryFailure),
        (503, TemporaryFailure),
    ],
)
def test_what_can_be_mended_is_tried_again_and_a_token_is_carried_nowhere(gateway: Gateway, code, failure):
    gateway.code = code
    with pytest.raises(failure, match=str(code)):
        gateways.send_sms(LETTER)
    assert len(gateway.told) == 1


def test_a_gateway_that_is_away_is_tried_again(settings):
    settings.SMS_GATEWAY = "http://127.0.0.1:9/sms"
    with pytest.raises(TemporaryFailure, match="unreachable"):
        gateways.send_sms(LETTER)


def test_in_development_messages_lie_in_a_file_of_the_owner(settings, tmp_path: Path):
    settings.SMS_GATEWAY, settings.TRDCRM_HOME = "file", tmp_path
    gateways.send_sms(LETTER)
    gateways.send_sms(LETTER)
    path = tmp_path / "outbox" / "sms.jsonl"
    assert [json.loads(line)["to"] for line in path.read_text().splitlines()] == ["+66812345678"] * 2
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("number", "takes"),
    [("+66812345678", True), ("+6621234567", False), ("1111", False), ("+4915112345678", True), ("x", False)],
)
def test_which_numbers_take_short_messages(number, takes):
    assert can_take_sms(number) is takes


def send(key: str, to: str) -> OutboxMessage:
    words = {"figures": "123456", "minutes": 10}
    facts = {"kind": "test.sms", "language": "en", "template": "one_time", "context": words}
    return outbox.send(**facts, to=to, key=key, channel="sms")


@pytest.mark.django_db
def test_a_short_message_goes_its_way_once(gateway: Gateway):
    message = send("s:1", "+66812345678")
    assert (message.subject, message.masked_recipient[-4:]) == ("", "5678")
    outbox.deliver(message.pk)
    outbox.deliver(message.pk)
    [(_token, body)] = gateway.told
    assert "123456" in body["text"]
    assert "\n" not in body["text"]
    message.refresh_from_db()
    assert (message.state, message.body) == (OutboxState.SENT, None)


@pytest.mark.django_db
def test_a_number_that_takes_none_and_a_way_that_is_not_set_up_are_told(gateway: Gateway, settings):
    assert send("s:2", "+6621234567").error == OutboxError.BAD_NUMBER
    settings.SMS_GATEWAY = ""
    closed = send("s:3", "+66812345678")
    assert (closed.state, closed.error) == (OutboxState.FAILED, OutboxError.NO_WAY)
    assert not gateway.told
