"""Fairness in the demonstration: somebody complained about who was heard, the confidential route, the monthly question
whether it was fair, and the objectives of the year."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from complaints import services
from complaints.enums import Channel, Identity, Status
from complaints.enums_closing import Fair, Principle
from complaints.models import Category, Complaint, FairnessReview, Hearing, Objective
from complaints.selectors import findings_to_settle, to_review
from foundation.accounts.models import Unit, User
from foundation.core.ids import new_tracking_code
from foundation.core.thai.dates import fiscal_year_of

TOLD = "ผู้รับบริการแจ้งว่าเมื่อติดต่อที่เคาน์เตอร์ช่วงบ่าย รออยู่นานโดยไม่มีผู้ตอบ และได้รับคำตอบไม่ครบ โปรดเล่าเหตุการณ์จากด้านของท่าน"
STATED = "วันนั้นมีผู้รับบริการสิบกว่ารายและข้าพเจ้าอยู่คนเดียว ได้แจ้งให้รอแล้ว แต่ยอมรับว่าไม่ได้กลับไปแจ้งความคืบหน้า"
BRIBE = "ผู้รับเหมารายหนึ่งเล่าว่ามีการขอค่าอำนวยความสะดวกก่อนตรวจรับงาน ขอให้ตรวจสอบโดยไม่เปิดเผยผู้แจ้ง"
WORDS = {
    Fair.YES: ("เจ้าหน้าที่รับฟังและอธิบายทุกขั้นตอน", "แจ้งวันชัดเจน ตรงตามที่บอก", ""),
    Fair.PARTLY: ("ได้รับการแก้ไข แต่ต้องเล่าเรื่องซ้ำสองครั้ง",),
    Fair.NO: ("ไม่มีใครบอกเหตุผลว่าทำไมได้ไม่ครบตามที่ขอ",),
}
OBJECTIVES = (
    ("complaints.resolved_on_time", 95, "ประชุมเรื่องใกล้ครบกำหนดทุกเช้า และส่งต่อหน่วยงานภายในวันที่ประเมิน", "เจ้าหน้าที่เพิ่มหนึ่งคน"),
    ("complaints.repeated", 10, "ตรวจเชิงป้องกันจุดที่ร้องเรียนซ้ำทุกไตรมาส", "งบซ่อมบำรุงเชิงป้องกัน"),
    ("complaints.satisfied_with_handling", 85, "ใช้คำตอบสำเร็จรูปฉบับใหม่และโทรแจ้งความคืบหน้า", "อบรมการสื่อสารครึ่งวัน"),
    ("complaints.treated_fairly", 90, "อธิบายเหตุผลในหนังสือแจ้งผลทุกฉบับ", ""),
)


def build(now: datetime, people: Mapping[str, User]) -> None:
    """What is not there yet; needs the people of the complaint centre."""
    manager = people["complaint-manager"]
    Unit.objects.filter(code="complaint-centre", head=None).update(head=manager)
    if not Hearing.objects.exists() and "customer-officer-2" in people:
        _heard(now, people["customer-officer-2"])
    if "misconduct-officer" in people and not Complaint.objects.filter(is_misconduct=True).exists():
        _confidential(now, people["misconduct-officer"])
    if "auditor" in people:
        _was_it_fair(now, people["auditor"], manager)
    if not Objective.objects.exists():
        _objectives(now, manager)


def _heard(now: datetime, about: User) -> None:
    """One case under investigation is about a colleague, who has given an account; another waits for it."""
    cases = Complaint.objects.ordinary().filter(status__in=(Status.ASSESSED, Status.INVESTIGATING), memberships=None)
    free = cases.exclude(handler=None).exclude(investigator=about).order_by("-received_at")[:2]
    for n, case in enumerate(free):
        by = case.handler
        if by is None:
            continue
        services.correct_facts(
            complaint_id=case.pk, facts={"complained_about": about}, by=by, now=now, shown_version=case.version
        )
        day = timezone.localdate(now) + timedelta(days=5)
        row = services.tell_person(complaint_id=case.pk, told=TOLD, answer_by=day, by=by, now=now)
        if n == 0:
            services.state(hearing_id=row.pk, statement=STATED, by=about, now=now)


def _confidential(now: datetime, officer: User) -> None:
    case = services.register_complaint(
        identity=Identity.ANONYMOUS,
        story=services.Story(category=Category.objects.get(code="misconduct"), description=BRIBE),
        contact=None,
        door=services.Door(channel=Channel.PORTAL),
        tracking_code=new_tracking_code(),
        by=None,
        now=now - timedelta(hours=20),
    )
    services.acknowledge(complaint_id=case.pk, by=officer, now=now - timedelta(hours=2))


def _was_it_fair(now: datetime, looker: User, manager: User) -> None:
    """Of the older rounds most have answered and every case was gone through; one finding led to an action."""
    newest = FairnessReview.objects.order_by("-round__month").values_list("round__month", flat=True).first()
    if newest is None:
        return
    older = FairnessReview.objects.exclude(round__month=newest)
    if older.filter(reviewed_at__isnull=False).exists():
        return
    for n, row in enumerate(older.filter(answered_at=None).order_by("round__month", "position")):
        at = min(now, row.asked_at + timedelta(days=3))
        fair = Fair.NO if n == 4 else Fair.PARTLY if n % 5 == 3 else Fair.YES
        if n % 4 != 2 and row.is_open(at):
            services.say_fair(review_id=row.pk, fair=fair, words=WORDS[fair][n % len(WORDS[fair])], now=at)
    for n, row in enumerate(to_review(looker).exclude(round__month=newest)):
        checks = dict.fromkeys(Principle.values, "yes") | ({"openness": "no"} if n == 1 else {})
        remarks = "หนังสือแจ้งผลไม่บอกเหตุผลของส่วนที่ไม่ได้รับ" if n == 1 else ""
        at = min(now, row.asked_at + timedelta(days=6))
        services.review_fairness(review_id=row.pk, checks=checks, remarks=remarks, by=looker, now=at)
    for row in findings_to_settle(manager).filter(complaint__in=Complaint.objects.exclude(complained_about=manager))[
        :1
    ]:
        services.settle_fairness(
            review_id=row.pk, why="เพิ่มหัวข้อเหตุผลในแบบหนังสือแจ้งผลและตรวจก่อนลงนาม", owner=manager,
            due_on=timezone.localdate(now) + timedelta(days=30), by=manager, now=now,
        )  # fmt: skip


def _objectives(now: datetime, manager: User) -> None:
    year = fiscal_year_of(timezone.localdate(now))
    for key, target, plan, means in OBJECTIVES:
        services.set_objective(
            year_be=year, metric_key=key, target=Decimal(target), plan=plan, means=means, owner=manager, reason="",
            by=manager, now=now,
        )  # fmt: skip
