"""Taking a response: one a personal link, one a browser, repetitions kept but not counted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.core.crypto import keyed_hash
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked
from foundation.core.thai.text import normalise
from foundation.privacy.models import NoticeVersion
from voc.enums.survey import Door, NotCounted, QuestionKind
from voc.models import Answer, Invitation, Question, Survey, SurveyResponse, Voice
from voc.rules import scrubbed
from voc.services.invitations import token_hash

LONGEST_ANSWER = 2000
# The notice promises it: afterwards only totals.
NAMED_FOR = timedelta(days=730)
# What a question's answer may be: the fields of Answer, by kind.
_FIELDS = {
    QuestionKind.CSAT: ("score",),
    QuestionKind.NPS: ("score",),
    QuestionKind.CHOICE: ("choice",),
    QuestionKind.NEED: ("importance", "satisfaction"),
    QuestionKind.OPEN: ("text",),
}
_RANGE = {QuestionKind.CSAT: range(1, 6), QuestionKind.NPS: range(11)}


class AlreadyAnswered(IllegalMove):
    """This link or this browser has answered before."""


@dataclass(frozen=True)
class Sender:
    """From where a response came: a browser's own mark and its network address, both kept as keyed hashes only."""

    browser: str = ""
    network: str = ""


def invitation_of(token: str) -> Invitation | None:
    """The invitation a personal link belongs to."""
    return Invitation.objects.select_related("survey").filter(token_hash=token_hash(token)).first()


def browser_hash(survey: Survey, browser: str) -> str:
    """What is stored of a browser's mark: another one for every survey, so that surveys can't be joined."""
    return keyed_hash(browser, purpose=f"voc.browser:{survey.public_id}")


@transaction.atomic
def respond(
    *,
    survey_id: int,
    answers: Mapping[int, Mapping[str, Any]],
    invitation_id: int | None,
    sender: Sender,
    language: str,
    notice: NoticeVersion | None,
    now: datetime,
) -> SurveyResponse:
    """Keep a response; `answers` maps ids of questions to fields of Answer, left-out questions have no entry.

    Raises AlreadyAnswered; IllegalMove when the survey is not open or not for everybody; Incomplete by question
    (`q<number>`) for a missing or impossible answer.
    """
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    if not survey.is_open or (invitation_id is None and not survey.is_for_everybody):
        raise IllegalMove(_("This survey takes no answers now."))
    rows = _judged(survey, answers)
    invitation = _unused(survey, invitation_id) if invitation_id else None
    response = SurveyResponse(
        survey=survey,
        door=Door.INVITED if invitation else Door.ANONYMOUS,
        invitation=invitation,
        customer_id=invitation.customer_id if invitation else None,
        language=language,
        notice=notice,
        submitted_at=now,
        answers_hash=_same_from_same_place(survey, answers, sender),
    )
    if invitation is None:
        _mark_anonymous(response, sender)
    try:
        with transaction.atomic():
            response.save()
    except IntegrityError as error:
        raise AlreadyAnswered(_("This survey has been answered from this browser. Thank you.")) from error
    if invitation:
        invitation.answered_at = now
        invitation.save()
    for row in rows:
        row.response = response
    Answer.objects.bulk_create(rows)
    return response


@transaction.atomic
def forget_respondents(*, now: datetime) -> int:
    """After two years responses lose whose they were, and so do the voices made of them. Returns how many."""
    old = SurveyResponse.objects.filter(customer__isnull=False, submitted_at__lt=now - NAMED_FOR)
    ids = list(old.values_list("pk", flat=True)[:5000])
    Voice.objects.filter(answer__response_id__in=ids).update(customer=None)
    return SurveyResponse.objects.filter(pk__in=ids).update(customer=None, invitation=None)


def _unused(survey: Survey, invitation_id: int) -> Invitation:
    invitation = locked(survey.invitations.all(), pk=invitation_id)
    if invitation.answered_at:
        raise AlreadyAnswered(_("This personal link has been used: your answers are with us. Thank you."))
    return invitation


def _mark_anonymous(response: SurveyResponse, sender: Sender) -> None:
    if sender.browser:
        response.browser_hash = browser_hash(response.survey, sender.browser)
    if response.survey.responses.filter(answers_hash=response.answers_hash).exists():
        response.not_counted = NotCounted.SAME_ANSWERS


def _same_from_same_place(survey: Survey, answers: Mapping[int, Mapping[str, Any]], sender: Sender) -> str:
    said = json.dumps({str(key): dict(answers[key]) for key in sorted(answers)}, ensure_ascii=False, sort_keys=True)
    return keyed_hash(f"{sender.network}\n{said}", purpose=f"voc.answers:{survey.public_id}")


def _judged(survey: Survey, answers: Mapping[int, Mapping[str, Any]]) -> list[Answer]:
    """Answers as rows, or Incomplete with a message a question."""
    rows, missing = [], {}
    for question in survey.questions.all():
        said = answers.get(question.pk, {})
        fields = {name: said.get(name) for name in _FIELDS[QuestionKind(question.kind)]}
        given = {name: value for name, value in fields.items() if value not in (None, "")}
        if not given:
            if question.is_required:
                missing[f"q{question.number}"] = _("Please answer this question.")
            continue
        if problem := _problem(question, fields):
            missing[f"q{question.number}"] = problem
            continue
        if "text" in given:
            given["text"] = scrubbed(normalise(str(given["text"])))[:LONGEST_ANSWER]
        rows.append(Answer(question=question, **given))
    if missing:
        raise Incomplete(_("Some questions still need an answer."), missing=missing)
    if not rows:
        raise Incomplete(_("Please answer at least one question."), missing={})
    return rows


def _problem(question: Question, fields: Mapping[str, Any]) -> str:
    """Why an answer cannot be taken; empty when it can."""
    kind = QuestionKind(question.kind)
    if kind in _RANGE and fields["score"] not in _RANGE[kind]:
        return _("Please choose one of the answers.")
    if kind == QuestionKind.CHOICE and fields["choice"] not in {option["code"] for option in question.options}:
        return _("Please choose one of the answers.")
    if kind == QuestionKind.NEED and any(value not in range(1, 6) for value in fields.values()):
        return _("Please rate both: how important it is, and how satisfied you are.")
    return ""
