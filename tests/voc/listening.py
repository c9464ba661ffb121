"""Surveys, ratings and voices for tests, made the way people make them."""

import datetime as dt
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from customers.models import Customer, Touchpoint
from foundation.accounts.models import User
from foundation.core.ids import normalise_code
from tests.customers.factories import NOW, make_person, make_touchpoint
from voc.enums.survey import QuestionKind
from voc.models import Feedback, Invitation, Question, Survey, SurveyResponse, Voice
from voc.services import surveys
from voc.services.answers import Sender, respond
from voc.services.feedback import give_feedback
from voc.services.invitations import token_hash
from voc.services.voices import gather_voices

_serial = count(1)
FACTS: dict[str, Any] = {
    "title_th": "ความพึงพอใจ",
    "title_en": "Satisfaction",
    "intro_th": "",
    "intro_en": "",
    "is_for_everybody": True,
    "touchpoint": None,
}
CHOICES = [{"code": "a", "th": "ทุกวัน", "en": "Every day"}, {"code": "b", "th": "นาน ๆ ครั้ง", "en": "Seldom"}]


def make_draft(by: User, **changes: Any) -> Survey:
    """A draft without questions."""
    code = changes.pop("code", f"survey-{next(_serial)}")
    return surveys.start_survey(code=code, facts={**FACTS, **changes}, by=by, now=NOW)


def add_question(survey: Survey, by: User, kind: str = QuestionKind.CSAT, **changes: Any) -> Question:
    """One more question of that kind."""
    facts = {
        "kind": kind,
        "text_th": "พอใจเพียงใด",
        "text_en": "How satisfied?",
        "is_required": True,
        "need_code": f"need-{next(_serial)}" if kind == QuestionKind.NEED else "",
        "options": CHOICES if kind == QuestionKind.CHOICE else [],
    }
    return surveys.save_question(
        survey_id=survey.pk, question_id=None, shown_version=None, facts={**facts, **changes}, by=by, now=NOW
    )


def make_open(by: User, kinds: tuple[str, ...] = (QuestionKind.CSAT,), **changes: Any) -> Survey:
    """An open survey with a question of each kind."""
    survey = make_draft(by, **changes)
    for kind in kinds:
        add_question(survey, by, kind)
    return surveys.open_survey(survey_id=survey.pk, by=by, now=NOW)


def make_invitation(survey: Survey, by: User, *, customer: Customer | None = None, token: str = "") -> Invitation:
    """An invitation whose token is known to the test; no letter."""
    return Invitation.objects.create(
        survey=survey,
        customer=customer or make_person(),
        token_hash=token_hash(normalise_code(token or f"TOKEN{next(_serial):021d}")),
        invited_by=by,
        invited_at=NOW,
    )


def answer(survey: Survey, *scores: Any, invitation: Invitation | None = None, **changes: Any) -> SurveyResponse:
    """A response; scores in the order of the questions, a dictionary where a question takes more."""
    said = zip(survey.questions.order_by("number"), scores, strict=True)
    answers = {question.pk: score if isinstance(score, dict) else {"score": score} for question, score in said}
    serial = next(_serial)
    given = {
        "sender": Sender(browser=f"browser-{serial}", network=f"10.0.0.{serial}"),
        "language": "th",
        "notice": None,
        "now": NOW,
    }
    return respond(
        survey_id=survey.pk,
        answers=answers,
        invitation_id=invitation.pk if invitation else None,
        **{**given, **changes},
    )


def rate(touchpoint: Touchpoint | None = None, rating: int = 5, comment: str = "", **changes: Any) -> Feedback:
    """A rating at a touchpoint."""
    given: dict[str, Any] = {"category": "", "language": "th", "notice": None, "now": NOW}
    return give_feedback(
        touchpoint=touchpoint or make_touchpoint(),
        rating=rating,
        comment=comment,
        form_key=changes.pop("key", f"key-{next(_serial)}"),
        **{**given, **changes},
    )


def make_voice(text: str = "ลิฟต์เสียบ่อยมาก", rating: int = 2, **changes: Any) -> Voice:
    """A voice from a ten-second form."""
    feedback = rate(rating=rating, comment=text, **changes)
    gather_voices(now=NOW)
    return Voice.objects.get(feedback=feedback)


def write_csv(path: Path, *rows: str, encoding: str = "utf-8", head: str = "text,date,channel") -> Path:
    """A CSV file of voices."""
    path.write_bytes("\n".join((head, *rows)).encode(encoding))
    return path


def write_xlsx(path: Path, *rows: Sequence[Any], head: Sequence[str] = ("text", "date", "channel")) -> Path:
    """The same as a spreadsheet; dates may be dates."""
    book = Workbook()
    sheet = book.active
    for row in (head, *rows):
        sheet.append(row)
    book.save(path)
    return path


DAY = dt.timedelta(days=1)
