"""The letter of a decision: what stands in it, for whom, and that it never changes."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.letter_pdf import letter_docx, letter_pdf, letters_of
from complaints.models import Complaint, Letter
from foundation.accounts.models import Unit, User
from foundation.core.append_only import writable_history
from tests.complaints.factories import DECISION, Desk
from tests.complaints.test_proof import words


def letter(complaint: Complaint, number: int = 1, *, is_masked: bool = False) -> str:
    body = letter_pdf(complaint, number=number, is_masked=is_masked)
    assert body is not None
    return words(body)


def test_the_letter_says_what_was_sent_and_where_to_turn(filed: Callable[..., Complaint], desk: Desk) -> None:
    complaint = filed(status="communicated")
    text = letter(complaint)
    year = complaint.received_at.year + 543
    for said in (
        f"{complaint.number}/1",
        "เรียน",
        "อ้างถึง",
        "สุดารัตน์มีสุข",
        "ปรียาวงศ์ไทย",
        "1111",
        "1567",
        str(year),
        "ขอแสดงความนับถือ",
    ):
        assert said in text
    assert "".join(DECISION.prevention.split()) in text


def test_staff_see_it_without_the_name_and_an_anonymous_one_has_none(filed: Callable[..., Complaint]) -> None:
    assert "สุดารัตน์" not in letter(filed(status="communicated"), is_masked=True)


@pytest.mark.usefixtures("desk")
def test_an_anonymous_letter_is_addressed_by_number(filed: Callable[..., Complaint]) -> None:
    complaint = filed(status="communicated", identity="anonymous")
    assert f"ผู้ร้องเรียนเรื่องเลขที่{complaint.number}" in letter(complaint)


def test_it_speaks_the_language_of_the_case(filed: Callable[..., Complaint]) -> None:
    assert "Yourssincerely" in letter(filed(status="communicated", language="en"))


def test_a_review_leaves_the_first_letter_as_it_was(filed: Callable[..., Complaint], desk: Desk, now: datetime) -> None:
    complaint = filed(status="rejected")
    first = letter_pdf(complaint, number=1, is_masked=False)
    services.review(complaint_id=complaint.pk, reason="ดูอีกครั้ง", by=desk.manager, now=now)
    complaint.refresh_from_db()
    assert letter_pdf(complaint, number=1, is_masked=False) == first
    assert letter_pdf(complaint, number=2, is_masked=False) is None
    for move in ("decide", "communicate"):
        complaint = desk.step(complaint, move)
    assert len(letters_of(complaint)) == 2
    assert f"{complaint.number}/2" in letter(complaint, 2)
    assert letter_pdf(complaint, number=1, is_masked=False) == first


@pytest.mark.parametrize("number", ["", "0", "2", "-1", "x", "٣", "9" * 400])
def test_the_complainant_fetches_it_from_the_tracking_page(
    client: Client, filed: Callable[..., Complaint], desk: Desk, number: str
) -> None:
    complaint = filed(status="communicated")
    code = desk.codes[complaint.pk]
    client.post(reverse("complaints:portal-track"), {"number": complaint.number, "code": code})
    assert "case/letter.pdf?n=1" in client.get(reverse("complaints:portal-case")).content.decode()
    address = reverse("complaints:portal-letter")
    sent = client.get(address, {"n": "1"})
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    assert client.get(address, {"n": number}).status_code == 404


def test_before_the_decision_is_sent_there_is_no_letter(filed: Callable[..., Complaint], manager: Client) -> None:
    complaint = filed(status="decided")
    assert (
        "letters/1.pdf" not in manager.get(reverse("complaints:staff-detail", args=[complaint.number])).content.decode()
    )
    assert manager.get(reverse("complaints:staff-letter", args=[complaint.number, 1])).status_code == 404


def test_a_reprint_says_what_was_issued(filed: Callable[..., Complaint]) -> None:
    complaint = filed(status="communicated")
    first, frozen = letter_pdf(complaint, number=1, is_masked=False), letter_docx(complaint, number=1, is_masked=False)
    Unit.objects.filter(pk=complaint.unit_id).update(name_th="หน่วยใหม่", name_en="New unit")
    User.objects.filter(username="preeya").update(last_name="ชื่อใหม่")
    again = Complaint.objects.get(pk=complaint.pk)
    assert letter_pdf(again, number=1, is_masked=False) == first
    assert letter_docx(again, number=1, is_masked=False) == frozen


def test_older_letters_are_issued_by_the_tidying(filed: Callable[..., Complaint], now: datetime) -> None:
    complaint = filed(status="communicated")
    before = letter_pdf(complaint, number=1, is_masked=False)
    with writable_history():
        Letter.objects.all().delete()
    assert letter_pdf(complaint, number=1, is_masked=False) == before
    assert services.issue_missing(now=now) == 1
    assert services.issue_missing(now=now) == 0
    assert letter_pdf(complaint, number=1, is_masked=False) == before


def test_the_same_letter_as_docx(filed: Callable[..., Complaint], manager: Client) -> None:
    complaint = filed(status="communicated")
    body = letter_docx(complaint, number=1, is_masked=False)
    assert body is not None
    with zipfile.ZipFile(BytesIO(body)) as packed:
        for name in packed.namelist():
            ElementTree.fromstring(packed.read(name))  # noqa: S314  our own
        text = packed.read("word/document.xml").decode()
    for said in (f"{complaint.number}/1", "สุดารัตน์ มีสุข", "ปรียา วงศ์ไทย", "1111", DECISION.prevention):
        assert said in text
    address = reverse("complaints:staff-letter-docx", args=[complaint.number, 1])
    sent = manager.get(address)
    assert sent.status_code == 200
    assert sent.content.startswith(b"PK")
    assert address in manager.get(reverse("complaints:staff-detail", args=[complaint.number])).content.decode()
    with zipfile.ZipFile(BytesIO(sent.content)) as packed:
        assert "สุดารัตน์" not in packed.read("word/document.xml").decode()
    assert manager.get(reverse("complaints:staff-letter-docx", args=[complaint.number, 2])).status_code == 404
