"""What a survey found: set-based counts a question, with intervals; small groups are not shown.

Only responses that count enter. Under five answers a group shows nothing (privacy), under thirty it says so.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from foundation.core.intervals import net_promoter, wilson
from segmentation.selectors import segment_names, segment_of
from voc.enums.survey import QuestionKind
from voc.models import Answer, Question, Survey
from voc.models.spoken import option_word

FEWEST, FEW = 5, 30
SATISFIED_FROM = 4
PROMOTER_FROM, DETRACTOR_TO = 9, 6


@dataclass(frozen=True)
class Figure:
    """A result with its interval. `value` is a percentage, for NPS points; None where too few answered."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether too few answered for anything to be shown."""
        return self.n < FEWEST

    @property
    def is_few(self) -> bool:
        """Whether the page warns that the figure rests on few answers."""
        return FEWEST <= self.n < FEW


@dataclass(frozen=True)
class Bar:
    """One answer of a question: how often it was given."""

    label: str
    n: int


@dataclass(frozen=True)
class Result:
    """A question's result. `cuts` are the main figure by segment; `bars` the answers given."""

    question: Question
    figure: Figure
    bars: list[Bar] = field(default_factory=list)
    second: Figure | None = None
    cuts: list[tuple[str, Figure]] = field(default_factory=list)


def results_of(survey: Survey) -> list[Result]:
    """Every question in its order; the number of statements does not grow with the responses."""
    questions = list(survey.questions.order_by("number"))
    answers = Answer.objects.filter(response__survey=survey, response__not_counted="").order_by()
    whole = _tallies(answers.values("question_id"), "question_id")
    by_segment = _tallies(
        answers.filter(response__customer__isnull=False)
        .annotate(segment=segment_of("response__customer_id"))
        .values("question_id", "segment"),
        "question_id",
        "segment",
    )
    bars = _bars(answers)
    names = segment_names({segment for _question, segment in by_segment if segment})
    return [_result(question, whole, by_segment, bars, names) for question in questions]


def share(good: int, n: int) -> Figure:
    """A percentage with Wilson's interval; hidden under five."""
    if n < FEWEST:
        return Figure(n)
    low, high = wilson(good, n)
    return Figure(n, 100 * good / n, 100 * low, 100 * high)


def promoter_score(promoters: int, detractors: int, n: int) -> Figure:
    """The net promoter score with its interval; hidden under five."""
    return Figure(n, *net_promoter(promoters, detractors, n)) if n >= FEWEST else Figure(n)


def _tallies(answers: QuerySet[Any, Any], *keys: str) -> dict[Any, dict[str, int]]:
    counted = answers.annotate(
        n=Count("pk"),
        satisfied=Count("pk", filter=Q(score__gte=SATISFIED_FROM)),
        promoters=Count("pk", filter=Q(score__gte=PROMOTER_FROM)),
        detractors=Count("pk", filter=Q(score__lte=DETRACTOR_TO)),
        important=Count("pk", filter=Q(importance__gte=SATISFIED_FROM)),
        content=Count("pk", filter=Q(satisfaction__gte=SATISFIED_FROM)),
    )
    return {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row for row in counted}


def _bars(answers: QuerySet[Answer]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for question, score, choice, n in answers.values_list("question_id", "score", "choice").annotate(n=Count("pk")):
        found[question][choice or str(score)] = n
    return found


def _result(
    question: Question,
    whole: dict[Any, dict[str, int]],
    by_segment: dict[Any, dict[str, int]],
    bars: dict[int, dict[str, int]],
    names: dict[str, str],
) -> Result:
    tally = whole.get(question.pk, {})
    cuts = [
        (names.get(segment, ""), _figure(question.kind, row))
        for (asked, segment), row in by_segment.items()
        if asked == question.pk and segment
    ]
    figure = _figure(question.kind, tally)
    second = share(tally.get("content", 0), figure.n) if question.kind == QuestionKind.NEED else None
    shown = [] if figure.is_hidden else _bars_of(question, bars.get(question.pk, {}))
    return Result(question, figure, shown, second, sorted(cuts, key=lambda cut: cut[0]))


def _figure(kind: str, tally: dict[str, int]) -> Figure:
    """The main figure of a kind: top two boxes, net promoter score, importance; for the others only n."""
    n = tally.get("n", 0)
    if kind == QuestionKind.CSAT:
        return share(tally.get("satisfied", 0), n)
    if kind == QuestionKind.NPS:
        return promoter_score(tally.get("promoters", 0), tally.get("detractors", 0), n)
    if kind == QuestionKind.NEED:
        return share(tally.get("important", 0), n)
    return Figure(n)


def _bars_of(question: Question, counts: dict[str, int]) -> list[Bar]:
    if question.kind == QuestionKind.CHOICE:
        return [Bar(option_word(option), counts.get(option["code"], 0)) for option in question.options]
    if question.kind == QuestionKind.CSAT:
        return [Bar(str(score), counts.get(str(score), 0)) for score in range(1, 6)]
    if question.kind == QuestionKind.NPS:
        return [Bar(str(score), counts.get(str(score), 0)) for score in range(11)]
    return []
