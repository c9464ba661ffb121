"""The record of a review on paper, read back: who, what was said, what changes, what the board decided."""

import re
from collections.abc import Callable

import pypdfium2
import pytest
from django.test import Client

from reporting.models import AnnualReview
from reporting.review_record import record_pdf
from tests.governance.factories import NOW
from tests.reporting import factories as f

pytestmark = pytest.mark.django_db


def read_back(pdf: bytes) -> str:
    """The words of the pages without white space."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def test_the_record_tells_people_words_changes_and_resolution() -> None:
    review = f.closed()
    text = read_back(record_pdf(review, now=NOW))
    resolution = review.resolution
    assert resolution is not None
    for told in (
        str(review),
        "แก้ข้อ 3.2 และเผยแพร่แล้ว",
        "ให้เพิ่มช่องทางออนไลน์",
        str(review.reviewed_by),
        resolution.meeting.label,
        review.content_hash[:4],
        str(review.draft_version),
    ):
        assert "".join(told.split()) in text, told


def test_a_closed_review_gives_the_same_paper_again() -> None:
    review = f.closed()
    assert record_pdf(review, now=NOW) == record_pdf(review, now=NOW + 400 * f.DAY)


def test_a_review_under_way_says_how_far_it_is(client_as: Callable[..., Client]) -> None:
    review: AnnualReview = f.assessing()
    answer = client_as("auditor").get(f"{review.get_absolute_url()}record.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "0จาก18" in read_back(answer.content)
