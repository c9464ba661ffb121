"""Believable complaints for a demonstration: the same ones every time, brought through the real services step by step.

Never in production. Each step happens at its own past moment; the story of a complaint stops where the present begins,
so recent ones stand in every state.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from complaints import services
from complaints.demo_texts import (
    CASES,
    COMMENTS,
    FAMILY,
    FOLLOW_UPS,
    GIVEN,
    NOTES,
    PLACES,
    PLACES_EN,
    REJECTIONS,
    Case,
)
from complaints.enums import Channel, Exhaustion, Identity, PauseKind, Reply
from complaints.models import Category, Complaint
from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.calendars import schedule_for
from foundation.core.clock import Schedule, add_working
from foundation.core.ids import new_tracking_code
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from foundation.privacy.selectors import notice_in_force

COUNT = 240
SEED = 2569
HOUR = timedelta(hours=1)
CHANNELS = (
    (Channel.PORTAL, 60),
    (Channel.PHONE, 18),
    (Channel.WALK_IN, 9),
    (Channel.LETTER, 4),
    (Channel.GOVERNMENT, 5),
)


class PresentReached(Exception):
    """The next step of a story lies in the future: it has not happened yet."""


@dataclass
class Team:
    """Who works on the demonstration's complaints."""

    officers: list[User]
    investigators: list[User]
    manager: User


class Story:
    """One complaint's way through time. `step` moves the clock on by working hours and stops at the present."""

    def __init__(self, complaint: Complaint, case: Case, chance: random.Random, now: datetime, team: Team) -> None:
        self.complaint, self.case, self.chance, self.now = complaint, case, chance, now
        self.schedule: Schedule = schedule_for()
        self.at = complaint.received_at
        self.officer = chance.choice(team.officers)
        self.investigator = chance.choice(team.investigators)
        self.manager = team.manager

    def step(self, hours: float) -> datetime:
        """The moment of the next step, so many working hours on. Raises PresentReached."""
        self.at = add_working(self.at, timedelta(hours=hours), self.schedule)
        if self.at > self.now:
            raise PresentReached
        return self.at

    @property
    def pk(self) -> int:
        """The complaint's key."""
        return self.complaint.pk


def build(now: datetime, people: Mapping[str, User]) -> None:
    """About 240 complaints of the last two fiscal years and since. Nothing where complaints exist already.

    Needs `complaint-officer`, `complaint-investigator` and `complaint-manager` among the people.
    """
    if Complaint.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  the same story every time, no secret
    team = Team(
        officers=_holders(people, "complaint-officer"),
        investigators=_holders(people, "complaint-investigator"),
        manager=people["complaint-manager"],
    )
    customers = list(Customer.objects.order_by("pk")[:60])
    categories = {category.code: category for category in Category.objects.select_related("unit")}
    for received_at in _moments(now, chance):
        case = chance.choice(CASES)
        complaint = _file(case, categories[case.category], received_at, chance, customers, team)
        story = Story(complaint, case, chance, now, team)
        try:
            _tell(story)
        except PresentReached:
            continue


def _holders(people: Mapping[str, User], role: str) -> list[User]:
    return [person for name, person in sorted(people.items()) if name == role or name.startswith(f"{role}-")]


def _moments(now: datetime, chance: random.Random) -> Iterator[datetime]:
    """When the complaints come in: mostly in working hours, more in the rainy months, a handful in the last days."""
    start = FiscalQuarter(fiscal_year_of(now) - 2, 1).period.start
    days = (now - start).days
    recent = [now - timedelta(hours=hours) for hours in (2, 5, 9, 20, 26, 30, 44, 50, 70, 76, 95, 120, 145, 170, 200)]
    older: list[datetime] = []
    while len(older) < COUNT - len(recent):
        day = start + timedelta(days=chance.randrange(days))
        weight = 1.0 if day.month in {6, 7, 8, 9, 10} else 0.6
        weight *= 1.0 if day.weekday() < 5 else 0.25
        if chance.random() <= weight:
            minutes = chance.choice(
                (chance.randrange(450, 1020), chance.randrange(480, 720), chance.randrange(1020, 1320))
            )
            older.append(timezone.localtime(day).replace(hour=0, minute=0) + timedelta(minutes=minutes))
    return iter(sorted(moment for moment in (*older, *recent) if moment < now))


def _file(
    case: Case,
    category: Category,
    received_at: datetime,
    chance: random.Random,
    customers: list[Customer],
    team: Team,
) -> Complaint:
    place = chance.choice(PLACES_EN if case.language == "en" else PLACES)
    identity = chance.choices(list(Identity), weights=(70, 8, 22))[0]
    channel = chance.choices([name for name, _n in CHANNELS], weights=[n for _name, n in CHANNELS])[0]
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    reply_by = chance.choice((Reply.EMAIL, Reply.PHONE, Reply.PAGE))
    contact = services.Contact(
        name=name,
        phone=f"+668{chance.randrange(10_000_000, 99_999_999)}",
        email=f"complainant{chance.randrange(1000)}@mail.example" if reply_by == Reply.EMAIL else "",
        reply_by=Reply.PHONE if reply_by == Reply.EMAIL else reply_by,
    )
    customer = chance.choice(customers) if customers and identity == Identity.NAMED and chance.random() < 0.5 else None
    return services.register_complaint(
        identity=identity,
        story=services.Story(
            category=category,
            subject=case.subject,
            description=case.story.format(place=f" {place} " if case.language == "th" else place),
            place=place,
            occurred_on=timezone.localdate(received_at) - timedelta(days=chance.choice((0, 0, 0, 1, 2, 5))),
            remedies=[chance.choice(case.remedies)],
        ),
        contact=None if identity == Identity.ANONYMOUS else contact,
        door=services.Door(
            channel=channel,
            language=case.language,
            external_reference=f"1111-{chance.randrange(10_000, 99_999)}" if channel == Channel.GOVERNMENT else "",
            notice=notice_in_force("complaint", at=received_at),
        ),
        tracking_code=new_tracking_code(),
        by=None if channel == Channel.PORTAL else chance.choice(team.officers),
        now=received_at,
        customer_id=customer.pk if customer else None,
    )


def _tell(story: Story) -> None:
    """The whole way of one complaint, as far as the present allows."""
    chance = story.chance
    if chance.random() < 0.04:
        services.withdraw(
            complaint_id=story.pk, reason="แก้ไขเรียบร้อยก่อนแล้ว ขอบคุณ", by=None, now=story.step(chance.uniform(1, 5))
        )
        return
    late_reply, late_outcome = chance.random() < 0.05, chance.random() < 0.11
    services.acknowledge(
        complaint_id=story.pk,
        by=story.officer,
        now=story.step(chance.uniform(9, 14) if late_reply else chance.uniform(0.3, 4)),
    )
    _assess(story)
    services.start_investigation(
        complaint_id=story.pk, investigator=story.investigator, by=story.officer, now=story.step(chance.uniform(0.3, 2))
    )
    _look_into(story, slow=late_outcome)
    _decide(story)
    _end(story)


def _assess(story: Story) -> None:
    case, chance = story.case, story.chance
    services.assess(
        complaint_id=story.pk,
        assessment=services.Assessment(
            severity=case.severity,
            is_safety_matter=case.is_safety_matter,
            complexity=chance.choices((1, 2, 3), weights=(5, 4, 1))[0],
            impact=case.impact,
            needs_immediate_action=bool(case.immediate),
            can_act_immediately=bool(case.immediate),
            immediate_action=case.immediate,
        ),
        by=story.officer,
        now=story.step(chance.uniform(0.2, 1.5)),
    )


def _look_into(story: Story, *, slow: bool) -> None:
    """Notes, questions that stop the clock, findings."""
    chance = story.chance
    if chance.random() < 0.4:
        services.add_note(
            complaint_id=story.pk,
            body=chance.choice(NOTES),
            by=story.investigator,
            now=story.step(chance.uniform(0.5, 2)),
        )
    if chance.random() < 0.12:
        asked_at = story.step(chance.uniform(0.3, 2))
        services.send_message(
            complaint_id=story.pk,
            body="รบกวนขอภาพถ่ายจุดเกิดเหตุ และช่วงเวลาที่สะดวกให้ช่างเข้าพื้นที่",
            by=story.officer,
            now=asked_at,
            pause_for=PauseKind.COMPLAINANT,
        )
        services.receive_message(
            complaint_id=story.pk, body=chance.choice(FOLLOW_UPS), now=story.step(chance.uniform(2, 16))
        )
    elif chance.random() < 0.3:
        services.receive_message(
            complaint_id=story.pk, body=chance.choice(FOLLOW_UPS), now=story.step(chance.uniform(0.5, 3))
        )
    services.record_findings(
        complaint_id=story.pk,
        findings=story.case.findings,
        root_cause=story.case.cause,
        by=story.investigator,
        now=story.step(chance.uniform(22, 60) if slow else chance.uniform(2, 8)),
    )


def _decide(story: Story) -> None:
    case, chance = story.case, story.chance
    decided_at = story.step(chance.uniform(0.5, 4))
    services.decide(
        complaint_id=story.pk,
        decision=services.Decision(
            outcome=case.outcome,
            text=case.decision,
            remedies=list(case.remedies),
            prevention=case.prevention,
            carry_out_by=timezone.localdate(decided_at) + timedelta(days=14),
        ),
        by=story.manager,
        now=decided_at,
    )
    services.communicate(complaint_id=story.pk, by=story.officer, now=story.step(chance.uniform(0.1, 1.5)))


def _end(story: Story) -> None:
    """Accepted and carried out, rejected and reviewed, or never answered."""
    roll = story.chance.random()
    if roll < 0.08:
        _contest(story)
    elif roll < 0.2:
        _carry_out_unanswered(story)
    else:
        services.accept(complaint_id=story.pk, by=None, now=story.step(story.chance.uniform(2, 40)))
        _carry_out(story)
    _close(story)


def _carry_out(story: Story) -> None:
    _rate(story)
    services.carry_out(
        complaint_id=story.pk,
        what=f"{story.case.prevention} ตรวจหน้างานแล้วเรียบร้อย",
        by=story.officer,
        now=story.step(story.chance.uniform(4, 60)),
    )


def _carry_out_unanswered(story: Story) -> None:
    done_at = story.step(11 * 8)
    services.carry_out_unanswered(
        complaint_id=story.pk,
        what="ดำเนินการตามผลพิจารณาครบแล้ว",
        reason="ส่งข้อความสองครั้งและโทรสามครั้ง ไม่ได้รับคำตอบ",
        by=story.manager,
        now=done_at,
    )


def _contest(story: Story) -> None:
    """Not accepted: told the ways onward, looked at once more, and then accepted; or left open."""
    chance = story.chance
    services.reject(
        complaint_id=story.pk, by=None, now=story.step(chance.uniform(3, 30)), reason=chance.choice(REJECTIONS)
    )
    services.tell_recourse(
        complaint_id=story.pk,
        by=story.officer,
        now=story.step(chance.uniform(1, 12)),
        internal="ขอให้ผู้จัดการที่ไม่เกี่ยวข้องทบทวนภายใน 30 วัน",
        external="ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล 1111 หรือศูนย์ดำรงธรรม 1567",
    )
    if chance.random() < 0.3:
        services.close(
            complaint_id=story.pk,
            reason="ผู้ร้องนำเรื่องไปยังศูนย์ดำรงธรรม ซึ่งมีความเห็นสอดคล้องกับผลพิจารณา",
            exhaustion=Exhaustion.EXHAUSTED,
            by=story.manager,
            now=story.step(8 * 30),
        )
        raise PresentReached
    services.review(
        complaint_id=story.pk, reason="ทบทวนตามคำขอของผู้ร้อง", by=story.manager, now=story.step(chance.uniform(4, 16))
    )
    _look_into(story, slow=False)
    _decide(story)
    services.accept(complaint_id=story.pk, by=None, now=story.step(chance.uniform(2, 30)))
    _carry_out(story)


def _close(story: Story) -> None:
    services.close(
        complaint_id=story.pk,
        reason="ดำเนินการครบและแจ้งผู้ร้องแล้ว",
        by=story.manager,
        now=story.step(story.chance.uniform(1, 20)),
    )


def _rate(story: Story) -> None:
    if story.chance.random() < 0.45:
        process = story.chance.choices((1, 2, 3, 4, 5), weights=(3, 5, 14, 40, 38))[0]
        services.rate(
            complaint_id=story.pk,
            process=process,
            outcome=max(1, process - story.chance.choice((0, 0, 1))),
            comment=story.chance.choice(COMMENTS),
            now=story.step(0.5),
        )
