"""Letters as the mailbox gives them, brought through the real reading."""

from datetime import datetime
from email.message import EmailMessage
from itertools import count

from django.utils import timezone

from complaints.models import PlacedLetter
from foundation.core import incoming

_serial = count(1)
SUDARAT = "สุดารัตน์ มีสุข <sudarat@example.com>"


def a_letter(
    text: str = "น้ำรั่วหน้าร้านครับ พื้นลื่นมาก", *, subject: str = "น้ำรั่ว", sender: str = SUDARAT, **heads: str
) -> EmailMessage:
    """A plain letter; heads are given with underscores for hyphens."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, heads.pop("to", "complaints@example.go.th"), subject
    message["Message-ID"] = heads.pop("message_id", f"<letter-{next(_serial)}@example.com>")
    for name, value in heads.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def post(letter: EmailMessage | bytes, *, now: datetime | None = None, size: int | None = None) -> PlacedLetter:
    """Have it taken in and placed."""
    when = now or timezone.now()
    raw = letter if isinstance(letter, bytes) else letter.as_bytes()
    row = incoming.take_in(raw, now=when, size=size)
    incoming.work_off(letter_id=row.pk, now=when)
    return PlacedLetter.objects.select_related("letter__data_key", "complaint").get(letter=row)


def make_letter_in() -> PlacedLetter:
    """A letter that waits: the mail server takes its sender for a false one."""
    marked = "mx.example.go.th; dmarc=fail header.from=example.com"
    return post(a_letter("ขอสอบถามค่ะ", Authentication_Results=marked))
