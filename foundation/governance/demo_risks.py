"""Risks of the whole company with their assessments over two years, and actions in each state."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.models import Notification
from foundation.governance.enums import RISK_KIND, ActionKind, ActionState, Treatment
from foundation.governance.models import CorrectiveAction, Risk
from foundation.governance.services import (
    assess_risk,
    close_risk,
    complete_action,
    record_action,
    reopen_action,
    verify_action,
)

_DAY = dt.timedelta(days=1)
_ASSESSED_DAYS_AGO = (700, 380, 55)


@dataclass(frozen=True)
class Story:
    """A risk; `scores` are (likelihood, impact, likelihood after, impact after) of each assessment."""

    title: str
    direct: str
    indirect: str
    treatment: Treatment
    note: str
    unit: str
    scores: tuple[tuple[int, int, int, int], ...]
    closed: str = ""


_STORIES = (
    Story(
        "ผู้เช่าราชการย้ายออกเมื่อครบสัญญา",
        "หน่วยงานต้องย้ายสถานที่ บริการประชาชนสะดุด",
        "พื้นที่ว่างทำให้ร้านค้ามีลูกค้าลดลง",
        Treatment.REDUCE,
        "หารือความต้องการก่อนครบสัญญาหนึ่งปี และเสนอพื้นที่ทางเลือก",
        "property",
        ((4, 5, 3, 5), (4, 5, 3, 4), (3, 5, 2, 4)),
    ),
    Story(
        "ตอบข้อร้องเรียนไม่ทันตามมาตรฐาน",
        "ผู้ร้องไม่ได้รับคำตอบตามที่ประกาศไว้",
        "ความเชื่อมั่นต่อกฎบัตรบริการลดลง",
        Treatment.REDUCE,
        "เตือนก่อนครบกำหนด และสำรองผู้ตรวจสอบในทุกหน่วยงาน",
        "complaint-centre",
        ((5, 4, 4, 3), (4, 4, 3, 3), (4, 4, 2, 3)),
    ),
    Story(
        "ข้อมูลส่วนบุคคลของลูกค้ารั่วไหล",
        "ลูกค้าอาจถูกหลอกลวงหรือเสียหายจากการใช้ข้อมูล",
        "ลูกค้าไม่กล้าให้ความเห็น",
        Treatment.REDUCE,
        "เข้ารหัสข้อมูล จำกัดผู้เห็น และบันทึกทุกครั้งที่เปิดดู",
        "information-technology",
        ((3, 5, 2, 5), (3, 5, 1, 5), (3, 5, 1, 5)),
    ),
    Story(
        "ระบบลิฟต์และปรับอากาศขัดข้องพร้อมกัน",
        "ผู้มาติดต่อและผู้เช่าใช้พื้นที่ไม่ได้",
        "ผู้เช่าขอลดค่าเช่า",
        Treatment.SHARE,
        "ทำสัญญาบำรุงรักษาที่มีค่าปรับและอะไหล่สำรอง",
        "building-services",
        ((4, 4, 3, 4), (4, 4, 3, 3), (3, 4, 2, 3)),
    ),
    Story(
        "ข้อมูลลูกค้าไม่ครบจนจำแนกกลุ่มผิด",
        "ลูกค้าได้รับข้อเสนอที่ไม่ตรงความต้องการ",
        "งบการตลาดใช้ไม่ตรงกลุ่ม",
        Treatment.REDUCE,
        "ตรวจความครบถ้วนทุกเดือน และจำแนกใหม่ทุกปี",
        "customer-market",
        ((4, 3, 3, 3), (3, 3, 3, 2), (3, 3, 2, 2)),
    ),
    Story(
        "ผู้ตอบแบบสำรวจน้อยจนสรุปไม่ได้",
        "",
        "ความต้องการของกลุ่มเล็กไม่ถูกได้ยิน",
        Treatment.ACCEPT,
        "แสดงจำนวนผู้ตอบและช่วงความเชื่อมั่นทุกครั้ง",
        "customer-market",
        ((4, 2, 4, 2), (4, 2, 3, 2), (3, 2, 3, 2)),
    ),
    Story(
        "ค่าไฟฟ้าส่วนกลางสูงขึ้นเกินที่ผู้เช่ารับได้",
        "ผู้เช่าร้านค้าจ่ายค่าบริการเพิ่ม",
        "ร้านค้าขึ้นราคาสินค้า",
        Treatment.REDUCE,
        "ติดตั้งระบบพลังงานแสงอาทิตย์และแจ้งอัตราล่วงหน้า",
        "building-services",
        ((4, 4, 4, 3), (5, 4, 4, 3), (4, 4, 4, 3)),
    ),
    Story(
        "ช่องทางโทรศัพท์ล่มระหว่างย้ายชุมสาย",
        "ลูกค้าติดต่อศูนย์บริการไม่ได้",
        "",
        Treatment.AVOID,
        "ย้ายนอกเวลาทำการและเปิดเบอร์สำรอง",
        "information-technology",
        ((3, 3, 1, 3),),
        closed="ย้ายชุมสายแล้วเสร็จและทดสอบครบทุกสาย",
    ),
)


@dataclass(frozen=True)
class Deed:
    """An action; `state` is how far it has come, `days` when it is due, counted from today."""

    risk: int
    cause: str
    action: str
    owner: str
    state: ActionState
    begun: int
    days: int
    kind: ActionKind = ActionKind.CORRECTIVE
    is_second_try: bool = False


_DEEDS = (
    Deed(3, "อะไหล่สำคัญไม่มีในคลัง", "จัดคลังอะไหล่สำรองที่อาคาร B", "complaint-investigator", ActionState.VERIFIED, 400, -330),
    Deed(
        1,
        "ผู้ตรวจสอบลาพร้อมกัน",
        "กำหนดผู้ตรวจสอบสำรองทุกหน่วยงาน",
        "complaint-manager",
        ActionState.VERIFIED,
        300,
        -240,
        ActionKind.PREVENTIVE,
    ),
    Deed(
        6,
        "ผู้เช่าทราบอัตราใหม่เมื่อได้รับใบแจ้งหนี้",
        "ส่งหนังสือแจ้งอัตราค่าไฟฟ้าล่วงหน้าสองรอบบิล",
        "charter-owner",
        ActionState.INEFFECTIVE,
        150,
        -60,
    ),
    Deed(4, "ช่องข้อมูลสำคัญเว้นว่างได้", "บังคับกรอกประเภทลูกค้าเมื่อบันทึกใหม่", "voc-analyst", ActionState.DONE, 80, -5),
    Deed(
        0,
        "ไม่มีกำหนดการหารือก่อนครบสัญญา",
        "นัดหารือผู้เช่าราชการที่จะครบสัญญาในปีหน้า",
        "product-manager",
        ActionState.OPEN,
        40,
        45,
        ActionKind.PREVENTIVE,
    ),
    Deed(
        3,
        "รอบบำรุงรักษาเดิมห่างเกินไป",
        "ปรับรอบบำรุงรักษาลิฟต์เป็นทุกสองสัปดาห์",
        "complaint-investigator",
        ActionState.OPEN,
        200,
        30,
        is_second_try=True,
    ),
    Deed(5, "แบบสำรวจยาวเกินไป", "ตัดแบบสำรวจให้เหลือไม่เกินห้าคำถาม", "voc-analyst", ActionState.OPEN, 60, -4),
)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Write risks with their assessments and actions, where they are not there yet."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    risks = [Risk.objects.filter(title=story.title).first() or _assess(story, units, people, now) for story in _STORIES]
    for deed in _DEEDS:
        if not CorrectiveAction.objects.filter(action=deed.action).exists():
            _act(deed, risks[deed.risk], people, now)


def _assess(story: Story, units: Mapping[str, Unit], people: Mapping[str, User], now: dt.datetime) -> Risk:
    names = ("likelihood", "impact", "residual_likelihood", "residual_impact")
    risk: Risk | None = None
    for days_ago, scores in zip(_ASSESSED_DAYS_AGO, story.scores, strict=False):
        then = timezone.localtime(now - days_ago * _DAY).replace(hour=10, minute=0)
        facts: dict[str, Any] = {
            "title": story.title,
            "direct_effect": story.direct,
            "indirect_effect": story.indirect,
            "treatment": story.treatment,
            "treatment_note": story.note,
            "owner_unit": units[story.unit],
            "review_on": timezone.localdate(then) + 365 * _DAY,
            **dict(zip(names, scores, strict=True)),
        }
        risk = assess_risk(risk_id=risk.pk if risk else None, facts=facts, by=people["strategist"], now=then)
    if risk is None:
        raise ValueError("a risk has at least one assessment")
    if story.closed:
        close_risk(risk_id=risk.pk, reason=story.closed, by=people["strategist"], now=now - 600 * _DAY)
    return risk


def _act(deed: Deed, risk: Risk, people: Mapping[str, User], now: dt.datetime) -> None:
    strategist, begun = people["strategist"], timezone.localtime(now - deed.begun * _DAY).replace(hour=11, minute=0)
    due_on = timezone.localdate(now) + deed.days * _DAY
    row = record_action(
        cause=deed.cause,
        action=deed.action,
        owner=people[deed.owner],
        due_on=due_on,
        by=strategist,
        now=begun,
        kind=deed.kind,
        source=(RISK_KIND, risk.public_id),
    )
    if deed.state == ActionState.OPEN and not deed.is_second_try:
        return
    complete_action(action_id=row.pk, note="ดำเนินการแล้วตามแผน", by=people[deed.owner], now=begun + 40 * _DAY)
    if deed.state == ActionState.DONE:
        return
    effective = deed.state == ActionState.VERIFIED
    note = "ตรวจซ้ำหลังหนึ่งเดือน ไม่พบเหตุเดิม" if effective else "ยังพบเหตุเดิมในเดือนถัดมา"
    judged = begun + 75 * _DAY
    verify_action(action_id=row.pk, effective=effective, note=note, by=strategist, now=judged)
    Notification.objects.filter(url=row.get_absolute_url()).update(read_at=judged)
    if deed.is_second_try:
        reopen_action(action_id=row.pk, due_on=due_on, by=strategist, now=judged + 5 * _DAY)
