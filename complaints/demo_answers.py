"""Canned answers of the demonstration: in use, waiting with what the tone check notices, and in a second edition."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from complaints import services
from complaints.enums import EditionStatus, ToneCheck
from complaints.models import AnswerTemplate
from foundation.accounts.models import User

# purpose, Thai heading and text, English heading and text
USED = (
    (
        "progress",
        "แจ้งความคืบหน้า",
        "ขอบคุณที่รอ\n\nเรื่อง {number} อยู่ระหว่างตรวจสอบโดย{unit} ท่านจะทราบผลภายใน{due}\n\nดูความคืบหน้าหรือเขียนถึงเราได้ที่ {track}",
        "How your case stands",
        "Thank you for waiting.\n\n{unit} is looking into {number}. You will hear the outcome by {due}.\n\n"
        "Follow the case or write to us at {track}",
    ),
    (
        "question",
        "ขอภาพถ่ายและเวลาที่เกิดเหตุ",
        "ขอบคุณที่แจ้งเรื่อง {number}\n\nเพื่อให้ตรวจสอบได้ถูกจุด ขอภาพถ่ายจุดเกิดเหตุและเวลาที่พบ\n\n"
        "ส่งได้ที่ {track} หรือโทร {phone} เมื่อได้รับแล้วเราจะตรวจสอบต่อทันที",
        "A photograph and the time, please",
        "Thank you for telling us of {number}.\n\nTo look in the right spot we need a photograph and the time.\n\n"
        "Send them at {track} or call {phone}. We carry on as soon as they are here.",
    ),
    (
        "delay",
        "ขออภัยที่ล่าช้า",
        "ขออภัยที่เรื่อง {number} ใช้เวลานานกว่าที่คิด เรายังตรวจสอบอยู่ และจะแจ้งผลภายใน{due}\n\nสอบถามได้ที่ {phone}\n{officer}",
        "Sorry for the delay",
        "We are sorry that {number} takes longer than we thought. We are still at work on it. "
        "You will hear by {due}.\n\nQuestions? Call {phone}.\n{officer}",
    ),
    (
        "thanks",
        "ขอบคุณที่บอกเรา",
        "ขอบคุณที่สละเวลาบอกเราเรื่อง {number} เราจะนำไปปรับปรุงบริการ ความคืบหน้าอยู่ที่ {track}\n{organisation}",
        "Thank you for telling us",
        "Thank you for taking the time to tell us of {number}. We will learn from it; news are at {track}.\n"
        "{organisation}",
    ),
)
WAITING = (
    "outcome",
    "แจ้งว่ายังไม่สามารถซ่อมได้",
    "เรื่อง {number} ไม่สามารถดำเนินการได้ตามระเบียบ",
    "The repair cannot be done yet",
    "The repair in {number} cannot be done, as per regulations.",
)
NAMES = ("purpose", "title_th", "body_th", "title_en", "body_en")


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Four answers in use and one that waits. Nothing where answers exist already."""
    if AnswerTemplate.objects.exists():
        return
    officer, manager = people["complaint-officer"], people["complaint-manager"]
    start = now - timedelta(days=200)
    for number, words in enumerate(USED):
        at = start + timedelta(days=number)
        template = services.write_answer(values=dict(zip(NAMES, words, strict=True)), by=officer, now=at)
        _approve(template, manager, at + timedelta(days=2))
        if number == 0:
            values = dict(zip(NAMES, words, strict=True))
            values["title_th"], values["title_en"] = "เรื่องของท่านถึงไหนแล้ว", "Where your case stands"
            services.edit_answer(
                template_id=template.pk, values=values, by=officer, now=at + timedelta(days=90), shown_version=None
            )
            _approve(template, manager, at + timedelta(days=91))
    services.write_answer(values=dict(zip(NAMES, WAITING, strict=True)), by=officer, now=now - timedelta(days=1))


def _approve(template: AnswerTemplate, manager: User, now: datetime) -> None:
    draft = template.editions.get(status=EditionStatus.DRAFT)
    services.approve_answer(
        edition_id=draft.pk, checked=list(ToneCheck.values), by=manager, now=now, shown_version=draft.version
    )
