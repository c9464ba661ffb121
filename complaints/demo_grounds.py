"""Plan and evidence of the demonstration's serious cases: what was asked, who looked when, and what bears it out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from complaints import services
from complaints.demo_texts import Case
from complaints.depth import DEPTHS
from foundation.accounts.models import User


@dataclass(frozen=True)
class Look:
    """One round of looking into it."""

    question: str
    step: str
    result: str
    source: str
    from_whom: str
    weight: str
    reliability: str


LOOKS = (
    Look(
        "เกิดอะไรขึ้น และเพราะเหตุใด",
        "ดูหน้างาน ถ่ายภาพ และสอบถามผู้ดูแลพื้นที่",
        "ดูหน้างานแล้ว สภาพตรงตามที่ผู้ร้องเล่า",
        "site",
        "จุดที่ได้รับแจ้ง",
        "strong",
        "เห็นเอง และมีภาพถ่ายพร้อมเวลา",
    ),
    Look(
        "ทำตามขั้นตอนที่กำหนดไว้หรือไม่",
        "เปิดบันทึกการทำงานของเดือนที่ผ่านมา",
        "บันทึกไม่ครบสองครั้ง และไม่มีผู้ตรวจทาน",
        "system",
        "สมุดบันทึกงานประจำวัน",
        "fair",
        "บันทึกลงวันที่ครบ แต่ผู้บันทึกมีคนเดียว",
    ),
)


def look_into(*, pk: int, case: Case, by: User, now: datetime) -> None:
    """As deep as the severity asks; nothing for a light matter."""
    for look in LOOKS[: DEPTHS[case.severity].evidence]:
        day: date = timezone.localdate(now)
        question = services.ask_question(complaint_id=pk, text=look.question, by=by, now=now)
        step = services.plan_step(complaint_id=pk, text=look.step, owner=by, due_on=day, by=by, now=now)
        found = services.Finding(
            case.findings, look.source, look.from_whom, day, look.weight, look.reliability, question
        )
        services.log_evidence(complaint_id=pk, found=found, by=by, now=now)
        for item, result in ((step, look.result), (question, case.cause)):
            services.settle_item(complaint_id=pk, public_id=item.public_id, result=result, by=by, now=now)
