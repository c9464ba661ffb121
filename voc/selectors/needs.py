"""Needs ranked by opportunity, from the answers to importance and satisfaction (policy 3.3)."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from foundation.core.metrics import Period
from segmentation.selectors import segment_of
from voc.enums.survey import QuestionKind
from voc.models import Answer, Question
from voc.scores import NeedScore

TOP = 4  # ratings from 4 on count as important, as satisfied


def need_names() -> dict[str, str]:
    """Every need that was ever asked about, by its code, in the words of the newest question."""
    questions = Question.objects.filter(kind=QuestionKind.NEED).order_by("need_code", "-id").distinct("need_code")
    return {question.need_code: question.text for question in questions}


def need_scores(period: Period, *, by_segment: bool = False) -> list[NeedScore]:
    """Each need over everybody, or in each segment (answers whose segment is unknown left out); two statements."""
    names = need_names()
    counts = {
        "n": Count("pk"),
        "important": Count("pk", filter=Q(importance__gte=TOP)),
        "satisfied": Count("pk", filter=Q(satisfaction__gte=TOP)),
    }
    rows: QuerySet[Any] = _answers(period)
    columns = ["question__need_code"]
    if by_segment:
        rows = rows.annotate(segment=segment_of("response__customer_id")).filter(segment__isnull=False)
        columns.append("segment")
    groups = rows.values_list(*columns)
    made = []
    for code, *rest in groups.order_by().annotate(**counts):
        segment, figures = (rest[0], rest[1:]) if by_segment else ("", rest)
        made.append(NeedScore(code, names.get(code, code), segment, *figures))
    return sorted(made, key=lambda score: (score.code, score.segment))


def respondents(period: Period) -> int:
    """How many people rated a need in the period."""
    return _answers(period).aggregate(n=Count("response", distinct=True))["n"] or 0


def _answers(period: Period) -> "QuerySet[Answer]":
    return Answer.objects.filter(
        question__kind=QuestionKind.NEED,
        importance__isnull=False,
        response__not_counted="",
        response__submitted_at__gte=period.start,
        response__submitted_at__lt=period.end,
    )
