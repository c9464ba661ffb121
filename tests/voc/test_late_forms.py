"""Forms of the voice of the customer that come too late or are refused: programs see it, what was typed stays."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.signing_in import sign_in
from tests.late import comes_late, sent
from tests.people import someone
from tests.voc import access_announcing as announcing
from tests.voc import access_listening as listening
from tests.voc.announcing import make_insight

pytestmark = pytest.mark.django_db

Made = Callable[[], Mapping[str, Any]]
LATE: list[tuple[str, Made, str]] = [
    ("announcement-change", announcing.a_draft, "title_th"),
    ("done-change", announcing.an_entry, "said_th"),
    ("plan-change", announcing.a_plan, "method_th"),
    ("insight-change", announcing.an_insight, "title"),
    ("survey-edit", listening.a_draft, "title_th"),
    ("question-edit", listening.a_question, "text_th"),
]


@pytest.fixture
def analyst(client: Client) -> Client:
    sign_in(client, someone("voc-analyst"))
    return client


@pytest.mark.parametrize(("name", "make", "field"), LATE, ids=[row[0] for row in LATE])
def test_a_late_save_is_a_conflict(analyst: Client, name: str, make: Made, field: str) -> None:
    comes_late(analyst, reverse(f"voc:{name}", kwargs=make()), **{field: "ของฉัน"})


def test_a_late_save_of_the_same_words_says_so_too(analyst: Client) -> None:
    """There is nothing to compare, and still a person must know that it was not saved."""
    comes_late(analyst, reverse("voc:insight-change", args=[make_insight(someone("voc-analyst")).public_id]))


@pytest.mark.parametrize("name", ["announcement-new", "done-new", "plan-new", "insight-new", "survey-new"])
def test_an_empty_form_is_refused(analyst: Client, name: str) -> None:
    address = reverse(f"voc:{name}")
    assert analyst.get(address).status_code == 200
    assert analyst.post(address, {}).status_code == 422


def test_what_a_service_refuses_stays_in_the_form(analyst: Client) -> None:
    address = reverse("voc:announcement-change", kwargs=announcing.a_draft())
    typed = sent(analyst.get(address).context["form"]) | {"title_th": "ของฉัน", "until_day": "1/1/2560"}
    refused = analyst.post(address, typed)
    assert refused.status_code == 422
    assert "ของฉัน" in refused.content.decode()


def test_an_outcome_before_the_decision_is_refused(analyst: Client) -> None:
    row = make_insight(someone("voc-analyst"))
    early = analyst.post(reverse("voc:insight-follow-up", args=[row.public_id]), {"outcome": "ทำแล้วได้ผล"})
    assert early.status_code == 422
    row.refresh_from_db()
    assert row.outcome == ""
