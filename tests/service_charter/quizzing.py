"""A quiz on the charter, made the way its owner makes it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from foundation.accounts.models import User
from service_charter.models import CharterVersion, Quiz, QuizAttempt, QuizQuestion
from service_charter.services import awareness, quiz
from tests.people import someone


def facts(text: str = "กี่วัน", **changes: Any) -> dict[str, Any]:
    """A whole question; its first answer is right."""
    words = {"text_th": text, "text_en": f"{text} (en)", "why_th": "เพราะสัญญาไว้", "why_en": "Because we promise it"}
    options = {"options_th": ["1 วัน", "2 วัน", "3 วัน"], "options_en": ["1 day", "2 days", "3 days"], "right": 0}
    return words | options | changes


def write(row: Quiz, text: str = "กี่วัน", question: QuizQuestion | None = None, **changes: Any) -> QuizQuestion:
    """A question is written, or changed."""
    return quiz.save_question(
        quiz_id=row.pk,
        question_id=question.pk if question else None,
        shown_version=question.version if question else None,
        facts=facts(text, **changes),
        by=someone("charter-owner"),
        now=timezone.now(),
    )


def make_quiz(charter: CharterVersion, *, count: int = 3, draw: int = 2, is_open: bool = True, daily: int = 3) -> Quiz:
    """A quiz with questions."""
    owner, now = someone("charter-owner"), timezone.now()
    row = quiz.save_settings(
        charter_id=charter.pk, draw=draw, pass_percent=80, daily_attempts=daily, shown_version=None, by=owner, now=now
    )
    for number in range(count):
        write(row, f"ข้อ {number}")
    return quiz.open_quiz(quiz_id=row.pk, by=owner, now=now) if is_open else row


def read(charter: CharterVersion, by: User) -> None:
    """The person confirms to have read it."""
    awareness.confirm(shown_hash=charter.content_hash, by=by, now=timezone.now())


def take(by: User, *, wrong: int = 0, now: dt.datetime | None = None) -> QuizAttempt:
    """Begun and handed in, with so many wrong answers."""
    now = now or timezone.now()
    attempt = quiz.begin(by=by, now=now)
    chosen = {answer.position: int(place < wrong) for place, answer in enumerate(attempt.answers.all())}
    return quiz.hand_in(attempt_id=attempt.pk, chosen=chosen, by=by, now=now)
