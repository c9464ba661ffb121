"""A believable catalogue, two years of ideas, and projects at every stage, brought through the real services.

Never in production. Each step happens at its own past moment, so figures of past quarters come out as they would have.
"""

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from customers.models import Customer, Touchpoint
from foundation.accounts.models import Unit, User
from foundation.core.models import Notification
from foundation.governance.services import assess_risk
from foundation.privacy.selectors import notice_in_force
from products import selectors, services
from products.demo_texts import IDEAS, NEXT, PLANS, PRODUCTS, REASONS, Plan
from products.enums import Paper
from products.models import Idea, Meeting, Product, Project

SEED = 2569
VOTERS = ("executive", "strategist", "charter-owner")


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where products exist already. Needs `product-manager` and three people who decide at gates."""
    if Product.objects.exists():
        return
    _catalogue(now, people["product-manager"])
    _ideas(now, people)
    for plan in PLANS:
        Teller(plan, now, people).tell()
    _read_old_notes(people, now)


def _read_old_notes(people: Mapping[str, User], now: dt.datetime) -> None:
    """Notes of gates that are decided have been read."""
    open_ones = [
        meeting.get_absolute_url() for meeting in Meeting.objects.filter(status="open").select_related("project")
    ]
    notes = Notification.objects.filter(user__in=[people[name] for name in VOTERS], key__startswith="products.gate:")
    notes.exclude(url__in=open_ones).update(read_at=now)


def _catalogue(now: dt.datetime, keeper: User) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    touchpoints = {touchpoint.name_th: touchpoint for touchpoint in Touchpoint.objects.all()}
    begin = _workday(now - dt.timedelta(days=760))
    for code, th, en, kind, line, unit, about_th, about_en, deliveries, looked, fate in PRODUCTS:
        facts = {
            "code": code,
            "name_th": th,
            "name_en": en,
            "kind": kind,
            "business_line": line,
            "description_th": about_th,
            "description_en": about_en,
            "owner_unit": units.get(unit),
        }
        product = services.save_product(product_id=None, shown_version=None, facts=facts, by=keeper, now=begin)
        for mechanism, deliverer, places in deliveries:
            met_at = [touchpoints[name] for name in places if name in touchpoints]
            services.add_delivery(
                product_id=product.pk, mechanism=mechanism, deliverer=deliverer, touchpoints=met_at, by=keeper,
                now=begin,
            )  # fmt: skip
        if fate != "planned":
            services.move_product(product_id=product.pk, move="offer", by=keeper, now=begin)
        for ago in () if looked is None else (looked + 330, looked):
            if ago < 700:
                at = _workday(now - dt.timedelta(days=ago))
                services.review_product(product_id=product.pk, by=keeper, now=at)
        if fate == "withdrawn":
            at = _workday(now - dt.timedelta(days=300))
            reason = "ผู้เช่ารายสุดท้ายเลิกใช้"
            services.move_product(product_id=product.pk, move="withdraw", by=keeper, now=at, reason=reason)


def _ideas(now: dt.datetime, people: Mapping[str, User]) -> None:
    chance = random.Random(SEED)  # noqa: S311  the same story every time, no secret
    customers = list(Customer.objects.filter(erased_at__isnull=True).order_by("pk")[:40])
    made: dict[str, Idea] = {}
    for title, description, door, ago, move, words in IDEAS:
        at = _workday(now - dt.timedelta(days=ago))
        made[title] = idea = _handed_in(title, description, door, at, people, chance, customers)
        if move:
            # One answer in nine is late, as in life.
            days = 17 if chance.random() < 0.11 else chance.randint(2, 9)
            into = _first_alike(idea, made) if move == "merge" else None
            services.answer_idea(
                idea_id=idea.pk, move=move, answer=words, into_id=into, by=people["product-manager"],
                now=_workday(at + dt.timedelta(days=days)),
            )  # fmt: skip


def _handed_in(
    title: str,
    description: str,
    door: str,
    at: dt.datetime,
    people: Mapping[str, User],
    chance: random.Random,
    customers: list[Customer],
) -> Idea:
    if door in {"portal", "contact"}:
        notice = notice_in_force("idea", at=at)
        is_named = door == "contact" and notice is not None
        contact = services.Contact(name="ผู้เสนอความคิด", email=f"idea{chance.randint(100, 999)}@example.com")
        return services.submit_public_idea(
            title=title, description=description, contact=contact if is_named else services.Contact(), agrees=is_named,
            notice=notice, language="th", key=f"demo-{title}", now=at,
        )  # fmt: skip
    customer = chance.choice(customers) if door == "customer" and customers else None
    by = people["customer-officer" if door == "customer" else chance.choice(["voc-analyst", "complaint-officer"])]
    return services.submit_idea(
        title=title, description=description, source=None, by=by, now=at, customer_id=customer.pk if customer else None
    )


def _first_alike(idea: Idea, made: Mapping[str, Idea]) -> int:
    alike = selectors.similar_ideas(idea.title, besides=idea.pk)
    return alike[0].pk if alike else next(iter(made.values())).pk


class Teller:
    """Tells one project: a step at a time, each at its moment."""

    def __init__(self, plan: Plan, now: dt.datetime, people: Mapping[str, User]) -> None:
        self.plan, self.now, self.people = plan, now, people
        self.manager = people["product-manager"]
        self.at = _workday(now - dt.timedelta(days=plan.started))
        self.chance = random.Random(plan.title)  # noqa: S311  the same story every time, no secret
        self.project: Project

    def tell(self) -> None:
        """From the idea to where the present finds it."""
        plan = self.plan
        ideas = Idea.objects.filter(title__in=plan.ideas, status="accepted", project=None)
        facts = {"title": plan.title, "title_en": plan.title_en, "summary": plan.summary, "innovation": plan.innovation}
        self.project = services.start_project(
            facts=facts, idea_ids=list(ideas.values_list("pk", flat=True)), by=self.manager, now=self.at
        )
        self._wait(20)
        self._write_down()
        for decision in plan.gates:
            self._wait(plan.pace)
            if decision == "launch":
                self._launch()
            else:
                self._pass(decision)
        self._wait(plan.pace)
        if plan.open_votes and self._is_past:
            self._prepare()
            meeting = self._meet()
            for voter in VOTERS[: plan.open_votes]:
                self._vote(meeting, voter, "go")

    @property
    def _is_past(self) -> bool:
        return self.at <= self.now

    def _wait(self, days: int) -> None:
        # What comes next never lies in the future: the last steps then fall on the days before the present.
        self.at = min(_workday(self.at + dt.timedelta(days=days)), _workday(self.now - dt.timedelta(days=1)))

    def _write_down(self) -> None:
        """Risks and requirements, as scoping finds them."""
        for title, effect, likelihood, impact, left, left_impact in self.plan.risks:
            facts = {
                "title": title,
                "direct_effect": effect,
                "likelihood": likelihood,
                "impact": impact,
                "residual_likelihood": left,
                "residual_impact": left_impact,
                "treatment": "reduce",
                "treatment_note": "มีผู้ดูแลและแผนสำรอง ติดตามทุกเดือน",
                "owner": self.manager,
                "review_on": timezone.localdate(self.now) + dt.timedelta(days=60),
            }
            assess_risk(
                subject=(selectors.PROJECT_KIND, self.project.public_id), facts=facts, by=self.manager, now=self.at
            )
        for text, priority, origin, cited in self.plan.requirements:
            idea = self.project.ideas.filter(title=cited).first()
            source = {"source_kind": "idea", "source_public_id": idea.public_id} if idea else {}
            facts = {"text": text, "priority": priority, "origin": origin, "basis": "" if idea else cited, **source}
            services.save_requirement(
                project_id=self.project.pk, requirement_id=None, shown_version=None, facts=facts, by=self.manager,
                now=self.at,
            )  # fmt: skip

    def _prepare(self) -> None:
        """What the next gate asks for."""
        gate = selectors.next_gate(self.project)
        if gate == "development" and not self.project.targets.exists():
            self._business_case()
        elif gate == "launch":
            for row in self.project.requirements.exclude(priority="wont"):
                how = "ทดสอบกับผู้ใช้จริงและบันทึกผล"
                services.verify_requirement(
                    project_id=self.project.pk, requirement_id=row.pk, how=how, by=self.manager, now=self.at
                )
            self._file(Paper.TEST_REPORT)
            self._file(Paper.LAUNCH_PLAN)
            product = Product.objects.filter(code=self.plan.product).first()
            self._save({"charter_promise": self.plan.promise, "product": product})
        elif gate == "closing":
            self._file(Paper.REVIEW)
            self._save({"lesson": self.plan.lesson})

    def _business_case(self) -> None:
        self._file(Paper.BUSINESS_CASE)
        names = ("dimension", "name", "unit", "aim", "baseline", "value", "measured_how")
        for row in self.plan.targets:
            facts: dict[str, object] = dict(zip(names, row, strict=True))
            facts["value"], facts["baseline"] = Decimal(row[5]), Decimal(row[4]) if row[4] is not None else None
            services.save_target(
                project_id=self.project.pk, target_id=None, shown_version=None, facts=facts, by=self.manager,
                now=self.at,
            )  # fmt: skip
        if self.plan.budget:
            days = next((int(row[5]) for row in self.plan.targets if row[1].startswith("ใช้เวลา")), 300)
            launch = timezone.localdate(self.project.started_at) + dt.timedelta(days=days)
            self._save({"budget": Decimal(self.plan.budget), "planned_launch_on": launch})

    def _pass(self, decision: str) -> None:
        self._prepare()
        meeting = self._meet()
        for voter in VOTERS:
            self._vote(meeting, voter, decision)
        services.decide_gate(
            meeting_id=meeting.pk, decision=decision, reasons=REASONS[decision][0], next_steps=NEXT[decision],
            by=self.people[VOTERS[0]], now=self.at + dt.timedelta(hours=3),
        )  # fmt: skip
        self.project.refresh_from_db()

    def _meet(self) -> Meeting:
        return services.call_meeting(
            project_id=self.project.pk, chair=self.people[VOTERS[0]], held_on=timezone.localdate(self.at), quorum=3,
            proposal=f"ขอให้พิจารณา “{self.plan.title}” เพื่อเข้าสู่ขั้นต่อไป เอกสารและตัวเลขอยู่ในหน้าโครงการ",
            by=self.manager, now=self.at,
        )  # fmt: skip

    def _vote(self, meeting: Meeting, voter: str, decision: str) -> None:
        top = {"go": 8, "recycle": 6, "hold": 6, "kill": 4}[decision]
        answers = {
            row.code: decision != "kill" or row.code != "no-showstopper"
            if row.is_must
            else self.chance.randint(top - 2, top + 1)
            for row in meeting.criteria.all()
        }
        reasons = REASONS[decision][VOTERS.index(voter)]
        services.cast_vote(
            meeting_id=meeting.pk, recommendation=decision, reasons=reasons, answers=answers, by=self.people[voter],
            now=self.at + dt.timedelta(hours=1 + VOTERS.index(voter) / 4),
        )  # fmt: skip

    def _launch(self) -> None:
        self.project = services.record_launch(
            project_id=self.project.pk, launched_on=timezone.localdate(self.at), by=self.manager, now=self.at
        )
        self._wait(100)
        for target, (value, n) in zip(self.project.targets.order_by("id"), self.plan.actuals, strict=False):
            services.record_actual(
                project_id=self.project.pk, target_id=target.pk, value=Decimal(value), n=n,
                measured_on=timezone.localdate(self.at), note="", by=self.manager, now=self.at,
            )  # fmt: skip

    def _save(self, facts: Mapping[str, object]) -> None:
        self.project = services.save_plan(
            project_id=self.project.pk, shown_version=None, facts=facts, by=self.manager, now=self.at
        )

    def _file(self, paper: Paper) -> None:
        text = f"{paper.label}: {self.plan.title}\n\n{self.plan.summary}\n"
        upload = SimpleUploadedFile(
            f"{paper.value}-{self.project.number}.txt", text.encode(), content_type="text/plain"
        )
        services.attach_paper(project_id=self.project.pk, paper=paper, upload=upload, by=self.manager, now=self.at)


def _workday(moment: dt.datetime) -> dt.datetime:
    """Ten in the morning of that day, or of the Friday before a weekend."""
    day = timezone.localdate(moment)
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10, 0)))
