"""What surveys say of a relationship: the last response by name within a year, told with its figure."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from customers.models import Customer, RelationshipHealth
from customers.selectors import standing_of, visible_customer
from customers.services.health import judge_relationships
from tests.customers.factories import NOW, make_organisation
from tests.people import someone
from tests.voc.listening import answer, make_invitation, make_open
from voc.enums.survey import QuestionKind
from voc.models import SurveyResponse

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TWO = (QuestionKind.CSAT, QuestionKind.CSAT)


def said(customer: Customer, *scores: int, now: dt.datetime = NOW, kinds: tuple[str, ...] = ()) -> SurveyResponse:
    """A response of the customer by a link of its own."""
    analyst = someone("voc-analyst")
    survey = make_open(analyst, kinds or (QuestionKind.CSAT,) * len(scores))
    response = answer(survey, *scores, invitation=make_invitation(survey, analyst, customer=customer))
    SurveyResponse.objects.filter(pk=response.pk).update(submitted_at=now)
    return response


def judged(customer: Customer, *, now: dt.datetime = NOW) -> list[tuple[str, Any]]:
    """The reasons of surveys after a night."""
    judge_relationships(now=now)
    row = RelationshipHealth.objects.filter(customer=customer).first()
    reasons = row.reasons if row else []
    return [(told["key"], told["value"]) for told in reasons if told["key"].startswith("surveys.")]


@pytest.mark.parametrize(
    ("scores", "sign"),
    [
        ((1,), ("surveys.dissatisfied", 1)),
        ((2, 2), ("surveys.dissatisfied", 2)),
        ((2, 3), ("surveys.so_so", 2.5)),
        ((4, 3), ("surveys.so_so", 3.5)),
        ((4,), ("surveys.satisfied", 4)),
        ((5, 5), ("surveys.satisfied", 5)),
    ],
)
def test_the_mean_of_the_last_response_is_one_reason(scores: tuple[int, ...], sign: tuple[str, float]) -> None:
    customer = make_organisation()
    said(customer, *scores)
    assert judged(customer) == [sign]


def test_only_the_last_response_counts_and_none_older_than_a_year() -> None:
    customer, other = make_organisation(), make_organisation()
    said(customer, 1, now=NOW - 10 * DAY)
    said(customer, 5, now=NOW - DAY)
    said(other, 2)
    assert judged(customer) == [("surveys.satisfied", 5)]
    assert judged(customer, now=NOW + 366 * DAY) == []


def test_what_does_not_count_or_asks_something_else_says_nothing() -> None:
    customer = make_organisation()
    said(customer, 5, now=NOW - DAY)
    repeated = said(customer, 1)
    SurveyResponse.objects.filter(pk=repeated.pk).update(not_counted="same")
    said(customer, 0, kinds=(QuestionKind.NPS,))
    assert judged(customer) == [("surveys.satisfied", 5)]


def test_it_is_told_in_words_to_those_who_read_voices_alone() -> None:
    customer = make_organisation()
    said(customer, 2, 3)
    judge_relationships(now=NOW)
    analyst, clerk = someone("voc-analyst"), someone("complaint-investigator")
    for language, words in (("en", "more than 2 and less than 4 of 5: 2.5"), ("th", "2.5")):
        with translation.override(language):
            standing = standing_of(analyst, visible_customer(analyst, customer.public_id))
            assert standing is not None
            assert words in standing.reasons[0].words
    hidden = standing_of(clerk, visible_customer(analyst, customer.public_id))
    assert hidden is not None
    assert not any("2.5" in reason.words for reason in hidden.reasons)
