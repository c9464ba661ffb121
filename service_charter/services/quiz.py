"""Keeping the bank of questions, and taking the quiz."""

import datetime as dt
from collections.abc import Mapping
from secrets import SystemRandom
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from service_charter.models import CharterVersion, Quiz, QuizAnswer, QuizAttempt, QuizQuestion
from service_charter.quiz_rules import may_keep, may_see, passes
from service_charter.selectors import quiz as reads
from service_charter.selectors.awareness import receipt_of

_CHANCE = SystemRandom()
_WORDS = ("text_th", "text_en", "options_th", "options_en", "right", "why_th", "why_en")


@transaction.atomic
def save_settings(
    *, charter_id: int, draw: int, pass_percent: int, daily_attempts: int, shown_version: int | None, by: User,
    now: dt.datetime,
) -> Quiz:  # fmt: skip
    """Set how the quiz on a version goes; the first time makes it. Raises NotAllowed, Refused, StaleVersion."""
    _demand_keeper(by)
    charter = CharterVersion.objects.select_for_update(of=("self",)).get(pk=charter_id)
    facts = {"draw": draw, "pass_percent": pass_percent, "daily_attempts": daily_attempts}
    quiz = Quiz.objects.filter(charter=charter).first()
    if quiz is None:
        quiz = Quiz(charter=charter, created_at=now, **facts)
    else:
        quiz = locked(Quiz.objects.all(), pk=quiz.pk, shown_version=shown_version)
        for name, value in facts.items():
            setattr(quiz, name, value)
        if quiz.opened_at:
            _demand_enough(quiz)
    signed(quiz, by=by, now=now).save()
    return quiz


@transaction.atomic
def save_question(
    *, quiz_id: int, question_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User,
    now: dt.datetime,
) -> QuizQuestion:  # fmt: skip
    """Write a question, or change one; one that was drawn already is replaced by a new one.

    Raises NotAllowed, StaleVersion, Incomplete where a field is empty or no answer is marked right.
    """
    _demand_keeper(by)
    quiz = Quiz.objects.select_for_update(of=("self",)).get(pk=quiz_id)
    words = {name: facts[name] for name in _WORDS}
    _demand_whole(words)
    if question_id is None:
        question = QuizQuestion(quiz=quiz, created_at=now, **words)
    else:
        question = locked(quiz.questions.all(), pk=question_id, shown_version=shown_version)
        if question.answers.exists():
            question.is_active = False
            signed(question, by=by, now=now, reason=_("Replaced by a new wording.")).save()
            question = QuizQuestion(quiz=quiz, created_at=now, **words)
        else:
            for name, value in words.items():
                setattr(question, name, value)
    signed(question, by=by, now=now).save()
    return question


@transaction.atomic
def set_question_use(*, question_id: int, is_active: bool, by: User, now: dt.datetime) -> QuizQuestion:
    """Leave a question out of the draw, or take it back in. Raises NotAllowed, Refused where too few would be left."""
    _demand_keeper(by)
    quiz_id = QuizQuestion.objects.values_list("quiz_id", flat=True).get(pk=question_id)
    quiz = Quiz.objects.select_for_update(of=("self",)).get(pk=quiz_id)
    question = locked(QuizQuestion.objects.all(), pk=question_id)
    question.is_active = is_active
    signed(question, by=by, now=now).save()
    if quiz.opened_at:
        _demand_enough(quiz)
    return question


@transaction.atomic
def copy_bank(*, quiz_id: int, source_id: int, by: User, now: dt.datetime) -> int:
    """Take over the questions in use of another version's quiz that are not there yet; how many. Raises NotAllowed."""
    _demand_keeper(by)
    quiz = Quiz.objects.select_for_update(of=("self",)).get(pk=quiz_id)
    there = set(quiz.questions.values_list("text_th", flat=True))
    rows = QuizQuestion.objects.filter(quiz_id=source_id, is_active=True).exclude(text_th__in=there).order_by("id")
    count = 0
    for row in rows:
        words = {name: getattr(row, name) for name in _WORDS}
        signed(QuizQuestion(quiz=quiz, created_at=now, **words), by=by, now=now).save()
        count += 1
    return count


@transaction.atomic
def open_quiz(*, quiz_id: int, by: User, now: dt.datetime) -> Quiz:
    """Ask everybody from now on.

    Raises NotAllowed, IllegalMove where it is open, Refused before the version is published or with too few questions.
    """
    _demand_keeper(by)
    quiz = locked(Quiz.objects.select_related("charter"), pk=quiz_id)
    if quiz.opened_at:
        raise IllegalMove(_("This quiz is open already."))
    if quiz.charter.published_at is None:
        raise Refused(_("The quiz opens after this version was published. Questions can be written before."))
    _demand_enough(quiz)
    quiz.opened_at, quiz.opened_by = now, by
    signed(quiz, by=by, now=now).save()
    return quiz


@transaction.atomic
def begin(*, by: User, now: dt.datetime) -> QuizAttempt:
    """Draw questions for the person; an attempt that was begun goes on.

    Raises NotAllowed, and Refused without an open quiz, before the text was confirmed, once passed, or when the
    attempts of the day are used up.
    """
    demand(by, Permission.CHARTER_COMMIT)
    quiz = reads.quiz_to_pass(now)
    if quiz is None:
        raise Refused(_("There is no quiz on the present charter yet."))
    if receipt_of(by, quiz.charter) is None:
        raise Refused(_("Please read the charter and confirm it first; the quiz comes after it."))
    # Two clicks at once are one attempt: the second waits here and finds the first.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if going_on := reads.attempts_of(by, quiz).filter(finished_at__isnull=True).first():
        return going_on
    if reads.has_passed(by, quiz):
        raise Refused(_("You have passed this quiz already."))
    if reads.finished_today(by, quiz, now) >= quiz.daily_attempts:
        raise Refused(_("You have used today's attempts. Please read the charter again and come back tomorrow."))
    questions = list(quiz.questions.filter(is_active=True))
    drawn = _CHANCE.sample(questions, min(quiz.draw, len(questions)))
    attempt = QuizAttempt.objects.create(quiz=quiz, person=by, asked=len(drawn), created_at=now)
    QuizAnswer.objects.bulk_create(
        QuizAnswer(attempt=attempt, question=question, position=place, order=_shuffled(len(question.options_th)))
        for place, question in enumerate(drawn, start=1)
    )
    return attempt


@transaction.atomic
def hand_in(*, attempt_id: int, chosen: Mapping[int, int], by: User, now: dt.datetime) -> QuizAttempt:
    """Hand in the answers, by position of the question; the attempt then stays as it is.

    Raises NotAllowed for another's attempt, IllegalMove a second time, Incomplete where an answer is missing.
    """
    attempt = locked(QuizAttempt.objects.select_related("quiz"), pk=attempt_id)
    if not may_see(by, attempt):
        raise NotAllowed(_("This is the quiz of somebody else."))
    if attempt.finished_at:
        raise IllegalMove(_("This quiz was handed in already."))
    answers = list(attempt.answers.select_related("question"))
    message = _("Please choose an answer.")
    missing = {f"q{answer.position}": message for answer in answers if chosen.get(answer.position) not in answer.order}
    if missing:
        raise Incomplete(_("Some questions are not answered yet."), missing=missing)
    for answer in answers:
        answer.chosen = chosen[answer.position]
    QuizAnswer.objects.bulk_update(answers, ["chosen"])
    attempt.right = sum(answer.is_right for answer in answers)
    attempt.passed = passes(attempt.right, attempt.asked, attempt.quiz.pass_percent)
    attempt.finished_at = now
    attempt.save()
    return attempt


def _shuffled(count: int) -> list[int]:
    places = list(range(count))
    _CHANCE.shuffle(places)
    return places


def _demand_keeper(by: User) -> None:
    if not may_keep(by):
        raise NotAllowed(_("Your role does not allow this step."))


def _demand_enough(quiz: Quiz) -> None:
    there = quiz.questions.filter(is_active=True).count()
    if there < quiz.draw:
        words = {"draw": quiz.draw, "there": there}
        raise Refused(_("%(draw)s questions are drawn, but only %(there)s are in use.") % words)


def _demand_whole(words: Mapping[str, Any]) -> None:
    said = _("Please fill this in.")
    missing = {name: said for name in ("text_th", "text_en", "why_th", "why_en") if not words[name]}
    thai, english = words["options_th"], words["options_en"]
    if len(thai) < 2 or len(thai) != len(english) or not all((*thai, *english)):
        missing["option1_th"] = _("At least two answers are needed, each in both languages.")
    elif not 0 <= words["right"] < len(thai):
        missing["right"] = _("Please mark an answer that is there.")
    if missing:
        raise Incomplete(_("This question is not complete yet."), missing=missing)
