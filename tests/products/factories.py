"""Ideas, products and projects, made the way people make them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.governance.models import Risk
from foundation.governance.services import assess_risk
from foundation.privacy.selectors import notice_in_force
from products import rules, selectors, services
from products.enums import Gate
from products.models import Idea, Meeting, Product, Project, Requirement, Target, Vote
from tests.people import someone

NOW = dt.datetime(2026, 11, 9, 3, 0, tzinfo=dt.UTC)  # a Monday, 10:00 in Bangkok
DAY = dt.timedelta(days=1)


def make_idea(by: User | None = None, **facts: Any) -> Idea:
    """An idea of a member of staff."""
    given = {"title": "ติดตั้งตู้น้ำดื่มทุกชั้น", "description": "ลูกค้าถามหาทุกวัน", "source": None, "now": NOW, **facts}
    return services.submit_idea(by=by or someone("customer-officer"), **given)


def make_public_idea(*, key: str = "k1", **facts: Any) -> Idea:
    """An idea from the public form, with an e-mail address."""
    given: dict[str, Any] = {
        "title": "เปิดจองห้องประชุมผ่านเว็บ",
        "description": "จะได้ไม่ต้องโทรถาม",
        "contact": services.Contact(name="สมศรี", email="somsri@example.com"),
        "agrees": True,
        "notice": notice_in_force("idea", at=NOW),
        "language": "th",
        "now": NOW,
        **facts,
    }
    return services.submit_public_idea(key=key, **given)


def answer(idea: Idea, move: str = "accept", **facts: Any) -> Idea:
    """An answer by the product manager, a day later."""
    given: dict[str, Any] = {"answer": "ตรงกับแผนปีนี้", "by": someone("product-manager"), "now": NOW + DAY, **facts}
    return services.answer_idea(idea_id=idea.pk, move=move, **given)


FIRST_DAY = dt.date(2026, 11, 10)
PRODUCT = {
    "code": "meeting-rooms",
    "name_th": "ห้องประชุมให้เช่า",
    "name_en": "Meeting rooms for hire",
    "kind": "service",
    "business_line": "space",
    "description_th": "ห้องประชุมรายวัน",
    "description_en": "Rooms by the day",
}


def manager() -> User:
    """Who keeps products and runs projects."""
    return someone("product-manager")


def voters() -> list[User]:
    """Three people who decide at gates; the first sits in the chair."""
    return [someone("executive", f"gate-{number}") for number in range(3)]


def make_product(*, offered: bool = True, **facts: Any) -> Product:
    """A service in the catalogue, delivered by ourselves."""
    unit = Unit.objects.order_by("pk").first()
    given = {**PRODUCT, "owner_unit": unit, **facts}
    product = services.save_product(product_id=None, shown_version=None, facts=given, by=manager(), now=NOW)
    services.add_delivery(
        product_id=product.pk, mechanism="direct", deliverer="ธพส.", touchpoints=[], by=manager(), now=NOW
    )
    if offered:
        product = services.move_product(product_id=product.pk, move="offer", by=manager(), now=NOW)
    return product


def make_project(*, with_idea: bool = True, now: dt.datetime = NOW, **facts: Any) -> Project:
    """A project in scoping, from an accepted idea."""
    ideas = [answer(make_idea(title=f"ความคิด {Idea.objects.count()}")).pk] if with_idea else []
    given = {"title": "จองห้องประชุมออนไลน์", "summary": "จองและชำระผ่านเว็บ", "innovation": "service", **facts}
    return services.start_project(facts=given, idea_ids=ideas, by=manager(), now=now)


def add_risk(project: Project, **facts: Any) -> Risk:
    """A risk of the project, owned by the manager."""
    given = {
        "title": "ระบบจ่ายเงินล่ม",
        **dict.fromkeys(("likelihood", "impact"), 3),
        **dict.fromkeys(("residual_likelihood", "residual_impact"), 2),
        "direct_effect": "ลูกค้าจองไม่ได้",
        "treatment": "reduce",
        "treatment_note": "มีช่องทางสำรอง",
        "owner": manager(),
        "review_on": dt.date(2030, 1, 1),
        **facts,
    }
    return assess_risk(subject=("project", project.public_id), facts=given, by=manager(), now=NOW)


def add_requirement(project: Project, **facts: Any) -> Requirement:
    """A requirement that the law asks for."""
    given = {"text": "ออกใบเสร็จทันที", "priority": "must", "origin": "law", "basis": "ประมวลรัษฎากร", **facts}
    return services.save_requirement(
        project_id=project.pk, requirement_id=None, shown_version=None, facts=given, by=manager(), now=NOW
    )


def add_target(project: Project, dimension: str, **facts: Any) -> Target:
    """A target in a dimension."""
    given = {
        "dimension": dimension,
        "name": f"เป้าหมาย {dimension}",
        "unit": "%",
        "aim": "up",
        "baseline": Decimal(40),
        "value": Decimal(80),
        "measured_how": "แบบสำรวจ",
        **facts,
    }
    return services.save_target(
        project_id=project.pk, target_id=None, shown_version=None, facts=given, by=manager(), now=NOW
    )


def file_paper(project: Project, paper: str) -> None:
    """A small file under that name."""
    upload = SimpleUploadedFile(f"{paper}.txt", "เนื้อหา".encode(), content_type="text/plain")
    services.attach_paper(project_id=project.pk, paper=paper, upload=upload, by=manager(), now=NOW)


def complete(project: Project, gate: str, *, now: dt.datetime = NOW) -> Project:
    """Everything that the gate asks for, put in place the way people do it."""
    for name, first_asked in rules.REQUIRED_AT.items():
        if list(Gate).index(Gate(first_asked)) <= list(Gate).index(Gate(gate)):
            _provide(name, Project.objects.get(pk=project.pk), now)
    return Project.objects.get(pk=project.pk)


def _provide(name: str, project: Project, now: dt.datetime) -> None:
    if rules.EVIDENCE[name].is_there(selectors.facts_of(project)):
        return
    if name in PLANNED:
        plan = {field: value() if callable(value) else value for field, value in PLANNED[name].items()}
        services.save_plan(project_id=project.pk, shown_version=None, facts=plan, by=manager(), now=now)
    elif name in {"business_case", "test_report", "launch_plan"}:
        file_paper(project, name)
    else:
        PROVIDED[name](project)


def _verify_all(project: Project) -> None:
    for row in project.requirements.all():
        services.verify_requirement(
            project_id=project.pk, requirement_id=row.pk, how="ทดสอบผ่าน", by=manager(), now=NOW
        )  # fmt: skip


def measure_all(project: Project, value: Decimal = Decimal(85)) -> None:
    """An actual for every target, measured on the day of the launch."""
    for target in project.targets.all():
        services.record_actual(
            project_id=project.pk, target_id=target.pk, value=value, n=120, measured_on=project.launched_on,
            note="", by=manager(), now=NOW + DAY,
        )  # fmt: skip


def _add_targets(project: Project) -> None:
    for dimension in ("efficiency", "customer", "business"):
        add_target(project, dimension)


def the_product() -> Product:
    """The service that projects of these tests develop."""
    return Product.objects.filter(code=PRODUCT["code"]).first() or make_product()


PROVIDED: dict[str, Callable[[Project], Any]] = {
    "need": add_requirement,
    "traced": add_requirement,
    "risks": add_risk,
    "targets": _add_targets,
    "verified": _verify_all,
    "actuals": measure_all,
}
PLANNED: dict[str, dict[str, Any]] = {
    "plan": {"budget": Decimal(500_000), "planned_launch_on": dt.date(2027, 3, 1)},
    "promise": {"charter_promise": "ยืนยันการจองภายใน 1 วันทำการ"},
    "product": {"product": the_product},
    "offered": {"product": the_product},
    "lesson": {"lesson": "ชวนลูกค้ามาลองตั้งแต่ต้น"},
}


def open_meeting(project: Project, *, now: dt.datetime = NOW, **facts: Any) -> Meeting:
    """A meeting for the next gate, three voters asked."""
    given = {"chair": voters()[0], "held_on": FIRST_DAY, "quorum": 3, "proposal": "ขอเข้าสู่ขั้นต่อไป", **facts}
    return services.call_meeting(project_id=project.pk, by=manager(), now=now, **given)


def vote(meeting: Meeting, voter: User, *, met: bool = True, points: int = 7, **facts: Any) -> Vote:
    """A vote that judges every criterion alike."""
    answers = {row.code: met if row.is_must else points for row in meeting.criteria.all()}
    given = {"recommendation": "go", "reasons": "คุ้มค่า", "now": NOW, "answers": answers, **facts}
    return services.cast_vote(meeting_id=meeting.pk, by=voter, **given)


def decide(meeting: Meeting, decision: str = "go", *, by: User | None = None, now: dt.datetime = NOW) -> Meeting:
    """The chair decides."""
    return services.decide_gate(
        meeting_id=meeting.pk, decision=decision, reasons="เป็นไปตามเกณฑ์", next_steps="ทำตามแผน",
        by=by or meeting.chair, now=now,
    )  # fmt: skip


def pass_gate(project: Project, decision: str = "go", *, now: dt.datetime = NOW) -> Project:
    """The next gate with everything in place: evidence, meeting, three votes, decision."""
    project = complete(project, selectors.next_gate(project), now=now)
    meeting = open_meeting(project, now=now)
    for voter in voters():
        vote(meeting, voter, now=now)
    decide(meeting, decision, now=now)
    return Project.objects.get(pk=project.pk)


def at_stage(stage: str, *, now: dt.datetime = NOW) -> Project:
    """A project that came to this stage through its gates."""
    project = make_project(now=now)
    while project.stage != stage:
        if project.stage == "launch":
            launched_on = timezone.localdate(now)
            project = services.record_launch(project_id=project.pk, launched_on=launched_on, by=manager(), now=now)
        else:
            project = pass_gate(project, now=now)
    return project
