"""Answers to importance and satisfaction, made straight as rows: the survey's own way is tested elsewhere."""

import datetime as dt
from collections.abc import Iterable

from customers.models import Customer
from foundation.core.ids import new_public_id
from tests.governance.factories import NOW
from tests.people import someone
from voc.models import Answer, Question, Survey, SurveyResponse


def survey_of(code: str) -> Question:
    """The question about a need, its survey made where missing. The name of the need is its code."""
    survey, _made = Survey.objects.get_or_create(
        code=f"needs-{code}", defaults={"title_th": "แบบสำรวจ", "drafted_by": someone("voc-analyst", "surveyor")}
    )
    question, _made = Question.objects.get_or_create(
        survey=survey, number=1, defaults={"kind": "need", "need_code": code, "text_th": code, "text_en": code}
    )
    return question


def rate(
    code: str,
    pairs: Iterable[tuple[int, int]],
    *,
    customers: Iterable[Customer] = (),
    at: dt.datetime = NOW,
    not_counted: str = "",
) -> None:
    """Each pair (importance, satisfaction) is a respondent; with customers, they answer one after the other."""
    question = survey_of(code)
    people = iter(customers)
    for importance, satisfaction in pairs:
        customer = next(people, None)
        response = SurveyResponse.objects.create(
            survey=question.survey,
            door="invited" if customer else "anonymous",
            customer=customer,
            submitted_at=at,
            answers_hash=new_public_id(),
            not_counted=not_counted,
        )
        Answer.objects.create(response=response, question=question, importance=importance, satisfaction=satisfaction)
