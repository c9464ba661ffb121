"""Rules of retention for a demonstration: set through the services, with one change, one draft and a week of nights."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from foundation.accounts.models import User
from foundation.privacy import services
from foundation.privacy.models import RetentionRule

DAY = timedelta(days=1)
NIGHTS = 7
CLAIMS = "ประมวลกฎหมายแพ่งและพาณิชย์ มาตรา 193/30 (อายุความ 10 ปี)"
TOLD = "ประกาศนโยบายความเป็นส่วนตัวที่แจ้งไว้"
# Kind, months, ground, where the time comes from, why. The second line of a kind changes the first.
_RULES: tuple[tuple[str, int, str, str, str], ...] = (
    ("complaints.complainant", 120, "claims", CLAIMS, "กำหนดครั้งแรกตามอายุความทั่วไป"),
    ("complaints.complainant", 60, "answering", TOLD, "ลดให้ตรงกับที่แจ้งผู้ร้องเรียนไว้"),
    ("service_charter.request", 36, "answering", TOLD, "เรื่องมักไม่มีผู้กลับมาถามหลังสามปี"),
    ("privacy.request", 60, "claims", CLAIMS, "เก็บไว้แสดงต่อหน่วยงานกำกับเมื่อมีการตรวจสอบ"),
    ("customer", 120, "claims", CLAIMS, "สิทธิเรียกร้องตามสัญญาเช่ายังมีได้ถึงสิบปี"),
    ("products.idea_contact", 36, "answering", TOLD, "ผู้เสนออาจถามถึงผลของแนวคิด"),
    ("voc.voices", 60, "public_task", "นโยบายลูกค้าและตลาด ข้อ 3.1", "ใช้เทียบแนวโน้มเสียงของลูกค้าย้อนหลังห้าปี"),
)


def build(now: datetime, people: Mapping[str, User]) -> None:
    """A rule for every kind, a draft that was tried, the runs of a week. Nothing where a rule exists already."""
    if RetentionRule.objects.exists():
        return
    officer, chief = people["data-protection-officer"], people["executive"]
    for number, facts in enumerate(_RULES):
        at = now - (200 - 10 * number) * DAY
        rule = _draft(facts, officer, at)
        services.bring_into_force(rule_id=rule.pk, by=chief, now=at + DAY)
    _draft(("customer", 84, "claims", CLAIMS, "ทบทวนให้สั้นลงตามข้อสังเกตของผู้ตรวจสอบ"), officer, now - 2 * DAY)
    for night in range(NIGHTS, 0, -1):
        services.sweep(key=f"demo-{night}", now=now - night * DAY, tick=lambda done, total: None)


def _draft(facts: tuple[str, int, str, str, str], by: User, at: datetime) -> RetentionRule:
    kind, months, ground, citation, reason = facts
    rule = services.draft_rule(
        kind=kind, keep_months=months, ground=ground, citation=citation, reason=reason, by=by, now=at
    )
    return services.try_rule(rule_id=rule.pk, by=by, now=at)
