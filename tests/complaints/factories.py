"""Complaints made through the real services, in any state."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from complaints import services
from complaints.depth import DEPTHS
from complaints.enums import Channel, Identity, Reply, Status
from complaints.models import (
    AnswerTemplate,
    CarryOutProof,
    Category,
    Complaint,
    Hearing,
    Inspection,
    ManagementReview,
)
from foundation.accounts.models import Role, Unit, User
from foundation.core.ids import new_tracking_code
from service_charter import demo as charter_demo
from service_charter.demo_texts import STANDARDS
from service_charter.models import CharterVersion, Standard

ASSESSMENT = services.Assessment(
    severity=3,
    is_safety_matter=True,
    complexity=2,
    impact=2,
    needs_immediate_action=True,
    can_act_immediately=True,
    immediate_action="กั้นพื้นที่แล้ว",
)
FOUND = services.Findings("ข้อต่อหลุด", "ข้อต่อเก่า", "building")
SEEN = services.Finding(
    what="ข้อต่อท่อน้ำทิ้งหลุด มีรอยแตกเก่า",
    source="site",
    from_whom="ห้อง 214 ชั้น 2 อาคาร B",
    obtained_on=date(2026, 1, 5),
    weight="strong",
    reliability="เห็นเองและมีภาพถ่าย",
)
DECISION = services.Decision(
    outcome="upheld",
    text="ท่อน้ำทิ้งหลุดจากข้อต่อ เราเปลี่ยนข้อต่อใหม่ทั้งชุดแล้ว",
    remedies=["repair", "apology"],
    prevention="ตรวจข้อต่อแบบเดียวกันทั้งชั้น",
    carry_out_by=None,
)


def make_person(role: str, username: str, unit: Unit, **names: str) -> User:
    """A member of staff with a shipped role."""
    user = User.objects.create_user(username, password="correct horse", unit=unit, **names)
    user.roles.add(Role.objects.get(key=role))
    return user


def approved_so(standards: QuerySet[Standard], **facts: Any) -> None:
    """The published promises, as if the board had approved them with these facts."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE service_charter_standard DISABLE TRIGGER USER")
        standards.update(**facts)
        cursor.execute("ALTER TABLE service_charter_standard ENABLE TRIGGER USER")


def make_charter(effective_on: date = date(2024, 10, 1)) -> CharterVersion:
    """The standards for complaints of the demonstration, approved by the board and published."""
    unit = Unit.objects.get(code="board-office")
    owner = make_person("charter-owner", "owner-of-charter", unit)
    secretary = make_person("board-secretary", "secretary-of-board", unit)
    held_on = effective_on - timedelta(days=30)
    about_complaints = [standard for standard in STANDARDS if standard["area"] == "complaints"]
    standards = [{**standard, "number": number} for number, standard in enumerate(about_complaints, 1)]
    version = charter_demo._drafted(standards, owner, charter_demo._morning(held_on - timedelta(days=40)))
    reviewer = make_person("strategist", "reviewer-of-charter", unit)
    charter_demo._approved(version, held_on, effective_on, owner, secretary, reviewer)
    return CharterVersion.objects.get(pk=version.pk)


def make_desk() -> "Desk":
    """An officer, an investigator and a manager of the complaint centre."""
    unit = Unit.objects.get(code="complaint-centre")
    return Desk(
        officer=make_person("complaint-officer", "nopassorn", unit, first_name="นภัสสร", last_name="กาญจน์"),
        investigator=make_person("complaint-investigator", "wasan", unit, first_name="วสันต์", last_name="ทองดี"),
        manager=make_person("complaint-manager", "preeya", unit, first_name="ปรียา", last_name="วงศ์ไทย"),
        unit=unit,
    )


ANSWER = {
    "purpose": "progress",
    "title_th": "แจ้งความคืบหน้า",
    "title_en": "How it stands",
    "body_th": "ขอบคุณที่รอ เรื่อง {number} อยู่ที่{unit} ดูได้ที่ {track}",
    "body_en": "Thank you for waiting. {unit} looks into {number}; see {track}",
}


def make_answer(by: User, **values: str) -> AnswerTemplate:
    """A canned answer whose first edition waits for approval."""
    return services.write_answer(values=ANSWER | values, by=by, now=timezone.now())


def make_inspection(desk: "Desk") -> Inspection:
    """A case closed last month that was drawn to be looked at again."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    at = timezone.make_aware(datetime.combine(last.replace(day=20), time(10)))
    case = desk.file(now=at - timedelta(days=9))
    for n, move in enumerate(WAY[Status.CLOSED]):
        desk.step(case, move, now=at - timedelta(days=8 - n))
    drawn = services.draw_round(month=last, now=timezone.now(), seed="seed")
    assert drawn is not None
    return drawn.inspections.get(complaint=case)


def make_hearing(desk: "Desk", person: User | None = None, *, now: datetime | None = None) -> Hearing:
    """A colleague was told of a complaint that is being investigated."""
    when = now or timezone.now()
    person = person or make_person("customer-officer", "anong", desk.unit, first_name="อนงค์")
    case = desk.advance(desk.file(complained_about=person, now=when), Status.INVESTIGATING)
    day = timezone.localdate(when) + timedelta(days=5)
    told = "ผู้รับบริการแจ้งว่ารอที่เคาน์เตอร์นานโดยไม่มีผู้ตอบ"
    return services.tell_person(complaint_id=case.pk, told=told, answer_by=day, by=desk.officer, now=when)


def make_review(by: User, *, now: datetime | None = None) -> ManagementReview:
    """An open management review of the year that ended yesterday."""
    when = now or timezone.now()
    last = timezone.localdate(when) - timedelta(days=1)
    return services.open_review(first_day=last - timedelta(days=364), last_day=last, by=by, now=when)


FACTORS = {
    "internal_factors": "เพิ่มเจ้าหน้าที่ศูนย์รับเรื่องสองคน",
    "external_factors": "กฎหมายคุ้มครองข้อมูลใช้เต็มรูปแบบ",
    "recommendations": "ตรวจท่อเชิงป้องกันทุกไตรมาส",
    "attendees": "ผู้บริหาร ผู้จัดการศูนย์รับเรื่อง",
    "minutes": "พิจารณาตัวเลขครบทุกด้านแล้ว",
}


def close_review(review: ManagementReview, *, manager: User, executive: User, now: datetime) -> None:
    """Minutes, one decision that is due in 30 days, and the executive's end."""
    day = timezone.localdate(now)
    services.write_review(review_id=review.pk, said=FACTORS | {"held_on": day}, by=manager, now=now)
    services.record_decision(
        review_id=review.pk,
        kind="process",
        what="ตรวจท่อทุกไตรมาส",
        owner=manager,
        due_on=day + timedelta(days=30),
        by=manager,
        now=now,
    )
    services.close_review(review_id=review.pk, note="เห็นชอบ", by=executive, now=now)


def ground(case: Complaint, by: User, now: datetime, times: int | None = None) -> None:
    """Look into a case as deeply as its severity asks, or so many times; what is there already counts."""
    severity = Complaint.objects.values_list("severity", flat=True).get(pk=case.pk)
    depth = DEPTHS[severity or 1]
    plain: dict[str, Any] = {"complaint_id": case.pk, "by": by, "now": now}
    wanted = max(depth.questions, depth.steps, depth.evidence) if times is None else times
    for n in range(case.evidence.filter(withdrawal=None).count(), wanted):
        question = services.ask_question(text=f"ท่อหลุดเพราะเหตุใด ({n + 1})", **plain)
        step = services.plan_step(text="ดูหน้างาน", owner=by, due_on=timezone.localdate(now), **plain)
        for item, result in ((question, "ข้อต่อเก่าเกินอายุ"), (step, "ดูแล้ว ถ่ายภาพไว้")):
            services.settle_item(public_id=item.public_id, result=result, **plain)
        services.log_evidence(found=replace(SEEN, obtained_on=timezone.localdate(now), question=question), **plain)


@dataclass
class Desk:
    """The people who handle complaints, and the way of a complaint through their hands."""

    officer: User
    investigator: User
    manager: User
    unit: Unit
    codes: dict[int, str] = field(default_factory=dict)

    def file(
        self,
        *,
        identity: str = Identity.NAMED,
        description: str = "น้ำหยดจากฝ้าเพดานหน้าร้าน ใกล้ปลั๊กไฟ พื้นลื่น",
        now: datetime | None = None,
        by: User | None = None,
        name: str = "สุดารัตน์ มีสุข",
        phone: str = "+66812345678",
        email: str = "sudarat@example.com",
        reply_by: str = Reply.EMAIL,
        language: str = "th",
        unit: Unit | None = None,
        occurred_on: date | None = None,
        **fields: Any,
    ) -> Complaint:
        """A fresh complaint; its tracking code is `desk.codes[complaint.pk]`."""
        code = new_tracking_code()
        complaint = services.register_complaint(
            identity=identity,
            story=services.Story(
                category=Category.objects.get(code=fields.pop("category", "building")),
                description=description,
                place="อาคาร B ชั้น 2 หน้าห้อง 214",
                occurred_on=occurred_on,
                remedies=["repair"],
            ),
            contact=None
            if identity == Identity.ANONYMOUS
            else services.Contact(name=name, phone=phone, email=email, reply_by=reply_by),
            door=services.Door(channel=Channel.PORTAL, language=language),
            tracking_code=code,
            by=by,
            now=now or timezone.now(),
            unit=unit or self.unit,
            **fields,
        )
        self.codes[complaint.pk] = code
        return complaint

    def step(self, complaint: Complaint, move: str, *, now: datetime | None = None) -> Complaint:
        """Take one step with sensible words."""
        when = now or timezone.now()
        pk, officer, manager = complaint.pk, self.officer, self.manager
        if move == "carry_out":
            self.prove(complaint, now=when)
        if move == "decide":
            ground(complaint, self.investigator, when)
            services.record_findings(complaint_id=pk, found=FOUND, by=self.investigator, now=when)
        acts = {
            "acknowledge": lambda: services.acknowledge(complaint_id=pk, by=officer, now=when),
            "assess": lambda: services.assess(complaint_id=pk, assessment=ASSESSMENT, by=officer, now=when),
            "investigate": lambda: services.start_investigation(
                complaint_id=pk, investigator=self.investigator, by=officer, now=when
            ),
            "decide": lambda: services.decide(complaint_id=pk, decision=DECISION, by=manager, now=when),
            "communicate": lambda: services.communicate(complaint_id=pk, by=officer, now=when),
            "accept": lambda: services.accept(complaint_id=pk, by=None, now=when),
            "reject": lambda: services.reject(complaint_id=pk, by=None, now=when, reason="ยังรั่วอยู่"),
            "carry_out": lambda: services.carry_out(complaint_id=pk, what="เปลี่ยนข้อต่อและตรวจแล้ว", by=officer, now=when),
            "close": lambda: services.close(complaint_id=pk, reason="ดำเนินการครบ", by=manager, now=when),
            "merge": lambda: services.merge(
                complaint_id=pk, other_number=self.file().number, reason="ส่งซ้ำ", by=officer, now=when
            ),
            "withdraw": lambda: services.withdraw(complaint_id=pk, reason="แก้ไขแล้ว", by=None, now=when),
            "turn": lambda: services.turn(complaint_id=pk, kind=None, reason="เป็นข้อเสนอแนะ", by=officer, now=when),
        }
        acts[move]()
        complaint.refresh_from_db()
        return complaint

    def prove(self, complaint: Complaint, *, now: datetime | None = None, **fields: Any) -> CarryOutProof:
        """Another person than the officer looked, as proof that it is done."""
        given = {"kind": "check", "seen": "ดูหน้างานแล้ว ข้อต่อใหม่ทั้งชุด ไม่มีน้ำหยด"} | fields
        by = given.pop("by", self.investigator)
        return services.add_proof(complaint_id=complaint.pk, by=by, now=now or timezone.now(), **given)

    def advance(self, complaint: Complaint, status: str) -> Complaint:
        """Bring a fresh complaint to a state by the shortest legal way."""
        for move in WAY[Status(status)]:
            complaint = self.step(complaint, move)
        return complaint


_TO_SENT = ("acknowledge", "assess", "investigate", "decide", "communicate")
WAY: dict[str, tuple[str, ...]] = {
    Status.RECEIVED: (),
    Status.ACKNOWLEDGED: _TO_SENT[:1],
    Status.ASSESSED: _TO_SENT[:2],
    Status.INVESTIGATING: _TO_SENT[:3],
    Status.DECIDED: _TO_SENT[:4],
    Status.COMMUNICATED: _TO_SENT,
    Status.ACCEPTED: (*_TO_SENT, "accept"),
    Status.CARRIED_OUT: (*_TO_SENT, "accept", "carry_out"),
    Status.REJECTED: (*_TO_SENT, "reject"),
    Status.CLOSED: (*_TO_SENT, "accept", "carry_out", "close"),
    Status.WITHDRAWN: ("withdraw",),
    Status.MERGED: ("merge",),
    Status.TURNED: ("turn",),
}
