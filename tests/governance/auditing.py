"""Plans, audits, samples and findings for tests: internal audit looks at the complaint centre."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from foundation.accounts.models import Unit, User
from foundation.governance import populations, services
from foundation.governance.models import Audit, AuditFinding, AuditPlan, Checklist, CorrectiveAction, SampleItem
from tests.governance.factories import NOW
from tests.people import someone

DAY = dt.timedelta(days=1)
TODAY = NOW.date()
QUESTIONS = ("ลงรับภายในวันทำการ", "แจ้งผลเป็นลายลักษณ์อักษร")


def of_unit(role: str, code: str, username: str = "") -> User:
    """A person of that role in that unit."""
    user = someone(role, username or f"audit-{role}")
    user.unit = Unit.objects.get(code=code)
    user.save(update_fields=["unit"])
    return user


def auditor() -> User:
    return of_unit("auditor", "internal-audit")


def planner() -> User:
    return of_unit("policy-administrator", "strategy")


def answerer() -> User:
    """Of the audited unit; sees actions and answers findings."""
    return of_unit("complaint-manager", "complaint-centre")


def make_checklist(title: str = "การจัดการข้อร้องเรียน") -> Checklist:
    found = Checklist.objects.filter(title=title).first()
    return found or services.save_checklist(title=title, questions=QUESTIONS, is_in_use=True, by=planner(), now=NOW)


def make_plan(year_be: int = 2570) -> AuditPlan:
    found = AuditPlan.objects.filter(year_be=year_be).first()
    return found or services.start_audit_plan(year_be=year_be, aim="ดูว่าคำมั่นเป็นจริง", by=planner(), now=NOW)


def entry(**facts: Any) -> dict[str, Any]:
    given = {
        "title": "การจัดการข้อร้องเรียน",
        "subject": "clause",
        "clause": "5.4",
        "unit": Unit.objects.get(code="complaint-centre"),
        "criteria": "ข้อ 5.4 และมาตรฐานในกฎบัตร",
        "auditor": auditor(),
        "quarter": 1,
        "checklist": make_checklist(),
    }
    return {**given, **facts}


def make_planned(**facts: Any) -> Audit:
    """In a plan that is a draft."""
    return services.save_audit_entry(plan_id=make_plan().pk, facts=entry(**facts), by=planner(), now=NOW)


def make_approved(**facts: Any) -> Audit:
    """Planned, its plan approved."""
    audit = make_planned(**facts)
    services.submit_audit_plan(plan_id=audit.plan_id, by=planner(), now=NOW)
    services.approve_audit_plan(plan_id=audit.plan_id, by=someone("executive"), now=NOW)
    return Audit.objects.get(pk=audit.pk)


def make_under_way(**facts: Any) -> Audit:
    audit = make_approved(**facts)
    return services.start_audit(audit_id=audit.pk, by=audit.auditor, now=NOW)


UNITS = populations.Population("test.units", "Units", "governance.clause", lambda *_span: Unit.objects.all())


@contextmanager
def units_as_population() -> Iterator[None]:
    """Units stand for records of a room above, so that governance is tested without one."""
    populations.register(UNITS)
    try:
        yield
    finally:
        del populations._populations[UNITS.key]


def make_sample(audit: Audit, size: int = 2, **facts: Any) -> list[SampleItem]:
    """Drawn from the test's own population of units, inside `units_as_population`."""
    given = {"population": "test.units", "first_day": TODAY - 90 * DAY, "last_day": TODAY, "seed": "7"}
    sample = services.draw_sample(audit_id=audit.pk, size=size, by=audit.auditor, now=NOW, **{**given, **facts})
    return list(sample.items.all())


def answer_all(audit: Audit, items: list[SampleItem]) -> None:
    answers = {0: ("meets", ""), 1: ("fails", "ไม่มีหนังสือแจ้งผล")}
    for item in items:
        services.answer_item(item_id=item.pk, answers=answers, by=audit.auditor, now=NOW)


def make_finding(audit: Audit, grade: str = "major", items: list[SampleItem] | None = None) -> AuditFinding:
    return services.save_finding(
        audit_id=audit.pk,
        grade=grade,
        clause=audit.clause,
        text="ไม่มีหนังสือแจ้งผลในแฟ้ม",
        items=items or [],
        by=audit.auditor,
        now=NOW,
    )


def make_reported(grades: tuple[str, ...] = ("major",), **facts: Any) -> Audit:
    """A sample of two, answered, with findings of these grades, and the report out."""
    audit = make_under_way(**facts)
    items = make_sample(audit)
    answer_all(audit, items)
    for grade in grades:
        make_finding(audit, grade, items[:1])
    return services.report_audit(audit_id=audit.pk, conclusion="โดยรวมพอใช้", by=audit.auditor, now=NOW)


def make_answered(finding: AuditFinding) -> AuditFinding:
    return services.answer_finding(finding_id=finding.pk, answer="จริง เพราะไม่มีแบบพิมพ์", by=answerer(), now=NOW)


def make_mended(finding: AuditFinding, effective: bool = True) -> CorrectiveAction:
    """An action on the finding, done by the unit and judged by the auditor."""
    owner = answerer()
    action = services.record_action(
        cause="ไม่มีแบบพิมพ์",
        action="ทำแบบพิมพ์แจ้งผล",
        owner=owner,
        due_on=TODAY + 20 * DAY,
        source=("governance.finding", finding.public_id),
        by=owner,
        now=NOW,
    )
    services.complete_action(action_id=action.pk, note="ใช้แล้ว", by=owner, now=NOW)
    return services.verify_action(
        action_id=action.pk, effective=effective, note="ตรวจแฟ้มแล้ว", by=finding.audit.auditor, now=NOW
    )
