"""Believable complaints for a demonstration: the same ones every time, brought through the real services step by step.

Never in production. Each step happens at its own past moment; the story of a complaint stops where the present begins,
so recent ones stand in every state.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from complaints import (
    demo_answers,
    demo_closing,
    demo_fairness,
    demo_help,
    demo_letters,
    demo_pairs,
    demo_partners,
    demo_queue,
    demo_reviews,
    demo_turned,
    services,
)
from complaints import demo_plots as plots_
from complaints.demo_plots import Plot, Story, Team, play
from complaints.demo_texts import CASES, FAMILY, GIVEN, PLACES, PLACES_EN, Case
from complaints.enums import HOTLINES, Channel, Identity, Reply, Status
from complaints.models import Category, Complaint
from complaints.rules_together import why_apart
from customers.models import Customer, Touchpoint
from foundation.accounts.models import User
from foundation.core.calendars import schedule_for
from foundation.core.clock import add_working
from foundation.core.ids import new_tracking_code
from foundation.core.models import Notification
from foundation.core.thai.dates import FiscalQuarter, fiscal_year_of
from foundation.privacy.selectors import notice_in_force
from products.services import answer_idea

COUNT = 225
SEED = 2569
UNREAD = 6
PRODUCTS = {"building": "พื้นที่สำนักงานให้เช่า", "parking": "ลานจอดรถ"}
CHANNELS = (
    (Channel.PORTAL, 60),
    (Channel.PHONE, 18),
    (Channel.WALK_IN, 9),
    (Channel.LETTER, 4),
    (Channel.HOTLINE_1111, 3),
    (Channel.HOTLINE_1567, 2),
)


def build(now: datetime, people: Mapping[str, User]) -> None:
    """About 240 complaints of the last two fiscal years and since. Nothing where complaints exist already.

    Needs `complaint-officer`, `complaint-investigator` and `complaint-manager` among the people.
    """
    demo_answers.build(now, people)
    if not Complaint.objects.exists():
        _tell(now, people)
    demo_closing.build(people, now)
    demo_pairs.build(now, people["complaint-manager"])
    demo_turned.build(now)
    demo_fairness.build(now, people)
    demo_letters.build(now)
    demo_reviews.build(now, people)
    demo_partners.build(now, people)
    demo_help.build(now, people)
    demo_queue.build(now, people)


def _tell(now: datetime, people: Mapping[str, User]) -> None:
    chance = random.Random(SEED)  # noqa: S311  the same story every time, no secret
    team = Team(
        officers=_holders(people, "complaint-officer"),
        investigators=_holders(people, "complaint-investigator"),
        manager=people["complaint-manager"],
        executive=people.get("executive", people["complaint-manager"]),
    )
    customers = list(Customer.objects.order_by("pk")[:60])
    categories = {category.code: category for category in Category.objects.select_related("unit")}
    plots: list[tuple[datetime, Plot]] = [(received_at, plots_.whole_way) for received_at in _moments(now, chance)]
    plots += [(received_at, plot) for received_at, plot in _standing(now)]
    for received_at, plot in sorted(plots, key=lambda each: each[0]):
        case = chance.choice(CASES)
        complaint = _file(case, categories[case.category], received_at, chance, customers, team)
        play(plot, Story(complaint, case, chance, now, team))
    _one_matter(team, now)
    _ideas_from_cases(now, people)
    demo_reviews.build(now, people)
    _read_old_notes(team, now)


def _one_matter(team: Team, now: datetime) -> None:
    """Open cases about the same thing are handled as one, as far as their facts allow it."""
    by_subject: dict[str, list[Complaint]] = {}
    for case in Complaint.objects.open().order_by("received_at"):
        if not why_apart(case):
            by_subject.setdefault(case.subject, []).append(case)
    alike = max(by_subject.values(), key=len, default=[])
    for case in alike[1:3]:
        services.link(
            complaint_id=alike[0].pk,
            other_number=case.number,
            reason="แจ้งเรื่องเดียวกัน ตรวจสอบครั้งเดียวแล้วตอบทุกคน",
            by=team.manager,
            now=now,
        )


def _ideas_from_cases(now: datetime, people: Mapping[str, User]) -> None:
    """Every fifteenth closed case becomes an idea a week after it came; old ones are answered."""
    if "product-manager" not in people:
        return
    closed = Complaint.objects.filter(status=Status.CLOSED, category__isnull=False, is_misconduct=False).order_by("pk")
    for complaint in list(closed)[::15]:
        at = complaint.received_at + timedelta(days=7)
        idea = services.make_idea(complaint_id=complaint.pk, by=people["complaint-manager"], now=at)
        answered_at = at + timedelta(days=6)
        if answered_at < now:
            answer_idea(
                idea_id=idea.pk, move="defer", by=people["product-manager"], now=answered_at,
                answer="แก้ในงานประจำแล้ว จะดูอีกครั้งว่าต้องเปลี่ยนบริการหรือไม่เมื่อสรุปข้อร้องเรียนรายไตรมาส",
            )  # fmt: skip


def _read_old_notes(team: Team, now: datetime) -> None:
    """Notes of the past have been read; what came in on the last working day waits."""
    people = [*team.officers, *team.investigators, team.manager]
    newest = Notification.objects.filter(user__in=people).order_by("-id")[:UNREAD].values("pk")
    Notification.objects.filter(user__in=people, read_at__isnull=True).exclude(pk__in=newest).update(read_at=now)


def _standing(now: datetime) -> Iterator[tuple[datetime, Plot]]:
    """Cases that stand where they are today: so many working hours old, and how far they came."""
    schedule = schedule_for()
    for hours, plot in (
        (30.0, plots_.stands_late),
        (26.5, plots_.stands_late),
        (22.0, plots_.stands_investigating),
        (21.0, plots_.stands_investigating),
        (14.0, plots_.stands_investigating),
        (9.0, plots_.stands_assessed),
        (6.5, plots_.stands_assessed),
        (4.0, plots_.stands_assessed),
        (3.0, plots_.stands_acknowledged),
        (2.0, plots_.stands_acknowledged),
        (18.0, plots_.stands_waiting),
        (12.0, plots_.stands_waiting),
        (20.0, plots_.stands_decided),
        (40.0, plots_.stands_told),
        (55.0, plots_.stands_told),
        (80.0, plots_.stands_rejected),
        (120.0, plots_.stands_rejected),
    ):
        yield add_working(now, -timedelta(hours=hours), schedule), plot


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


def _outside(channel: Channel, chance: random.Random) -> str:
    """The number that a hotline gave the matter."""
    return f"{channel.value[-4:]}-{chance.randrange(100_000, 999_999)}" if channel in HOTLINES else ""


def _touchpoint(place: str) -> Touchpoint | None:
    """One that stands in the building that the place names."""
    rows = Touchpoint.objects.exclude(building="").order_by("pk")
    here = [row for row in rows if row.building in place]
    return here[len(place) % len(here)] if here else None


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
            product=PRODUCTS.get(case.category, ""),
            touchpoint=_touchpoint(place),
            occurred_on=timezone.localdate(received_at) - timedelta(days=chance.choice((0, 0, 0, 1, 2, 5))),
            remedies=[chance.choice(case.remedies)],
        ),
        contact=None if identity == Identity.ANONYMOUS else contact,
        door=services.Door(
            channel=channel,
            language=case.language,
            external_reference=_outside(channel, chance),
            notice=notice_in_force("complaint", at=received_at),
        ),
        tracking_code=new_tracking_code(),
        by=None if channel == Channel.PORTAL else chance.choice(team.officers),
        now=received_at,
        customer_id=customer.pk if customer else None,
    )
