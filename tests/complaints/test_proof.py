"""A receipt that can be proved: on paper, by its code, without a word of the matter."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.models import Complaint
from complaints.receipt_pdf import proof_address, receipt_pdf
from complaints.views.visit import VISIT
from foundation.accounts.models import User
from tests.complaints.portal_form import STORY, fill, send

pytestmark = pytest.mark.usefixtures("charter")
VERIFY = reverse("complaints:portal-verify")


@pytest.fixture
def sent(client: Client) -> Complaint:
    fill(client)
    send(client)
    return Complaint.objects.get()


def words(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(BytesIO(pdf))
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def look(client: Client, number: str, code: str) -> Any:
    return client.get(VERIFY, {"number": number, "code": code})


def test_the_code_of_the_receipt_proves_number_times_and_promise(client: Client, sent: Complaint) -> None:
    answer = client.get(proof_address(sent).split("127.0.0.1:8000")[-1].replace("http://testserver", ""))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ใบรับเรื่องนี้เป็นของจริง" in page
    assert sent.number in page
    for secret in (STORY, "สุดารัตน์", "อาคาร B", sent.public_id):
        assert secret not in page


def test_what_moved_is_told_beside_what_was_printed(sent: Complaint, person: Callable[..., User]) -> None:
    before = selectors.proof_of(sent.number, selectors.check_code(sent))
    assert before is not None
    assert [promise.has_moved for promise in before.promises] == [False] * len(before.promises)
    assert before.is_open
    officer, start = person("complaint-officer", unit=sent.unit), timezone.now()
    for day in (1, 5):  # the first date is the printed one, however often it moves
        services.pause(
            complaint_id=sent.pk, kind="complainant", reason="รอรูป", by=officer, now=start + timedelta(days=day)
        )
        services.resume(complaint_id=sent.pk, by=officer, now=start + timedelta(days=day + 3))
    after = selectors.proof_of(sent.number, selectors.check_code(sent))
    assert after is not None
    assert [promise.printed for promise in after.promises] == [promise.printed for promise in before.promises]
    assert after.promises[-1].has_moved


def test_forgiving_of_typing_but_not_of_another_code(client: Client, sent: Complaint) -> None:
    code = selectors.check_code(sent)
    assert look(client, sent.number.lower(), code.lower().replace("-", " ")).status_code == 200
    wrong = ("Z" if code[0] != "Z" else "Y") + code[1:]
    answers = [look(client, sent.number, wrong), look(client, "C-2569-999999-0", code), look(client, "เลขที่", code)]
    assert {answer.status_code for answer in answers} == {422}
    assert len({str(answer.context["form"].non_field_errors()) for answer in answers}) == 1  # no number is told


def test_an_empty_address_asks_and_an_empty_form_is_told(client: Client, db: None) -> None:
    assert client.get(VERIFY).status_code == 200
    assert set(look(client, "", "").context["form"].errors) == {"number", "code"}


def test_guessing_is_slowed_down(client: Client, sent: Complaint) -> None:
    codes = [look(client, sent.number, f"{n:016}").status_code for n in range(21)]
    assert codes == [422] * 20 + [429]


def test_the_paper_can_be_read_back_and_is_the_same_each_time(client: Client, sent: Complaint) -> None:
    answer = client.get(reverse("complaints:portal-receipt-pdf"))
    assert answer["Content-Type"] == "application/pdf"
    text = words(answer.content)
    for part in (
        sent.number,
        services.derive_code(client.cookies[VISIT.draft_cookie].value),
        selectors.check_code(sent),
    ):
        assert part in text
    assert "เราได้รับเรื่องแล้ว" in text
    assert "".join(STORY.split()) not in text
    complaint = selectors.tracked(sent.public_id)
    assert complaint is not None
    assert receipt_pdf(complaint) == receipt_pdf(complaint)


def test_the_tracking_page_gives_the_receipt_without_the_code(client: Client, sent: Complaint) -> None:
    code = services.derive_code(client.cookies[VISIT.draft_cookie].value)
    other = Client()
    assert other.get(reverse("complaints:portal-case-receipt")).status_code == 302
    other.post(reverse("complaints:portal-track"), {"number": sent.number, "code": code})
    assert reverse("complaints:portal-case-receipt") in other.get(reverse("complaints:portal-case")).content.decode()
    answer = other.get(reverse("complaints:portal-case-receipt"))
    assert answer.status_code == 200
    assert code not in words(answer.content)
    assert selectors.check_code(sent) in words(answer.content)


def test_a_receipt_ends_with_the_case_but_stays_genuine(sent: Complaint) -> None:
    Complaint.objects.filter(pk=sent.pk).update(status="withdrawn", closed_at=timezone.now())
    proof = selectors.proof_of(sent.number, selectors.check_code(sent))
    assert proof is not None
    assert not proof.is_open
