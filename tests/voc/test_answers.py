"""A response counts once, whoever tries; what a survey found, against figures reckoned by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.metrics import Period
from tests.customers.factories import NOW, make_person
from tests.voc.listening import add_question, answer, make_draft, make_invitation, make_open
from voc import listening_metrics as metrics
from voc.enums.survey import QuestionKind as Kind
from voc.models import Answer, Invitation, SurveyResponse, Voice
from voc.selectors.results import results_of
from voc.selectors.surveys import participation
from voc.services import surveys
from voc.services.answers import AlreadyAnswered, Sender, forget_respondents
from voc.services.privacy import GONE, forget_customer
from voc.services.voices import gather_voices

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
PERIOD = Period(NOW - timedelta(days=30), NOW + timedelta(days=1))


def test_a_personal_link_answered_a_hundred_times_counts_once(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst)
    invitation = make_invitation(survey, analyst)
    answer(survey, 5, invitation=invitation)
    for _n in range(99):
        with pytest.raises(AlreadyAnswered):
            answer(survey, 1, invitation=invitation)
    assert participation(survey).counted == 1
    assert participation(survey).rate == 1
    assert Answer.objects.get().score == 5


def test_one_browser_answers_once_and_the_same_answers_from_one_place_count_once(person: Person) -> None:
    survey = make_open(person("voc-analyst"))
    answer(survey, 4, sender=Sender("one", "10.1.1.1"))
    with pytest.raises(AlreadyAnswered):
        answer(survey, 3, sender=Sender("one", "10.1.1.1"))
    for number in range(100):  # cookies cleared every time
        answer(survey, 4, sender=Sender(f"cleared-{number}", "10.1.1.1"))
    answer(survey, 4, sender=Sender("neighbour", "10.9.9.9"))
    assert participation(survey).counted == 2
    assert participation(survey).repeated == 100
    assert results_of(survey)[0].figure.n == 2


def test_the_database_holds_one_response_a_browser_and_a_door(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst)
    first = answer(survey, 4)
    copy = {"survey": survey, "door": "anonymous", "submitted_at": NOW, "answers_hash": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyResponse.objects.create(**copy, browser_hash=first.browser_hash)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyResponse.objects.create(**copy, customer=make_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(response=first, question=add_question(make_draft(analyst), analyst), importance=3)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.CSAT, {"score": 6}),
        (Kind.CSAT, {"score": 0}),
        (Kind.NPS, {"score": 11}),
        (Kind.CHOICE, {"choice": "z"}),
        (Kind.NEED, {"importance": 5, "satisfaction": None}),
        (Kind.CSAT, {}),
    ],
)
def test_impossible_and_missing_answers_are_refused_by_question(person: Person, kind: str, said: Any) -> None:
    survey = make_open(person("voc-analyst"), (kind,))
    with pytest.raises(Incomplete) as refusal:
        answer(survey, said)
    assert set(refusal.value.missing) == {"q1"}
    assert not SurveyResponse.objects.exists()


def test_drafts_closed_surveys_and_closed_doors_take_no_answers(person: Person) -> None:
    analyst = person("voc-analyst")
    draft = make_draft(analyst)
    add_question(draft, analyst)
    closed = make_open(analyst)
    surveys.close_survey(survey_id=closed.pk, by=analyst, now=NOW)
    for survey in (draft, closed, make_open(analyst, is_for_everybody=False)):
        with pytest.raises(IllegalMove):
            answer(survey, 5)


def test_satisfaction_recommendation_and_needs_as_reckoned_by_hand(person: Person) -> None:
    survey = make_open(person("voc-analyst"), (Kind.CSAT, Kind.NPS, Kind.NEED, Kind.CHOICE))
    # 8 of 10 satisfied; 5 promoters, 2 detractors; 6 of 10 important; 3 of 10 content; a 7 times, b 3 times.
    for number in range(10):
        answer(
            survey,
            5 if number < 8 else 2,
            9 if number < 5 else 6 if number < 7 else 8,
            {"importance": 4 if number < 6 else 3, "satisfaction": 5 if number < 3 else 1},
            {"choice": "a" if number < 7 else "b"},
        )
    csat, nps, need, choice = results_of(survey)
    assert (csat.figure.value, csat.figure.n, csat.figure.is_few) == (80, 10, True)
    assert (csat.figure.low, csat.figure.high) == pytest.approx((49.02, 94.33), abs=0.01)
    assert nps.figure.value == pytest.approx(30)
    assert (need.figure.value, need.second and need.second.value) == (60, 30)
    assert [bar.n for bar in choice.bars] == [7, 3]
    assert metrics.NPS.measure(PERIOD)[""].value == pytest.approx(30)
    assert metrics.SURVEY_CSAT.measure(PERIOD)[""].value == 80


def test_under_five_answers_nothing_is_shown(person: Person) -> None:
    survey = make_open(person("voc-analyst"))
    for _n in range(4):
        answer(survey, 5)
    assert results_of(survey)[0].figure.value is None
    assert results_of(survey)[0].bars == []
    assert metrics.SURVEY_CSAT.measure(PERIOD)[""].value is None


def test_the_response_rate_is_of_the_invited(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst)
    invitations = [make_invitation(survey, analyst) for _n in range(8)]
    for invitation in invitations[:6]:
        answer(survey, 4, invitation=invitation)
    answer(survey, 4)
    assert participation(survey).rate == 0.75
    assert metrics.RESPONSE_RATE.measure(PERIOD)[""].value == 75


def test_after_two_years_answers_belong_to_nobody_and_still_count(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst, (Kind.OPEN,))
    answer(survey, {"text": "ขอที่จอดรถเพิ่ม"}, invitation=make_invitation(survey, analyst))
    gather_voices(now=NOW)
    assert forget_respondents(now=NOW + timedelta(days=700)) == 0
    assert forget_respondents(now=NOW + timedelta(days=731)) == 1
    assert SurveyResponse.objects.get().customer is None
    assert Voice.objects.get().customer is None
    assert participation(survey).counted == 1


def test_a_forgotten_customer_leaves_figures_but_no_words(person: Person) -> None:
    analyst = person("voc-analyst")
    survey = make_open(analyst, (Kind.CSAT, Kind.OPEN))
    customer = make_person()
    answer(survey, 5, {"text": "ดีมาก"}, invitation=make_invitation(survey, analyst, customer=customer))
    gather_voices(now=NOW)
    forget_customer(customer_id=customer.pk, now=NOW)
    forget_customer(customer_id=customer.pk, now=NOW)
    assert (Voice.objects.get().text, Voice.objects.get().customer) == (GONE, None)
    assert Answer.objects.get(question__kind="open").text == GONE
    assert participation(survey).counted == 1
    assert not Invitation.objects.exists()


def test_open_answers_are_stored_without_numbers(person: Person) -> None:
    survey = make_open(person("voc-analyst"), (Kind.OPEN,))
    answer(survey, {"text": "โทรหาผม 0812345678"})
    assert "0812345678" not in Answer.objects.get().text
