"""Demo: last year's audit of the handling of complaints, mended but for one remark; this year's under way."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from foundation.governance import services
from foundation.governance.enums import AuditSubject, AuditVerdict, Grade
from foundation.governance.models import Audit, AuditFinding, AuditPlan, Checklist

DAY = dt.timedelta(days=1)
SEED = "2569"
_QUESTIONS = (
    "แจ้งรับเรื่องและแจ้งผลภายในเวลาที่สัญญาไว้",
    "คำตอบอธิบายเหตุผลและบอกทางไปต่อ",
    "มีหลักฐานว่าดำเนินการแก้ไขแล้วจริง",
)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where plans of audits exist. Needs complaints that were closed, to draw samples from."""
    if AuditPlan.objects.exists():
        return
    this = fiscal_quarter_of(now)
    begun = FiscalQuarter(this.year_be, 1).period.start
    checklist = services.save_checklist(
        title="การจัดการข้อร้องเรียนและการรักษาคำสัญญา",
        questions=_QUESTIONS,
        is_in_use=True,
        by=people["policy-administrator"],
        now=begun - 300 * DAY,
    )
    last = FiscalQuarter(this.year_be - 1, 1).period.start
    audit = _planned(this.year_be - 1, last, people, checklist, quarter=4, clause="5.4")
    _conducted(audit, begun - 80 * DAY, begun - 50 * DAY, people)
    _mended(audit, begun - 30 * DAY, people)
    running = _planned(this.year_be, begun, people, checklist, quarter=this.quarter, clause="5.2")
    services.start_audit(audit_id=running.pk, by=running.auditor, now=max(now - 6 * DAY, begun + 4 * DAY))


def _planned(
    year_be: int, begun: dt.datetime, people: Mapping[str, User], checklist: Checklist, *, quarter: int, clause: str
) -> Audit:
    planner = people["policy-administrator"]
    plan = services.start_audit_plan(
        year_be=year_be, aim="ให้รู้ว่าคำสัญญาต่อลูกค้าเป็นจริงในแฟ้มงาน ไม่ใช่เพียงในรายงาน", by=planner, now=begun
    )
    facts: dict[str, Any] = {
        "title": "การจัดการข้อร้องเรียน" if clause == "5.4" else "การรักษาคำสัญญาตามกฎบัตรบริการ",
        "subject": AuditSubject.CLAUSE,
        "clause": clause,
        "unit": Unit.objects.get(code="complaint-centre"),
        "criteria": f"นโยบายข้อ {clause} และมาตรฐานในกฎบัตรที่มีผล",
        "auditor": people["auditor"],
        "quarter": quarter,
        "checklist": checklist,
    }
    audit = services.save_audit_entry(plan_id=plan.pk, facts=facts, by=planner, now=begun + DAY)
    services.submit_audit_plan(plan_id=plan.pk, by=planner, now=begun + 2 * DAY)
    services.approve_audit_plan(plan_id=plan.pk, by=people["executive"], now=begun + 3 * DAY)
    return audit


def _conducted(audit: Audit, start: dt.datetime, end: dt.datetime, people: Mapping[str, User]) -> None:
    """A random sample of the complaints closed in the half year before, looked at one by one."""
    auditor = people["auditor"]
    services.start_audit(audit_id=audit.pk, by=auditor, now=start)
    sample = services.draw_sample(
        audit_id=audit.pk,
        population="complaints.closed",
        first_day=timezone.localdate(start - 180 * DAY),
        last_day=timezone.localdate(start),
        size=8,
        seed=SEED,
        by=auditor,
        now=start + DAY,
    )
    items = list(sample.items.order_by("position"))
    for place, item in enumerate(items):
        answers = dict.fromkeys(range(len(_QUESTIONS)), (AuditVerdict.MEETS.value, ""))
        if place % 4 == 2:
            answers[2] = (AuditVerdict.FAILS.value, "ไม่พบภาพถ่ายหรือเอกสารยืนยันหลังแก้ไข")
        services.answer_item(item_id=item.pk, answers=answers, by=auditor, now=start + 5 * DAY)
    for grade, text, cited in (
        (Grade.MAJOR, "บางแฟ้มปิดเรื่องโดยไม่มีหลักฐานว่าแก้ไขแล้วจริง", items[2:3]),
        (Grade.OBSERVATION, "คำตอบบางฉบับใช้ศัพท์ที่ลูกค้าอาจไม่เข้าใจ", items[:1]),
    ):
        services.save_finding(
            audit_id=audit.pk, grade=grade, clause="5.4", text=text, items=cited, by=auditor, now=start + 8 * DAY
        )
    conclusion = "โดยรวมเป็นไปตามมาตรฐาน จุดอ่อนอยู่ที่หลักฐานหลังการแก้ไข"
    services.report_audit(audit_id=audit.pk, conclusion=conclusion, by=auditor, now=end)


def _mended(audit: Audit, at: dt.datetime, people: Mapping[str, User]) -> None:
    """The unit answers; the weak point is mended and the auditor sees that it helped."""
    manager, auditor = people["complaint-manager"], people["auditor"]
    for finding in AuditFinding.objects.filter(audit=audit).order_by("number"):
        services.answer_finding(finding_id=finding.pk, answer="รับทราบ จะเพิ่มขั้นตรวจหลักฐานก่อนปิดเรื่อง", by=manager, now=at)
        if finding.grade != Grade.MAJOR:
            continue
        action = services.record_action(
            cause="แบบปิดเรื่องไม่ได้บังคับให้แนบหลักฐาน",
            action="เพิ่มหลักฐานเป็นข้อบังคับก่อนปิดเรื่อง และซักซ้อมเจ้าหน้าที่",
            owner=manager,
            due_on=timezone.localdate(at + 30 * DAY),
            source=("governance.finding", finding.public_id),
            by=manager,
            now=at,
        )
        services.complete_action(action_id=action.pk, note="ใช้แบบใหม่แล้วทุกเรื่อง", by=manager, now=at + 14 * DAY)
        services.verify_action(
            action_id=action.pk,
            effective=True,
            note="สุ่มดู 10 แฟ้มหลังใช้แบบใหม่ มีหลักฐานครบ",
            by=auditor,
            now=at + 25 * DAY,
        )
        services.close_finding(finding_id=finding.pk, note="แฟ้มหลังใช้แบบใหม่มีหลักฐานครบ", by=auditor, now=at + 25 * DAY)
