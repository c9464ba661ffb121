"""Forms of governance that come too late or are refused: programs see it, and what was typed stays."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import User
from foundation.governance import services
from tests.accounts.signing_in import sign_in
from tests.governance import access_table as table
from tests.governance import auditing
from tests.governance.convening import planned
from tests.governance.factories import NOW
from tests.governance.records import make_action, make_observation
from tests.late import comes_late
from tests.people import someone

pytestmark = pytest.mark.django_db

Made = Callable[[], Mapping[str, Any]]


def a_meeting_ahead() -> Mapping[str, Any]:
    return {"public_id": planned(held_on=timezone.localdate() + dt.timedelta(days=10)).public_id}


LATE: list[tuple[str, Made, str, str]] = [
    ("staff-risk-edit", table.a_risk, "strategist", "title"),
    ("staff-duty-edit", table.a_duty, "policy-administrator", "text_th"),
    ("staff-seat", table.a_seat, "board-secretary", "title_th"),
    ("staff-agenda-edit", table.an_item, "board-secretary", "title"),
    ("staff-meeting-change", a_meeting_ahead, "board-secretary", "note"),
    ("staff-audit-edit", table.a_planned, "policy-administrator", "title"),
    ("staff-checklist", table.a_checklist, "policy-administrator", "title"),
]


def desk_of(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


@pytest.mark.parametrize(("name", "make", "role", "field"), LATE, ids=[row[0] for row in LATE])
def test_a_late_save_is_a_conflict(name: str, make: Made, role: str, field: str) -> None:
    address = reverse(f"governance:{name}", kwargs=make())
    comes_late(desk_of(someone(role)), address, **{field: "ของฉัน"})


def test_a_late_finding_is_a_conflict() -> None:
    audit = auditing.make_under_way()
    address = reverse("governance:staff-finding-edit", args=[auditing.make_finding(audit).public_id])
    comes_late(desk_of(audit.auditor), address, text="ของฉัน")


def test_late_bands_are_a_conflict_and_wrong_ones_are_not() -> None:
    client, address = desk_of(someone("policy-administrator")), reverse("governance:staff-risk-bands")
    page = client.get(address)
    assert page.status_code == 200
    given: dict[str, Any] = {}
    for form in page.context["forms"]:
        given |= {form.add_prefix(name): value for name, value in form.initial.items()}
    first = page.context["forms"][0]
    typed = given | {first.add_prefix("name_th"): "ของฉัน"}
    wrong = client.post(address, typed | {first.add_prefix("highest"): "99"})
    late = client.post(address, typed | {first.add_prefix("version"): "9998"})
    assert (wrong.status_code, late.status_code) == (422, 409)
    assert all("ของฉัน" in answer.content.decode() for answer in (wrong, late))


NEW = [
    ("staff-risk-new", None, "strategist"),
    ("staff-duty-new", table.a_clause, "policy-administrator"),
    ("staff-seat-new", None, "board-secretary"),
    ("staff-quorum-new", None, "board-secretary"),
    ("staff-agenda-new", table.a_meeting, "board-secretary"),
    ("staff-meeting-new", None, "board-secretary"),
    ("staff-observation-new", None, "board-secretary"),
    ("staff-action-new", None, "strategist"),
    ("staff-audit-plan-new", None, "policy-administrator"),
    ("staff-checklist-new", None, "policy-administrator"),
    ("staff-policy-import", None, "policy-administrator"),
]


@pytest.mark.parametrize(("name", "make", "role"), NEW, ids=[row[0] for row in NEW])
def test_an_empty_form_is_refused(name: str, make: Made | None, role: str) -> None:
    client, address = desk_of(someone(role)), reverse(f"governance:{name}", kwargs=make() if make else None)
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422


def test_an_action_done_meanwhile_keeps_the_second_note() -> None:
    action = make_action()
    services.complete_action(action_id=action.pk, note="ทำแล้ว", by=action.owner, now=NOW)
    address = reverse("governance:staff-action-complete", args=[action.public_id])
    late = desk_of(action.owner).post(address, {"note": "ทำแล้วเช่นกัน"})
    assert late.status_code == 422
    assert "ทำแล้วเช่นกัน" in late.content.decode()


def test_what_the_board_said_stays_though_nothing_was_answered_yet() -> None:
    address = reverse("governance:staff-observation-decide", args=[make_observation().public_id])
    early = desk_of(someone("board-secretary")).post(address, {"note": "รับทราบคำชี้แจง"})
    assert early.status_code == 422
    assert "รับทราบคำชี้แจง" in early.content.decode()
