"""Writing a survey: texts and questions of a draft, opening it, closing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from voc.enums.survey import QuestionKind
from voc.lifecycle import SURVEY_EDITABLE, SURVEY_MOVES
from voc.models import Question, Survey

TEXTS = ("title_th", "title_en", "intro_th", "intro_en", "is_for_everybody", "touchpoint")
QUESTION_FACTS = ("kind", "text_th", "text_en", "is_required", "need_code", "options")
MOST_QUESTIONS = 30


@transaction.atomic
def start_survey(*, code: str, facts: Mapping[str, Any], by: User, now: datetime) -> Survey:
    """A new draft without questions. Raises NotAllowed; Incomplete when the code is taken."""
    _demand_editor(by)
    if Survey.objects.filter(code=code).exists():
        message = _("Another survey has this short name. Please choose another one.")
        raise Incomplete(message, missing={"code": message})
    survey = Survey(code=code, drafted_by=by, created_at=now, **{name: facts[name] for name in TEXTS})
    signed(survey, by=by, now=now).save()
    return survey


@transaction.atomic
def save_texts(*, survey_id: int, shown_version: int, facts: Mapping[str, Any], by: User, now: datetime) -> Survey:
    """Change title, introduction and link of a draft. Raises NotAllowed, IllegalMove, StaleVersion."""
    survey = _draft(survey_id, by, shown_version)
    for name in TEXTS:
        setattr(survey, name, facts[name])
    signed(survey, by=by, now=now).save()
    return survey


@transaction.atomic
def save_question(
    *, survey_id: int, question_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User,
    now: datetime,
) -> Question:  # fmt: skip
    """Add a question at the end of a draft, or change one.

    Raises NotAllowed, IllegalMove once the survey is open, StaleVersion, Incomplete for a need asked twice.
    """
    survey = _draft(survey_id, by, None)
    if question_id is None:
        last = survey.questions.aggregate(last=Max("number"))["last"] or 0
        if last >= MOST_QUESTIONS:
            raise Incomplete(_("A survey holds %(n)s questions at most.") % {"n": MOST_QUESTIONS})
        question = Question(survey=survey, number=last + 1)
    else:
        question = locked(survey.questions.all(), pk=question_id, shown_version=shown_version)
    for name in QUESTION_FACTS:
        setattr(question, name, facts[name])
    same_need = survey.questions.filter(need_code=question.need_code).exclude(pk=question.pk)
    if question.kind == QuestionKind.NEED and same_need.exists():
        message = _("Another question of this survey asks about this need.")
        raise Incomplete(message, missing={"need_code": message})
    signed(question, by=by, now=now).save()
    _saved(survey, by, now)
    return question


@transaction.atomic
def remove_question(*, survey_id: int, question_id: int, by: User, now: datetime) -> None:
    """Take a question out of a draft; the ones after it move up. Raises NotAllowed, IllegalMove."""
    survey = _draft(survey_id, by, None)
    question = survey.questions.get(pk=question_id)
    number = question.number
    signed(question, by=by, now=now).delete()
    for later in survey.questions.filter(number__gt=number).order_by("number"):
        _renumber(later, later.number - 1, by, now)
    _saved(survey, by, now)


@transaction.atomic
def raise_question(*, survey_id: int, question_id: int, by: User, now: datetime) -> None:
    """Let a question change places with the one before it. Raises NotAllowed, IllegalMove."""
    survey = _draft(survey_id, by, None)
    question = survey.questions.get(pk=question_id)
    before = survey.questions.filter(number=question.number - 1).first()
    if before is None:
        return
    number = question.number
    _renumber(before, number, by, now)
    _renumber(question, number - 1, by, now)
    _saved(survey, by, now)


@transaction.atomic
def open_survey(*, survey_id: int, by: User, now: datetime) -> Survey:
    """Take answers from now on; the questions are frozen. Raises NotAllowed, IllegalMove, Incomplete."""
    survey = _moved("open", survey_id, by)
    questions = list(survey.questions.all())
    missing = {}
    if not questions:
        missing["questions"] = _("A survey needs at least one question.")
    if not survey.title_en or any(not question.text_en for question in questions):
        missing["english"] = _("Title and questions must stand in both languages.")
    if missing:
        raise Incomplete(_("This survey is not complete yet."), missing=missing)
    survey.opened_at = now
    signed(survey, by=by, now=now).save()
    return survey


@transaction.atomic
def close_survey(*, survey_id: int, by: User, now: datetime) -> Survey:
    """Take no more answers. Raises NotAllowed, IllegalMove."""
    survey = _moved("close", survey_id, by)
    survey.closed_at = now
    signed(survey, by=by, now=now).save()
    return survey


def _demand_editor(by: User) -> None:
    demand(by, Permission.VOC_EDIT)


def _moved(name: str, survey_id: int, by: User) -> Survey:
    move = SURVEY_MOVES[name]
    if move.permission is None or not by.can(move.permission):
        raise NotAllowed(_("Your role does not allow this step."))
    survey = locked(Survey.objects.all(), pk=survey_id)
    survey.status = move.from_(survey.status)
    return survey


def _draft(survey_id: int, by: User, shown_version: int | None) -> Survey:
    _demand_editor(by)
    survey = locked(Survey.objects.all(), pk=survey_id, shown_version=shown_version)
    if survey.status not in SURVEY_EDITABLE:
        raise IllegalMove(_("The survey has been opened: what people were asked stays as it was."))
    return survey


def _saved(survey: Survey, by: User, now: datetime) -> None:
    signed(survey, by=by, now=now).save()


def _renumber(question: Question, number: int, by: User, now: datetime) -> None:
    question.number = number
    signed(question.touch(), by=by, now=now).save()
