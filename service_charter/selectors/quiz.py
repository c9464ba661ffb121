"""Which quiz is asked for, who has passed it, and which questions are not understood."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from foundation.accounts.models import User
from service_charter.models import CharterVersion, Quiz, QuizAnswer, QuizAttempt, QuizQuestion
from service_charter.selectors.awareness import charter_to_read, readers
from service_charter.selectors.measurement import HIDDEN_BELOW, Tally


@dataclass(frozen=True)
class Asked:
    """A question of the bank with how it was answered."""

    question: QuizQuestion
    tally: Tally


def quiz_to_pass(at: dt.datetime) -> Quiz | None:
    """The open quiz on the version that staff are asked to read."""
    charter = charter_to_read(at)
    return quiz_of(charter, at) if charter else None


def quiz_of(charter: CharterVersion, at: dt.datetime) -> Quiz | None:
    """The quiz on a version, once it is open."""
    return Quiz.objects.filter(charter=charter, opened_at__lte=at).select_related("charter").first()


def bank(quiz: Quiz) -> list[Asked]:
    """Every question, those in use first, with the share answered right; hidden where few were asked. Two queries."""
    counted = (
        QuizAnswer.objects.filter(question__quiz=quiz, attempt__finished_at__isnull=False)
        .order_by()
        .values_list("question_id")
        .annotate(n=Count("pk"), right=Count("pk", filter=Q(chosen=F("question__right"))))
    )
    found = {key: Tally(n, right) for key, n, right in counted}
    return [Asked(row, found.get(row.pk, Tally())) for row in quiz.questions.order_by("-is_active", "id")]


def attempts_of(user: User, quiz: Quiz) -> QuerySet[QuizAttempt]:
    """The person's attempts, newest first."""
    return QuizAttempt.objects.filter(quiz=quiz, person=user)


def finished_today(user: User, quiz: Quiz, at: dt.datetime) -> int:
    """How many attempts the person has handed in on that day."""
    return attempts_of(user, quiz).filter(finished_at__date=timezone.localdate(at)).count()


def has_passed(user: User, quiz: Quiz) -> bool:
    """Whether one of the person's attempts reached the mark."""
    return attempts_of(user, quiz).filter(passed=True).exists()


def not_passed(quiz: Quiz, at: dt.datetime) -> QuerySet[User]:
    """Who is asked and had not passed by that moment."""
    return readers().filter(~passed_by(quiz, at))


def passed_by(quiz: Quiz, at: dt.datetime) -> Exists:
    """Of a person: passed by that moment."""
    done = QuizAttempt.objects.filter(quiz=quiz, person=OuterRef("pk"), passed=True, finished_at__lte=at)
    return Exists(done)


def by_unit(quiz: Quiz, at: dt.datetime) -> dict[int | None, Tally]:
    """How many of the asked have passed, by unit; one query."""
    rows = (
        readers()
        .select_related(None)
        .order_by()
        .annotate(done=passed_by(quiz, at))
        .values_list("unit_id")
        .annotate(n=Count("pk"), passed=Count("pk", filter=Q(done=True)))
    )
    return {unit: Tally(n, passed) for unit, n, passed in rows}


def knowledge_by_unit(quiz: Quiz, at: dt.datetime) -> dict[int | None, Tally]:
    """Right answers of all given, by unit; hidden where fewer than five people answered. One query."""
    rows = (
        QuizAttempt.objects.filter(quiz=quiz, finished_at__lte=at, person__is_active=True)
        .order_by()
        .values_list("person__unit_id")
        .annotate(people=Count("person", distinct=True), n=Sum("asked"), good=Sum("right"))
    )
    return {unit: Tally(n, good) for unit, people, n, good in rows if people >= HIDDEN_BELOW}
