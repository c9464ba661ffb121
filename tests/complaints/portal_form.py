"""The portal form as a browser fills it in, page by page."""

import json
from base64 import b64encode
from typing import Any

import altcha
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.core import antibot

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
STORY = "น้ำหยดจากฝ้าเพดานหน้าร้าน พื้นลื่น"
CHECK = reverse("complaints:portal-check")
NEW = reverse("complaints:portal-new")


def step(name: str) -> str:
    return reverse("complaints:portal-step", args=[name])


def solved() -> str:
    """A right solution of a fresh challenge, as the widget sends it."""
    given = json.loads(antibot.new_challenge(now=timezone.now()))
    answer = altcha.solve_challenge(
        given["challenge"], given["salt"], given["algorithm"], max_number=antibot.HARDEST_NUMBER
    )
    payload = {key: given[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": answer.number}
    return b64encode(json.dumps(payload).encode()).decode()


def fill(client: Client, identity: str = "named", **changes: Any) -> None:
    """Go through every page but the last."""
    client.post(NEW, {"identity": identity})
    client.post(step("about"), {"category": changes.get("category", "building")})
    client.post(
        step("story"), {"description": changes.get("description", STORY), "place": "อาคาร B", "occurred_on": ""}
    )
    client.post(step("siblings"), {"follow": "own"})
    client.post(step("remedy"), {"remedies": ["repair", "apology"], "remedy_wish": ""})
    if identity != "anonymous":
        client.post(
            step("contact"),
            {
                "name": "สุดารัตน์ มีสุข",
                "phone": "081 234 5678",
                "email": "s@example.com",
                "reply_by": "email",
                "satisfaction_contact": changes.get("consent", "on"),
            },
        )
    client.post(step("files"), {})


def send(client: Client, **data: str) -> Any:
    return client.post(CHECK, {antibot.FIELD: solved(), **data})
