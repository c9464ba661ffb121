"""Logs tell what happened and not to whom."""

import io
import json
import logging
import logging.config
import uuid

import pytest
import structlog
from django.test import Client

from foundation.core.ids import new_public_id, new_tracking_code
from trdcrm.logging import STRUCK, scrub

PERSONAL = [
    "0812345678",
    "081-234-5678",
    "02 123 4567",
    "+66 81 234 5678",
    "๐๘๑๒๓๔๕๖๗๘",
    "somchai.j@example.co.th",
    "1101700230708",
    "1-1017-00230-70-8",
    "๑๑๐๑๗๐๐๒๓๐๗๐๘",
    "K7QF-2MXD-8RT4-WX9Y-ZA3B-CD5E-8Z",
]
HARMLESS = [
    "C-2569-000123-7",
    "2026-11-23T07:31:02",
    "22/11/2569",
    "took 1250 ms over 100000 rows",
    "GET /staff/complaints/C-2569-000123-7/",
    "a1b2c3d4-1234-4123-8123-123456789012",
]


# Ids of their own: xdist compares the names that its workers collect.
CODES = (
    pytest.param(new_tracking_code(), id="tracking-code"),
    pytest.param(new_tracking_code().replace("-", ""), id="tracking-code-without-dashes"),
)


@pytest.mark.parametrize("secret", [*PERSONAL, *CODES])
def test_personal_data_is_struck_out_inside_a_sentence(secret: str) -> None:
    assert scrub(f"ผู้ร้อง {secret} โทรมา") == f"ผู้ร้อง {STRUCK} โทรมา"


@pytest.mark.parametrize("text", [*HARMLESS, pytest.param(new_public_id(), id="a-public-id")])
def test_what_operators_need_stays(text: str) -> None:
    assert scrub(text) == text


def test_a_line_is_json_with_its_context(log_lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger("tests").info("mail_sent", email="a@b.co", who={"phone": "0812345678", "rows": 3})
    line = json.loads(log_lines.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "mail_sent",
        "email": STRUCK,
        "who": {"phone": STRUCK, "rows": 3},
        "request_id": "abc",
        "level": "info",
        "logger": "tests",
    }


def test_exceptions_of_the_standard_library_are_scrubbed_too(log_lines: io.StringIO) -> None:
    try:
        raise ValueError("duplicate key (phone)=(0812345678)")
    except ValueError:
        logging.getLogger("tests").exception("could not save %s", "somchai@example.com")
    line = json.loads(log_lines.getvalue())
    assert line["event"] == f"could not save {STRUCK}"
    assert "ValueError" in line["exception"]
    assert "0812345678" not in log_lines.getvalue()


def test_requests_are_logged_with_an_id_of_ours_and_without_their_query(log_lines: io.StringIO) -> None:
    Client().get("/healthz", {"q": "สมชาย ใจดี"}, headers={"X-Request-ID": "chosen by a visitor"})
    finished = [json.loads(line) for line in log_lines.getvalue().splitlines() if "request_finished" in line]
    assert [(line["request"], line["code"]) for line in finished] == [("GET /healthz", 200)]
    assert uuid.UUID(finished[0]["request_id"]).version == 4
    assert "%E0%B8" not in log_lines.getvalue()
