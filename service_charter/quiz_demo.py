"""The quiz on the charter: seven questions, passed by most, by some only after a second look."""

import datetime as dt
from collections.abc import Mapping

from foundation.accounts.models import User
from service_charter.models import Quiz, QuizAttempt, ReadReceipt
from service_charter.selectors.awareness import charter_to_read
from service_charter.services import quiz as services

# Question, answers (the first is right) and why; Thai before English.
Pair = tuple[str, str]
QUESTIONS: tuple[tuple[Pair, tuple[Pair, ...], Pair], ...] = (
    (
        ("เราสัญญาว่าจะตอบรับข้อร้องเรียนภายในเวลาเท่าใด", "Within what time do we promise to acknowledge a complaint?"),
        (("1 ชั่วโมงทำการ", "1 working hour"), ("1 วันทำการ", "1 working day"), ("3 วันทำการ", "3 working days")),
        (
            "ข้อ 1: ตอบรับภายใน 1 ชั่วโมงทำการ พร้อมเลขที่เรื่องและรหัสติดตาม",
            "Item 1: within 1 working hour, with a number and a tracking code.",
        ),
    ),
    (
        ("เรื่องยังไม่จบ ต้องแจ้งความคืบหน้าอย่างน้อยบ่อยแค่ไหน", "A matter is still open: how often do we tell the customer?"),
        (
            ("ทุก 5 วันทำการ", "At least every 5 working days"),
            ("เมื่อลูกค้าถาม", "When the customer asks"),
            ("เดือนละครั้ง", "Once a month"),
        ),
        ("ข้อ 3: ไม่เงียบเกิน 5 วันทำการ แม้ยังไม่มีคำตอบ", "Item 3: never silent for more than 5 working days, answer or not."),
    ),
    (
        ("รู้ว่าจะตอบช้ากว่ากำหนด ควรทำอย่างไร", "You know that an answer will be late. What do you do?"),
        (
            (
                "บอกลูกค้าก่อนถึงกำหนด พร้อมเหตุผลและวันใหม่",
                "Tell the customer before the date, with the reason and a new date",
            ),
            ("รอจนมีคำตอบแล้วค่อยบอก", "Wait until there is an answer"),
            ("ขอโทษเมื่อลูกค้าโทรมา", "Apologise when the customer calls"),
        ),
        ("ข้อปฏิบัติของเรา: เมื่อรู้ว่าจะช้า บอกก่อน", "Our code of conduct: when we know that we are late, we say so first."),
    ),
    (
        (
            "ลูกค้าร้องเรียนเพื่อนร่วมงานที่นั่งข้างคุณ ใครตรวจสอบได้",
            "A customer complains about the colleague beside you. Who may investigate?",
        ),
        (
            ("คนอื่นที่ไม่เกี่ยวข้องกับเรื่อง", "Somebody with no part in the matter"),
            ("เพื่อนคนนั้นเอง เพราะรู้เรื่องดีที่สุด", "That colleague, who knows the matter best"),
            ("ใครก็ได้ที่ว่าง", "Whoever has time"),
        ),
        (
            "ข้อปฏิบัติของเรา: ผู้ถูกร้องเรียนไม่ตรวจสอบเรื่องของตนเอง",
            "Our code of conduct: nobody investigates a complaint about themselves.",
        ),
    ),
    (
        ("ร้องเรียนกับเรามีค่าใช้จ่ายหรือไม่", "Does it cost anything to complain?"),
        (
            ("ไม่มี ทุกช่องทาง", "No, by no channel"),
            ("มีค่าธรรมเนียมเล็กน้อย", "A small fee"),
            ("เฉพาะเรื่องซับซ้อน", "Only for complex matters"),
        ),
        ("สิทธิข้อแรกของลูกค้า: ร้องเรียนได้โดยไม่มีค่าใช้จ่าย", "The first right of customers: to complain free of charge."),
    ),
    (
        ("ลูกค้าให้ของขวัญตอบแทนที่ช่วยเร็ว", "A customer offers a gift for quick help."),
        (
            ("ขอบคุณและไม่รับ", "Say thank you and decline"),
            ("รับไว้ถ้าราคาไม่แพง", "Take it if it is not dear"),
            ("รับไว้แล้วแบ่งกันในทีม", "Take it and share it in the team"),
        ),
        ("ข้อปฏิบัติของเรา: ไม่รับของขวัญหรือผลประโยชน์", "Our code of conduct: no gift or favour in return for service."),
    ),
    (
        ("ลูกค้าไม่เห็นด้วยกับคำตอบ ต้องบอกอะไร", "A customer disagrees with our answer. What do you tell them?"),
        (
            ("ทางไปต่อทั้งในและนอก ธพส.", "Where to turn, inside and outside the company"),
            ("เรื่องปิดแล้ว", "That the matter is closed"),
            ("ให้เขียนมาใหม่", "To write again"),
        ),
        ("สิทธิข้อสุดท้าย: ไม่เห็นด้วยได้ และรู้ทางไปต่อ", "The last right: to disagree, and to know where to turn."),
    ),
)
NOT_YET = ("customer-officer", "board-member")
# Who needed a second attempt.
SECOND = ("voc-analyst", "product-manager", "strategist", "complaint-investigator-2")


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a quiz is there already, or before a charter is published."""
    begun = now - dt.timedelta(days=15)
    charter = charter_to_read(begun)
    if charter is None or charter != charter_to_read(now) or Quiz.objects.exists():
        return
    owner = people["charter-owner"]
    quiz = services.save_settings(
        charter_id=charter.pk, draw=5, pass_percent=80, daily_attempts=3, shown_version=None, by=owner, now=begun
    )
    for text, options, why in QUESTIONS:
        facts = {
            "text_th": text[0],
            "text_en": text[1],
            "options_th": [thai for thai, _english in options],
            "options_en": [english for _thai, english in options],
            "right": 0,
            "why_th": why[0],
            "why_en": why[1],
        }
        services.save_question(quiz_id=quiz.pk, question_id=None, shown_version=None, facts=facts, by=owner, now=begun)
    services.open_quiz(quiz_id=quiz.pk, by=owner, now=begun)
    receipts = ReadReceipt.objects.filter(charter=charter).select_related("reader").order_by("at")
    for turn, receipt in enumerate(receipts.exclude(reader__username__in=NOT_YET)):
        at = max(receipt.at, begun) + dt.timedelta(minutes=10 + turn)
        if receipt.reader.username in SECOND:
            _take(receipt.reader, wrong=2, at=at)
        _take(receipt.reader, wrong=turn % 2, at=at + dt.timedelta(minutes=20))


def _take(person: User, *, wrong: int, at: dt.datetime) -> QuizAttempt:
    attempt = services.begin(by=person, now=at)
    chosen = {
        answer.position: answer.question.right if place >= wrong else 1
        for place, answer in enumerate(attempt.answers.select_related("question"))
    }
    return services.hand_in(attempt_id=attempt.pk, chosen=chosen, by=person, now=at + dt.timedelta(minutes=6))
