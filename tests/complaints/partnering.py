"""A partner that brings complaints, its key, and a system of its that listens."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from complaints.models import PartnerGate
from complaints.services import partners
from foundation.accounts.models import User
from service_charter.models import Partner

_serial = count(1)


def make_gate(by: User, *, channels: list[str] | None = None) -> PartnerGate:
    """A partner of the register that may bring complaints through every door, or those named."""
    n = next(_serial)
    partner = Partner.objects.create(code=f"care-{n}", name_th=f"ผู้ให้บริการ {n}", name_en=f"Care {n}")
    gate = partners.let_in(partner=partner, by=by, now=timezone.now())
    return partners.set_gate(
        gate_id=gate.pk,
        channels=channels or ["api", "line", "hotline_1111"],
        is_open=True,
        by=by,
        now=timezone.now(),
        shown_version=None,
    )


BROUGHT = {
    "external_reference": "T-1001",
    "category": "building",
    "description": "น้ำหยดจากฝ้าเพดานหน้าร้าน",
    "name": "สุดารัตน์ มีสุข",
    "phone": "081 234 5678",
}


@dataclass
class System:
    """A partner's system that calls our API."""

    key: str
    client: Client = field(default_factory=Client)

    def get(self, path: str = "", **query: str) -> Any:
        """Ask."""
        return self.client.get(f"/api/v1/partner-complaints/{path}", query, headers=self._headers())

    def post(self, path: str = "", *, once: str = "one", **facts: Any) -> Any:
        """Bring."""
        headers = self._headers() | {"Idempotency-Key": once}
        address = f"/api/v1/partner-complaints/{path}"
        return self.client.post(address, json.dumps(facts), content_type="application/json", headers=headers)

    def bring(self, *, once: str = "one", **facts: Any) -> Any:
        """Bring a complaint."""
        return self.post(once=once, **(BROUGHT | facts))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Partner {self.key}"}


def make_system(gate: PartnerGate, by: User) -> System:
    """The partner's system with a new key."""
    return System(partners.new_key(gate_id=gate.pk, by=by, now=timezone.now()))


@dataclass
class Listener:
    """What arrived at a partner's system, and what it answers."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[dict[str, str], str]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """A partner's system on the loopback; answers 200 when nothing else is asked for."""
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.came.append((dict(self.headers), body))
            self.send_response(heard.answers.pop(0) if heard.answers else 200)
            self.send_header("Location", heard.url)
            self.end_headers()

        def log_message(self, *told: Any) -> None:
            """Tests keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    heard.url = f"http://127.0.0.1:{server.server_port}/told?who=us"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
