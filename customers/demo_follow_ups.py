"""Demo: what officers owe customers, late, due today, ahead, done and not needed any more."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from customers import services
from customers.models import Customer, FollowUp
from foundation.accounts.models import User

# Words, days from today, and what became of it.
_OWED = (
    ("ส่งใบเสนอราคาพื้นที่เก็บของเพิ่ม 12 ตร.ม.", 0, ""),
    ("โทรแจ้งผลคิวที่จอดรถรายเดือน 2 คัน", 2, ""),
    ("นัดพาชมพื้นที่ชั้น 2 หลังปรับปรุงเสร็จ", 6, ""),
    ("ส่งสำเนาใบแจ้งหนี้ค่าส่วนกลางให้ฝ่ายบัญชี", 1, "ส่งทางอีเมลแล้ว ลูกค้ายืนยันว่าได้รับ"),
)


@transaction.atomic
def build(now: datetime, people: Mapping[str, User]) -> list[FollowUp]:
    """A handful of follow-ups of the customer officer, two from entries of the timeline; none where there are some."""
    if FollowUp.objects.exists():
        return []
    officer = people["customer-officer"]
    customers = Customer.objects.filter(is_limited=False, erased_at=None, owner=officer).order_by("pk")[:5]
    made = []
    for (words, days, outcome), customer in zip(_OWED, customers, strict=False):
        row = services.add_follow_up(
            customer_id=customer.pk, what=words, owner=officer, due_on=timezone.localdate(now) + timedelta(days=days),
            interaction=customer.interactions.order_by("-at").first(), by=officer, now=now,
        )  # fmt: skip
        if outcome:
            services.finish_follow_up(follow_up_id=row.pk, words=outcome, by=officer, now=now)
        made.append(row)
    return made + _late(officer, customers[4:5], now)


def _late(officer: User, customers: Iterable[Customer], now: datetime) -> list[FollowUp]:
    """Promised last week, and still owed."""
    then = now - timedelta(days=9)
    made = []
    for customer in customers:
        row = services.add_follow_up(
            customer_id=customer.pk, what="ตอบเรื่องส่วนลดค่าห้องประชุมสำหรับผู้เช่ารายปี", owner=officer,
            due_on=timezone.localdate(then) + timedelta(days=7), by=officer, now=then,
        )  # fmt: skip
        made.append(row)
    return made
