"""Three surveys of the demonstration: two yearly ones of customers by name, closed and open, one by a link for all."""

import datetime as dt
from random import Random
from typing import Any

from foundation.accounts.models import User
from foundation.privacy.selectors import notice_in_force
from segmentation.selectors import run_in_force
from voc.demo_voices import OPEN_ANSWERS
from voc.enums.survey import QuestionKind
from voc.models import Invitation, Question, Survey
from voc.selectors.invitations import may_be_invited
from voc.services.answers import Sender, respond
from voc.services.surveys import close_survey, open_survey, save_question, start_survey

NEEDS = (
    ("fast-repair", "ซ่อมเร็วเมื่อแจ้งเหตุ", "Fast repair", 0.86, 0.52),
    ("fair-rent", "ค่าเช่าเป็นธรรมและคาดการณ์ได้", "Fair and predictable rent", 0.82, 0.44),
    ("customer-flow", "คนเดินผ่านร้านมากพอ", "Enough passers-by", 0.71, 0.4),
    ("easy-renewal", "ต่อสัญญาง่าย เอกสารน้อย", "Easy renewal with few papers", 0.66, 0.58),
    ("clean-common", "พื้นที่ส่วนกลางสะอาดและปลอดภัย", "Clean and safe common areas", 0.78, 0.72),
    ("shared-events", "กิจกรรมร่วมกันของผู้เช่า", "Events shared by tenants", 0.34, 0.55),
)
CHOICES = [
    {"code": "a", "th": "ทุกวัน", "en": "Every day"},
    {"code": "b", "th": "ทุกสัปดาห์", "en": "Every week"},
    {"code": "c", "th": "เดือนละครั้งหรือน้อยกว่า", "en": "Once a month or less"},
]


def three_surveys(chance: Random, begun: dt.datetime, now: dt.datetime, analyst: User) -> None:
    """Last year's survey is closed; this year's is open; visitors answer one without a name."""
    titles = ("ความพึงพอใจและความต้องการของลูกค้า", "Customers' satisfaction and needs")
    before = (f"{titles[0]} ปีก่อน", f"{titles[1]}, last year")
    last = _survey("tenants-last", before, analyst, begun + dt.timedelta(days=90), everybody=False)
    _by_name(chance, last, begun + dt.timedelta(days=95), 0.55, 0.0, analyst)
    close_survey(survey_id=last.pk, by=analyst, now=begun + dt.timedelta(days=140))
    present = (f"{titles[0]} ปีนี้", f"{titles[1]}, this year")
    this = _survey("tenants", present, analyst, now - dt.timedelta(days=60), everybody=False)
    _by_name(chance, this, now - dt.timedelta(days=55), 0.48, 0.06, analyst)
    short = ("ผู้มาติดต่อ: สามคำถามสั้น ๆ", "Visitors: three short questions")
    visitors = _survey("visitors", short, analyst, now - dt.timedelta(days=120), everybody=True)
    _without_names(chance, visitors, now)


def _survey(code: str, titles: tuple[str, str], analyst: User, at: dt.datetime, *, everybody: bool) -> Survey:
    facts = {
        "title_th": titles[0],
        "title_en": titles[1],
        "intro_th": "ใช้เวลาราวสามนาที คำตอบของท่านช่วยให้เรารู้ว่าควรปรับปรุงเรื่องใดก่อน",
        "intro_en": "Three minutes. Your answers tell us what to mend first.",
        "is_for_everybody": everybody,
        "touchpoint": None,
    }
    survey = start_survey(code=code, facts=facts, by=analyst, now=at)
    for question in _questions(everybody=everybody):
        save_question(survey_id=survey.pk, question_id=None, shown_version=None, facts=question, by=analyst, now=at)
    return open_survey(survey_id=survey.pk, by=analyst, now=at)


def _questions(*, everybody: bool) -> list[dict[str, Any]]:
    first = [
        _question(QuestionKind.CSAT, "โดยรวมท่านพอใจบริการของเราเพียงใด", "How satisfied are you with us overall?"),
        _question(QuestionKind.NPS, "ท่านจะแนะนำเราต่อผู้อื่นเพียงใด", "How likely are you to recommend us?"),
    ]
    often = _question(QuestionKind.CHOICE, "ท่านใช้บริการบ่อยเพียงใด", "How often do you use our services?", options=CHOICES)
    last = _question(QuestionKind.OPEN, "มีสิ่งใดที่เราควรทำให้ดีขึ้น", "What should we do better?", is_required=False)
    if everybody:
        return [first[0], often, last]
    needs = [_question(QuestionKind.NEED, thai, english, need_code=code) for code, thai, english, _i, _s in NEEDS]
    return [*first, often, *needs, last]


def _question(kind: str, thai: str, english: str, **changes: Any) -> dict[str, Any]:
    facts = {"kind": kind, "text_th": thai, "text_en": english, "is_required": True, "need_code": "", "options": []}
    return {**facts, **changes}


def _by_name(chance: Random, survey: Survey, first: dt.datetime, share: float, better: float, analyst: User) -> None:
    """Invitations are written as rows, without letters: the demonstration sends nothing."""
    run = run_in_force()
    segments = dict(run.memberships.values_list("customer_id", "segment__number")) if run else {}
    questions = list(survey.questions.all())
    for number, customer in enumerate(may_be_invited(survey)):
        invited = first + dt.timedelta(minutes=7 * number)
        invitation = Invitation.objects.create(
            survey=survey, customer=customer, token_hash=f"demo-{survey.code}-{customer.pk}", invited_by=analyst,
            invited_at=invited, created_at=invited,
        )  # fmt: skip
        if chance.random() >= share:
            continue
        mood = better + 0.05 * (segments.get(customer.pk, 0) % 3)
        respond(
            survey_id=survey.pk,
            answers={question.pk: _answer(chance, question, mood) for question in questions if _says(chance, question)},
            invitation_id=invitation.pk,
            sender=Sender(),
            language="th",
            notice=notice_in_force("survey", at=invited),
            now=invited + dt.timedelta(hours=chance.randrange(2, 900)),
        )


def _without_names(chance: Random, survey: Survey, now: dt.datetime) -> None:
    questions = list(survey.questions.all())
    for number in range(64):
        respond(
            survey_id=survey.pk,
            answers={question.pk: _answer(chance, question, 0.0) for question in questions if _says(chance, question)},
            invitation_id=None,
            sender=Sender(browser=f"demo-browser-{number}", network=f"demo-{number}"),
            language="th",
            notice=notice_in_force("survey"),
            now=now - dt.timedelta(hours=chance.randrange(6, 2800)),
        )


def _says(chance: Random, question: Question) -> bool:
    return question.kind != QuestionKind.OPEN or chance.random() < 0.35


def _answer(chance: Random, question: Question, mood: float) -> dict[str, Any]:
    if question.kind == QuestionKind.CSAT:
        return {"score": chance.choices((5, 4, 3, 2, 1), weights=(28 + 100 * mood, 44, 17, 8, 3))[0]}
    if question.kind == QuestionKind.NPS:
        return {"score": chance.choices((10, 9, 8, 7, 6, 4, 2), weights=(16 + 80 * mood, 22, 24, 16, 12, 7, 3))[0]}
    if question.kind == QuestionKind.CHOICE:
        return {"choice": chance.choices("abc", weights=(5, 3, 2))[0]}
    if question.kind == QuestionKind.OPEN:
        return {"text": chance.choice(OPEN_ANSWERS)}
    weight, content = next((high, low + mood) for code, _th, _en, high, low in NEEDS if code == question.need_code)
    return {"importance": _near(chance, weight), "satisfaction": _near(chance, content)}


def _near(chance: Random, share: float) -> int:
    """1 to 5, at or above 4 with about that probability."""
    return chance.choice((4, 5)) if chance.random() < share else chance.choice((1, 2, 3, 3))
