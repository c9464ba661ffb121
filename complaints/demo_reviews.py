"""Two management reviews and a hand-over for the demonstration; each once, also where complaints stand already."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from complaints import services
from complaints.models import Complaint, HandOver, ManagementReview, ReviewDecision
from foundation.accounts.models import User

_SAID = {
    "internal_factors": "เพิ่มเจ้าหน้าที่ศูนย์รับข้อร้องเรียนสองอัตรา และเริ่มใช้กฎบัตรบริการฉบับใหม่",
    "external_factors": "ผู้เช่าร้องเรียนผ่านสายด่วน 1111 มากขึ้น และโครงการข้างเคียงเปิดให้ติดตามเรื่องทางโทรศัพท์มือถือ",
    "recommendations": "ตรวจงานระบบอาคารเชิงป้องกันก่อนฤดูฝน และอบรมการเขียนหนังสือตอบให้อ่านง่าย",
    "attendees": "กรรมการผู้จัดการ ผู้จัดการศูนย์รับข้อร้องเรียน หัวหน้าฝ่ายอาคารสถานที่",
    "minutes": "ที่ประชุมพิจารณาผลการดำเนินงาน ผลตรวจประเมิน และสถานะการแก้ไขครบถ้วน เห็นว่าเรื่องอาคารสถานที่ยังเป็นสัดส่วนสูงสุด",
}


def build(now: datetime, people: Mapping[str, User]) -> None:
    """A review closed three months ago with its decisions, one that is open now, and cases of an officer on leave."""
    manager, executive = people["complaint-manager"], people.get("executive")
    if executive is not None and not ManagementReview.objects.exists():
        _closed(now - timedelta(days=95), manager, executive)
        _opened(now, manager)
    if not HandOver.objects.exists():
        _on_leave(now, manager, [who for name, who in sorted(people.items()) if name.startswith("complaint-officer")])


def _closed(at: datetime, manager: User, executive: User) -> None:
    day = timezone.localdate(at)
    review = services.open_review(
        first_day=day - timedelta(days=366), last_day=day - timedelta(days=1), by=manager, now=at
    )
    services.write_review(review_id=review.pk, said=_SAID | {"held_on": day}, by=manager, now=at)
    for kind, what, owner, days in (
        (ReviewDecision.Kind.PRODUCT, "ตรวจท่อน้ำและระบบระบายน้ำทุกอาคารก่อนฤดูฝน", manager, 60),
        (ReviewDecision.Kind.RESOURCE, "อบรมเจ้าหน้าที่เรื่องการเขียนหนังสือตอบ ปีละสองครั้ง", manager, 180),
    ):
        services.record_decision(
            review_id=review.pk,
            kind=kind,
            what=what,
            owner=owner,
            due_on=day + timedelta(days=days),
            by=manager,
            now=at,
        )
    services.close_review(
        review_id=review.pk, note="เห็นชอบตามที่เสนอ ให้รายงานผลทุกไตรมาส", by=executive, now=at + timedelta(days=2)
    )
    first = review.decisions.order_by("due_on").first()
    if first is not None:
        services.complete_decision(
            decision_id=first.pk, note="ตรวจครบทุกอาคาร พบจุดต้องซ่อม 14 จุด ซ่อมแล้วทั้งหมด", by=manager,
            now=at + timedelta(days=50),
        )  # fmt: skip


def _opened(now: datetime, manager: User) -> None:
    day = timezone.localdate(now)
    review = services.open_review(
        first_day=day - timedelta(days=95), last_day=day - timedelta(days=1), by=manager, now=now
    )
    said = {name: _SAID[name] for name in ("internal_factors", "external_factors")}
    services.write_review(review_id=review.pk, said=said, by=manager, now=now)


def _on_leave(now: datetime, manager: User, officers: list[User]) -> None:
    if len(officers) < 2 or not Complaint.objects.visible_to(manager).open().filter(handler=officers[-1]).exists():
        return
    services.hand_over(
        giver=officers[-1],
        taker=officers[0],
        reason="ลาพักผ่อนประจำปี",
        until=timezone.localdate(now) + timedelta(days=5),
        by=manager,
        now=now,
    )
