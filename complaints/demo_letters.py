"""For the demonstration: letters to the mailbox, as it would have given them: a new matter, an answer, one to sort;
somebody at LINE who has tied a case and somebody who has not; and a complainant who hears by SMS."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from complaints import services
from complaints.enums import Identity, Reply
from complaints.models import Category, Complaint, PlacedLetter
from foundation.core import incoming
from foundation.core.gateways import sms_is_open
from foundation.core.ids import new_tracking_code
from foundation.core.incoming.line import packed
from foundation.core.models import IncomingWay
from foundation.privacy.selectors import notice_in_force

HOST = "demo.example.com"


def build(now: datetime) -> None:
    """Letters, messages at LINE and one complaint by SMS, once."""
    if PlacedLetter.objects.exists():
        return
    _post(
        "new",
        "วิภา ใจดี <wipha@example.com>",
        "ไฟทางเดินชั้น 3 ดับ",
        "เรียนเจ้าหน้าที่\n\nไฟทางเดินชั้น 3 อาคาร B ดับมาสองวันแล้วค่ะ ตอนเย็นเดินลำบากมาก",
        now - timedelta(hours=5),
    )
    case = _open_case()
    if case is not None:
        _post(
            "number",
            "เพื่อนบ้าน <neighbour@example.net>",
            f"เรื่อง {case.number}",
            "ผมเห็นเหตุการณ์ด้วยครับ ยินดีให้ข้อมูล",
            now - timedelta(hours=3),
        )
    _post(
        "suspect",
        "สมชาย <somchai@example.org>",
        "ขอสอบถามเรื่องที่จอดรถ",
        "ที่จอดรถอาคาร C เปิดกี่โมงครับ ไปถึงแล้วประตูปิด",
        now - timedelta(hours=2),
        Authentication_Results=f"mx.{HOST}; dmarc=fail",
    )
    if case is not None and services.may_tie_line(case):
        at = now - timedelta(hours=2)
        _say(1, services.ask_line_code(complaint_id=case.pk, now=at), at)
        _say(1, "ส่งข้อมูลเพิ่มครับ เกิดขึ้นทุกเย็นหลังห้าโมง", at + timedelta(minutes=5))
        _say(2, "ห้องน้ำชั้น 2 อาคาร A น้ำไม่ไหลค่ะ ต้องแจ้งใครคะ", now - timedelta(hours=1))
    if sms_is_open():
        _by_sms(now - timedelta(hours=4))


def _open_case() -> Complaint | None:
    rows = Complaint.objects.open().ordinary().filter(identity=Identity.NAMED, complained_about=None)
    return rows.filter(handler__isnull=False).order_by("-received_at").first()


def _say(person: int, text: str, at: datetime) -> None:
    """Somebody writes to us at LINE."""
    event = {
        "type": "message",
        "webhookEventId": f"demo-{person}-{at:%H%M}",
        "timestamp": int(at.timestamp() * 1000),
        "source": {"type": "user", "userId": f"U{person:032x}"},
        "message": {"type": "text", "id": "1", "text": text},
    }
    row = incoming.take_in(packed(event), now=at, way=IncomingWay.LINE)
    incoming.work_off(letter_id=row.pk, now=at)


def _by_sms(at: datetime) -> None:
    services.register_complaint(
        identity=Identity.NAMED,
        story=services.Story(
            category=Category.objects.get(code="other"),
            subject="ลิฟต์จอดไม่ตรงชั้น",
            description="ลิฟต์ตัวกลาง อาคาร B จอดต่ำกว่าพื้นราวสิบเซนติเมตรมาสองวัน ผู้สูงอายุสะดุดง่าย",
        ),
        contact=services.Contact(name="ประนอม สุขใจ", phone="+66800000214", reply_by=Reply.SMS),
        door=services.Door(notice=notice_in_force("complaint", at=at)),
        tracking_code=new_tracking_code(),
        by=None,
        now=at,
    )


def _post(name: str, sender: str, subject: str, text: str, at: datetime, **heads: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, f"complaints@{HOST}", subject
    letter["Message-ID"], letter["Date"] = f"<demo-{name}@{HOST}>", format_datetime(at)
    for head, value in heads.items():
        letter[head.replace("_", "-")] = value
    letter.set_content(text)
    row = incoming.take_in(letter.as_bytes(), now=at)
    incoming.work_off(letter_id=row.pk, now=at)
