"""The end of the demonstration's cases: proof, the complainant's word, looking again, and what waits for approval."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from complaints import services
from complaints.enums import Severity, Status
from complaints.enums_closing import Came, InspectionVerdict, ProofKind, Said
from complaints.models import Approval, Complaint, Inspection, InspectionRound
from complaints.selectors import to_inspect
from foundation.accounts.models import User

SEEN = (
    "ดูหน้างานแล้ว ซ่อมครบตามที่แจ้งผู้ร้อง ไม่พบร่องรอยความเสียหายซ้ำ",
    "ลองใช้งานจริงช่วงบ่าย ทำงานปกติ ป้ายแจ้งผู้ใช้บริการติดแล้ว",
    "เทียบกับภาพก่อนซ่อม จุดที่ร้องเรียนเรียบร้อยทั้งสามจุด",
)
NOT_DONE = (
    "วันนี้เดินผ่านยังเป็นเหมือนเดิม น้ำยังหยดตอนเปิดแอร์",
    "เปลี่ยนไปจุดเดียว อีกสองจุดที่แจ้งไว้ยังไม่ได้ทำ",
)
DONE = ("เรียบร้อยแล้ว ขอบคุณครับ", "ใช้ได้ดีแล้วค่ะ", "")
FOUND = {
    InspectionVerdict.IN_ORDER: "ไปดูหน้างาน สิ่งที่แจ้งว่าทำแล้วอยู่ครบและใช้งานได้",
    InspectionVerdict.NOT_IN_ORDER: "ไปดูตามที่แจ้งแล้ว พบว่ายังทำไม่ครบ และหน่วยงานยังไม่ทราบว่าต้องทำเพิ่ม",
    InspectionVerdict.UNCLEAR: "ร้านย้ายออกแล้ว จึงดูไม่ได้ว่าทำครบหรือไม่",
}
ROUNDS = 4


def picture(word: str) -> SimpleUploadedFile:
    """A small picture that stands for a photograph."""
    image = Image.new("RGB", (640, 420), (206, 218, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 580, 360), outline=(40, 70, 110), width=6)
    draw.line((60, 360, 580, 60), fill=(40, 70, 110), width=4)
    kept = BytesIO()
    image.save(kept, "JPEG")
    return SimpleUploadedFile(f"{word}.jpg", kept.getvalue(), "image/jpeg")


def prove(pk: int, chance: random.Random, *, by: User, now: datetime) -> None:
    """Somebody else looked; now and then with a photograph that the complainant sees too."""
    services.add_proof(
        complaint_id=pk, kind=ProofKind.CHECK, seen=chance.choice(SEEN), is_shared=chance.random() < 0.4, by=by, now=now
    )
    if chance.random() < 0.06:
        services.add_proof(
            complaint_id=pk, kind=ProofKind.PHOTO, seen="หลังซ่อม", upload=picture("after-repair"), is_shared=True,
            by=by, now=now,
        )  # fmt: skip


def confirm(pk: int, chance: random.Random, *, is_done: bool, now: datetime) -> bool:
    """The complainant's word; whether the case is open again by it."""
    said, words = (Said.DONE, chance.choice(DONE)) if is_done else (Said.NOT_DONE, chance.choice(NOT_DONE))
    heard = services.hear(complaint_id=pk, said=said, words=words, by=None, now=now)
    return heard.came == Came.REOPENED


def build(people: Mapping[str, User], now: datetime) -> None:
    """What is told once the cases are there: samples that were looked at again, and a decision that waits."""
    if not InspectionRound.objects.exists():
        look_again(people, now)
    stands_for_approval(people, now)
    stands_done(now)
    services.climb(now=now)


def stands_done(now: datetime) -> None:
    """One case whose work is done and proved, and whose complainant is asked."""
    accepted = Complaint.objects.filter(status=Status.ACCEPTED).order_by("-id")
    case = accepted.exclude(handler=None).exclude(investigator=None).first()
    if case is None or case.handler is None or case.investigator is None or len(accepted) < 2:
        return
    if Complaint.objects.filter(status=Status.CARRIED_OUT).exists():
        return
    for kind, seen, upload in (
        (ProofKind.PHOTO, "หลังซ่อม ถ่ายจากจุดเดียวกับภาพที่ผู้ร้องส่งมา", picture("after-repair")),
        (ProofKind.CHECK, SEEN[0], None),
    ):
        services.add_proof(
            complaint_id=case.pk, kind=kind, seen=seen, upload=upload, is_shared=True, by=case.investigator, now=now
        )
    services.carry_out(
        complaint_id=case.pk, what=f"{case.prevention} ดำเนินการครบตามผลการพิจารณา", by=case.handler, now=now
    )


def look_again(people: Mapping[str, User], now: datetime) -> None:
    """The samples of the last months: the older ones looked at, of the newest a few still wait."""
    looker = people.get("auditor")
    if looker is None:
        return
    month = timezone.localdate(now).replace(day=1)
    months = []
    for _n in range(ROUNDS):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    for month in reversed(months):
        after = (month + timedelta(days=32)).replace(day=1)
        drawn_at = min(now, timezone.make_aware(datetime.combine(after, datetime.min.time())) + timedelta(hours=6))
        drawn = services.draw_round(month=month, now=drawn_at, seed=f"demo-{month:%Y-%m}")
        rows = list(to_inspect(looker).filter(round=drawn)) if drawn else []
        rows = rows[:2] if month == months[0] else rows
        for place, row in enumerate(rows):
            _look(row, looker, place, min(now, drawn_at + timedelta(days=4 + place)))
    _settle_old(people, now, before=months[1])


def _look(row: Inspection, looker: User, place: int, at: datetime) -> None:
    odd = row.round.month.month % 3 == 0 and place == 1
    verdict = InspectionVerdict.NOT_IN_ORDER if odd else InspectionVerdict.IN_ORDER
    verdict = InspectionVerdict.UNCLEAR if place == 4 and not odd else verdict
    services.inspect(inspection_id=row.pk, verdict=verdict, seen=FOUND[verdict], by=looker, now=at)


def _settle_old(people: Mapping[str, User], now: datetime, *, before: date) -> None:
    """What was found in older months has led to a corrective action."""
    manager = people["complaint-manager"]
    for row in Inspection.objects.filter(verdict=InspectionVerdict.NOT_IN_ORDER, settled="", round__month__lt=before):
        at = min(now, (row.inspected_at or now) + timedelta(days=2))
        services.settle(
            inspection_id=row.pk, choice="action", why="ให้ผู้ควบคุมงานตรวจกับรายการและถ่ายภาพก่อนบันทึกว่าเสร็จทุกครั้ง",
            owner=manager, due_on=timezone.localdate(at) + timedelta(days=21), by=manager, now=at,
        )  # fmt: skip


def stands_for_approval(people: Mapping[str, User], now: datetime) -> None:
    """A serious decision that waits to be approved before it leaves."""
    case = Complaint.objects.filter(status=Status.DECIDED, complained_about=None).order_by("-decided_at").first()
    if case is None or case.handler is None or Approval.objects.filter(state="waiting").exists():
        return
    case_now = max(now - timedelta(hours=1), case.decided_at or now)
    critical = services.Assessment(
        severity=Severity.CRITICAL, is_safety_matter=True, complexity=case.complexity or 2, impact=case.impact or 2,
        needs_immediate_action=True, can_act_immediately=True, immediate_action="กั้นพื้นที่และตัดไฟแล้ว",
    )  # fmt: skip
    services.reassess(
        complaint_id=case.pk, assessment=critical, by=case.handler, now=case_now, shown_version=case.version
    )
    services.communicate_or_ask(
        complaint_id=case.pk, by=case.handler, now=case_now,
        covering="เรียน ท่านผู้ร้องเรียน\nขอบคุณที่แจ้งเรื่องที่เกี่ยวกับความปลอดภัย เราขออภัยในเหตุที่เกิดขึ้น",
    )  # fmt: skip
