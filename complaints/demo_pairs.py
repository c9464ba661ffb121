"""For the demonstration: a complaint filed twice, one that held two matters, a tie, and a matter to follow."""

from datetime import datetime, timedelta

from complaints import services
from complaints.enums import Channel, Identity, Status
from complaints.models import CaseTie, Category, Complaint, Matter
from complaints.models.complaint import ComplaintQuerySet
from foundation.accounts.models import User
from foundation.core.ids import new_tracking_code

EARLY = (Status.ACKNOWLEDGED, Status.ASSESSED, Status.INVESTIGATING)


def build(now: datetime, by: User) -> None:
    """One of each, once."""
    if not CaseTie.objects.exists():
        _tied(now, by)
    if Complaint.objects.exclude(split_from=None, merged_into=None).exists():
        return
    cases = _plain().exclude(memberships__left_at=None, memberships__isnull=False).order_by("-received_at")
    fresh = list(cases.filter(received_at__lt=now - timedelta(hours=6))[:2])
    if len(fresh) == 2:
        _two_in_one(fresh[0], now, by)
        _filed_twice(fresh[1], now, by)
    _public_line(now, by)


def _plain() -> ComplaintQuerySet:
    named = Complaint.objects.filter(status__in=EARLY, identity=Identity.NAMED, complained_about=None, language="th")
    return named.filter(is_paused=False).select_related("category", "complainant__data_key")


def _tied(now: datetime, by: User) -> None:
    """An open case has the cause of one that was closed before."""
    old = Complaint.objects.ordinary().filter(status=Status.CLOSED, complained_about=None).order_by("-received_at")
    for case in _plain().order_by("-received_at"):
        before = old.filter(subject=case.subject, received_at__lt=case.received_at).first()
        if before is not None:
            why = "อาการและจุดเดียวกับเรื่องที่ปิดไปแล้ว ต้องดูว่ามาตรการป้องกันได้ผลหรือไม่"
            services.relate(
                complaint_id=case.pk, other_number=before.number, kind="same_cause", reason=why, by=by, now=now
            )
            return


def _two_in_one(case: Complaint, now: datetime, by: User) -> None:
    second = services.Part(
        category=Category.objects.select_related("unit").get(code="information"),
        subject="ป้ายบอกทางไปจุดบริการไม่ชัดเจน",
        description="และป้ายบอกทางไปจุดบริการมองไม่เห็น เดินวนอยู่นานกว่าจะพบ",
        place=case.place,
    )
    why = "ผู้ร้องแจ้งสองเรื่องในคราวเดียว หน่วยงานที่แก้ไขเป็นคนละหน่วย"
    services.split(complaint_id=case.pk, part=second, reason=why, by=by, now=now)


def _filed_twice(case: Complaint, now: datetime, by: User) -> None:
    person = case.complainant
    again = services.register_complaint(
        identity=case.identity,
        story=services.Story(
            category=case.category,
            subject=case.subject,
            description="ส่งเรื่องไปแล้วแต่ไม่แน่ใจว่าถึงหรือยัง จึงขอแจ้งอีกครั้ง\n" + case.description,
            place=case.place,
        ),
        contact=services.Contact(
            name=person.name or "", phone=person.phone or "", email=person.email or "", reply_by=person.reply_by
        ),
        door=services.Door(channel=Channel.PORTAL, language=case.language, notice=case.notice),
        tracking_code=new_tracking_code(),
        by=None,
        now=now - timedelta(hours=3),
        customer_id=case.customer_id,
    )
    why = "ผู้ร้องคนเดียวกันส่งเรื่องเดิมซ้ำ เพราะไม่แน่ใจว่าเรื่องแรกถึงเราแล้ว"
    if services.same_person(again, case):
        services.merge(complaint_id=again.pk, other_number=case.number, reason=why, by=by, now=now)


def _public_line(now: datetime, by: User) -> None:
    """The matter of the demonstration says in our own words what it is about."""
    matter = Matter.objects.filter(ended_at=None, public_th="").select_related("lead__category").first()
    if matter is not None:
        subject = matter.lead.category
        services.describe(
            complaint_id=matter.lead_id,
            public_th=f"{subject.name_th}: มีผู้แจ้งหลายราย เจ้าหน้าที่กำลังตรวจสอบพื้นที่",
            public_en=f"{subject.name_en}: reported by several people, our officers are looking into it",
            by=by,
            now=now,
            shown_version=matter.version,
        )
