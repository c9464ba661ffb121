"""Two at once: a personal link answered in two windows, a source gathered by two workers, a survey closed meanwhile."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from foundation.core.errors import IllegalMove
from tests.customers.factories import NOW
from tests.people import someone
from tests.voc.listening import answer, make_invitation, make_open, rate
from voc.models import SurveyResponse, Voice
from voc.services.surveys import close_survey
from voc.services.voices import gather_voices

pytestmark = [pytest.mark.django_db(transaction=True)]


def at_once(*works: Callable[[], object]) -> list[Any]:
    """The works, each in a connection of its own, begun together; what each gave or raised."""
    start, outcomes = threading.Barrier(len(works)), list[Any]()

    def run(work: Callable[[], object]) -> None:
        start.wait(10)
        try:
            outcomes.append(work())
        except IllegalMove as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


def test_a_personal_link_in_two_windows_gives_one_response() -> None:
    analyst = someone("voc-analyst")
    survey = make_open(analyst)
    invitation = make_invitation(survey, analyst)
    outcomes = at_once(*[lambda: answer(survey, 4, invitation=invitation)] * 2)
    assert sum(isinstance(outcome, IllegalMove) for outcome in outcomes) == 1
    assert SurveyResponse.objects.count() == 1


def test_a_browser_in_two_windows_gives_one_response() -> None:
    from voc.services.answers import Sender

    survey = make_open(someone("voc-analyst"))
    outcomes = at_once(*[lambda: answer(survey, 4, sender=Sender("one", "10.0.0.1"))] * 2)
    assert sum(isinstance(outcome, IllegalMove) for outcome in outcomes) == 1
    assert SurveyResponse.objects.count() == 1


def test_two_workers_gather_a_comment_once() -> None:
    for number in range(5):
        rate(comment=f"คำ {number}")
    at_once(*[lambda: gather_voices(now=NOW)] * 2)
    assert Voice.objects.count() == 5


def test_a_survey_closed_meanwhile_takes_the_answer_before_or_not_at_all() -> None:
    analyst = someone("voc-analyst")
    survey = make_open(analyst)
    outcomes = at_once(lambda: close_survey(survey_id=survey.pk, by=analyst, now=NOW), lambda: answer(survey, 5))
    refused = any(isinstance(outcome, IllegalMove) for outcome in outcomes)
    assert SurveyResponse.objects.count() == (0 if refused else 1)
