"""A case beside the queue: a piece of the page with an address of its own, at a constant price."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import Complaint
from tests.complaints.factories import Desk

Filed = Callable[..., Complaint]
PIECE = {"HX-Request": "true"}


def address(case: Complaint) -> str:
    return reverse("complaints:staff-beside", args=[case.number])


def test_the_piece_says_what_is_next_and_what_was_written_last(filed: Filed, desk: Desk, officer: Client) -> None:
    case = filed("acknowledged")
    services.add_note(complaint_id=case.pk, body="ช่างว่าต้องรื้อฝ้า", by=desk.officer, now=timezone.now())
    page = officer.get(address(case), headers=PIECE).content.decode()
    assert "<html" not in page
    for words in (case.subject, "ประเมิน", case.description, "ช่างว่าต้องรื้อฝ้า", f'data-draft="case-{case.public_id}"'):
        assert words in page
    assert reverse("complaints:staff-present", args=[case.number]) in page
    assert "สุดารัตน์ มีสุข" not in page


def test_the_address_by_itself_is_the_whole_case(filed: Filed, officer: Client) -> None:
    case = filed()
    answer = officer.get(address(case))
    assert (answer.status_code, answer["Location"]) == (302, reverse("complaints:staff-detail", args=[case.number]))
    assert "HX-Request" in answer["Vary"]


def test_what_is_out_of_sight_is_not_shown_beside_either(filed: Filed, desk: Desk, officer: Client) -> None:
    case = filed(complained_about=desk.officer)
    assert officer.get(address(case), headers=PIECE).status_code == 404


def test_the_piece_costs_the_same_however_much_was_written(filed: Filed, desk: Desk, officer: Client) -> None:
    case = filed("acknowledged")
    costs = []
    for count in (1, 6):
        for n in range(count):
            said: dict[str, Any] = {
                "complaint_id": case.pk,
                "body": f"บันทึก {n}",
                "by": desk.officer,
                "now": timezone.now(),
            }
            services.add_note(**said)
            services.send_message(**said)
        officer.get(address(case), headers=PIECE)
        with CaptureQueriesContext(connection) as captured:
            officer.get(address(case), headers=PIECE)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12


def test_what_is_sent_from_beside_the_queue_leads_back_to_it_and_nowhere_else(filed: Filed, officer: Client) -> None:
    case = filed("acknowledged")
    to, queue = reverse("complaints:staff-reply", args=[case.number]), reverse("complaints:staff-list")
    for sent, back in (
        (f"?view=mine&case={case.number}", f"{queue}?view=mine&case={case.number}"),
        ("//elsewhere.example/", f"{queue}?%2F%2Felsewhere.example%2F="),
        ("", reverse("complaints:staff-detail", args=[case.number])),
    ):
        answer = officer.post(to, {"kind": "note", "body": "ดูแล้ว", "queue": sent})
        assert (answer.status_code, answer["Location"]) == (302, back)
