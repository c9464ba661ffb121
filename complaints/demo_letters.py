"""For the demonstration: letters to the mailbox, as it would have given them: a new matter, an answer, one to sort."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from complaints.enums import Identity
from complaints.models import Complaint, PlacedLetter
from foundation.core import incoming

HOST = "demo.example.com"


def build(now: datetime) -> None:
    """Three letters, once."""
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


def _open_case() -> Complaint | None:
    rows = Complaint.objects.open().ordinary().filter(identity=Identity.NAMED, complained_about=None)
    return rows.filter(handler__isnull=False).order_by("-received_at").first()


def _post(name: str, sender: str, subject: str, text: str, at: datetime, **heads: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, f"complaints@{HOST}", subject
    letter["Message-ID"], letter["Date"] = f"<demo-{name}@{HOST}>", format_datetime(at)
    for head, value in heads.items():
        letter[head.replace("_", "-")] = value
    letter.set_content(text)
    row = incoming.take_in(letter.as_bytes(), now=at)
    incoming.work_off(letter_id=row.pk, now=at)
