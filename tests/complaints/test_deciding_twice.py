"""Answer to a decision and judgement of our work go together; a second decision asks for the answer alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from complaints import services
from complaints.models import Complaint, Rating
from foundation.core.errors import IllegalMove, Incomplete
from tests.complaints.factories import Desk

Filed = Callable[..., Complaint]
CASE, ANSWER = reverse("complaints:portal-case"), reverse("complaints:portal-answer")
GREAT = services.Judgement(5, 4, "ดี")


@pytest.fixture
def told(filed: Filed, desk: Desk, client: Client) -> Complaint:
    """A complaint whose decision was sent, open in the complainant's browser."""
    complaint = filed("communicated")
    track = {"number": complaint.number, "code": desk.codes[complaint.pk]}
    assert client.post(reverse("complaints:portal-track"), track).status_code == 302
    return complaint


def decide_again(complaint: Complaint, desk: Desk, now: datetime) -> None:
    services.review(complaint_id=complaint.pk, reason="ดูอีกครั้ง", by=desk.manager, now=now)
    for move in ("decide", "communicate"):
        desk.step(complaint, move, now=now)


def say(client: Client, **said: Any) -> str:
    """What the page says after the answer."""
    answer = client.post(ANSWER, said, follow=True)
    assert answer.redirect_chain == [(CASE, 302)]
    return " ".join(str(message) for message in answer.context["messages"])


def scores() -> list[tuple[int, int | None]]:
    return list(Rating.objects.values_list("process", "outcome"))


def test_answer_and_judgement_are_kept_together(told: Complaint, client: Client) -> None:
    assert 'name="process"' in client.get(CASE).content.decode()
    assert "คำตอบ" in say(client, answer="accept", process="5", outcome="4")
    told.refresh_from_db()
    assert (told.status, scores()) == ("accepted", [(5, 4)])


def test_who_answers_a_second_decision_is_not_asked_to_judge_again(
    told: Complaint, desk: Desk, client: Client, now: datetime
) -> None:
    first = say(client, answer="reject", reason="ยังรั่วอยู่", process="2", outcome="1")
    decide_again(told, desk, now)
    page = client.get(CASE).content.decode()
    assert 'name="answer"' in page
    assert 'name="process"' not in page
    # An old page may still send a score: the answer counts, and the first judgement stands.
    assert say(client, answer="accept", process="5", outcome="5") == first
    told.refresh_from_db()
    assert (told.status, told.answer, scores()) == ("accepted", "accepted", [(2, 1)])


def test_a_refused_answer_keeps_the_scores_that_were_chosen(told: Complaint, client: Client) -> None:
    answer = client.post(ANSWER, {"answer": "reject", "process": "3"})
    assert answer.status_code == 422
    assert 'name="process" value="3" checked' in answer.content.decode()
    assert not Rating.objects.exists()


@pytest.mark.parametrize("wrong", [services.Judgement(6), services.Judgement(3, 0)])
def test_both_or_neither(told: Complaint, now: datetime, wrong: services.Judgement) -> None:
    with pytest.raises(Incomplete):
        services.answer_decision(complaint_id=told.pk, is_accepted=True, reason="", judgement=wrong, now=now)
    told.refresh_from_db()
    assert (told.status, scores()) == ("communicated", [])


def test_no_judgement_without_a_decision_to_answer(filed: Filed, now: datetime) -> None:
    with pytest.raises(IllegalMove):
        services.answer_decision(complaint_id=filed().pk, is_accepted=True, reason="", judgement=GREAT, now=now)
    assert not Rating.objects.exists()
