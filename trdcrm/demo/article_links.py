"""Articles of a demonstration linked to the records that they are about, in any room."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from complaints.models import Complaint
from customers.models import Touchpoint
from foundation.accounts.models import User
from foundation.core.references import Reference
from foundation.governance.models import BoardMeeting
from foundation.knowledge import services
from foundation.knowledge.models import Article
from service_charter.models import CharterVersion, ServiceRequest

LIFT = "ลิฟต์"


def build(now: datetime, people: Mapping[str, User]) -> None:
    """Link some articles; what is linked stays as it is, and what the story has not told is left out."""
    by = people["complaint-manager"]
    for words, records in _LINKS:
        article = Article.objects.filter(title_th__startswith=words).first()
        if article is None:
            continue
        for kind, public_id in records():
            if not article.is_about(kind, public_id):
                record = Reference(kind, public_id, "", "")
                services.link_article(article_id=article.pk, record=record, by=by, now=now)


def _lifts() -> Iterator[tuple[str, str]]:
    for case in Complaint.objects.ordinary().filter(subject__contains=LIFT).order_by("-id")[:2]:
        yield "complaint", case.public_id
    request = ServiceRequest.objects.filter(kind__code="repair").order_by("-id").first()
    if request:
        yield "service_charter.request", request.public_id


def _counters() -> Iterator[tuple[str, str]]:
    place = Touchpoint.objects.filter(name_th="เคาน์เตอร์บริการผู้เช่า").first()
    if place:
        yield "touchpoint", place.public_id


def _promises() -> Iterator[tuple[str, str]]:
    charter = CharterVersion.objects.order_by("-number").first()
    if charter:
        yield "service_charter.charter", charter.public_id
    meeting = BoardMeeting.objects.order_by("-id").first()
    if meeting:
        yield "governance.meeting", meeting.public_id


_LINKS: tuple[tuple[str, Callable[[], Iterator[tuple[str, str]]]], ...] = (
    ("ลิฟต์ค้างตอนเช้า", _lifts),
    ("แจ้งอุปกรณ์ชำรุด", _counters),
    ("รับเรื่องทางโทรศัพท์", _counters),
    ("ยังไม่ได้รับคำตอบ", _promises),
)
