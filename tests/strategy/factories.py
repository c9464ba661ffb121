"""Plans and definitions in every state, made the way people make them."""

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from foundation.accounts.models import Unit, User
from foundation.governance.models import BoardMeeting, Proposal, Resolution
from foundation.governance.services import record_meeting, record_resolution
from strategy import services
from strategy.enums import PlanKind, Term
from strategy.models import BoardText, Definition, Indicator, Initiative, MasterPlan, Plan
from strategy.parts import PARTS, PartRow
from tests.governance.factories import NOW

# NOW is 20 November 2569: the first quarter of fiscal year 2570.
YEAR = 2570
DAY = dt.timedelta(days=1)
TEXTS = {
    "title_th": "แผนปฏิบัติการลูกค้าและตลาด",
    "title_en": "Customer and market action plan",
    "aim_th": "ลูกค้าอยู่กับเรานานขึ้น",
    "aim_en": "Customers stay longer",
}
TextT = TypeVar("TextT", bound=BoardText)


def a_unit(code: str = "customer-market") -> Unit:
    """A department, made where missing."""
    return Unit.objects.get_or_create(code=code, defaults={"name_th": code, "name_en": code})[0]


def make_definition(editor: User, term: str = Term.CUSTOMER) -> Definition:
    """A complete draft."""
    draft = services.start_definition(term=term, by=editor, now=NOW)
    words = {"text": "ผู้ใช้", "need": "ต้องการ", "purchasing_power": "มีเงิน", "willingness": "อยากซื้อ", "right": "มีสิทธิ"}
    texts = {f"{name}_{lang}": text for name, text in words.items() for lang in ("th", "en")}
    return services.save_definition(definition=draft, shown_version=draft.version, texts=texts, by=editor, now=NOW)


def add_part(plan: Plan, key: str, editor: User, now: dt.datetime = NOW, **facts: Any) -> PartRow:
    """One more part."""
    return services.save_part(
        plan=plan, kind=PARTS[key], part=None, shown_version=None, facts=facts, by=editor, now=now
    )


def initiative_facts(plan: Plan, owner: User, **facts: Any) -> dict[str, Any]:
    """Everything an initiative needs, for the whole first year of the plan."""
    start, end = dt.date(plan.first_year - 544, 10, 1), dt.date(plan.first_year - 543, 9, 30)
    return {
        "number": plan.initiatives.count() + 1,
        "title_th": "ปรับปรุงการต่อสัญญา",
        "title_en": "Better renewals",
        "line": plan.lines.first(),
        "owner": owner,
        "owner_unit": a_unit(),
        "budget": Decimal(1_000_000),
        "people": "เจ้าหน้าที่ 2 คน",
        "starts_on": start,
        "ends_on": end,
        "clauses": ["1.3"],
        **facts,
    }


def make_draft(
    editor: User, *, kind: str = PlanKind.ANNUAL, year: int = YEAR, now: dt.datetime = NOW, **indicator: Any
) -> Plan:
    """A complete draft with one goal, line, indicator and initiative; `indicator` overrides facts of the indicator."""
    last = year if kind == PlanKind.ANNUAL else year + 4
    plan = services.start_plan(kind=kind, first_year=year, last_year=last, title_th="แผน", by=editor, now=now)
    plan = services.save_plan(plan=plan, shown_version=plan.version, facts=TEXTS, by=editor, now=now)
    goal = add_part(plan, "goals", editor, now, number=1, title_th="ลูกค้าผูกพัน", title_en="Loyal customers")
    add_part(plan, "lines", editor, now, number=1, title_th="ดูแลเชิงรุก", title_en="Care first", goal=goal)
    facts = {
        "number": 1,
        "title_th": "ลูกค้าที่ต่อสัญญา",
        "title_en": "Renewed leases",
        "goal": goal,
        "unit_th": "%",
        "unit_en": "%",
        "baseline": Decimal(70),
        "better": "up",
        "owner_unit": a_unit(),
        "targets": dict.fromkeys(range(year, last + 1), Decimal(80)),
    }
    add_part(plan, "indicators", editor, now, **{**facts, **indicator})
    add_part(plan, "initiatives", editor, now, **initiative_facts(plan, editor))
    plan.refresh_from_db()
    return plan


def decide(text: BoardText, secretary: User, kind: str = "approved", *, now: dt.datetime = NOW) -> Resolution:
    """The board meets the day after and decides."""
    after = now + DAY
    meeting = BoardMeeting.objects.filter(held_on=after.date()).first() or record_meeting(
        number=BoardMeeting.objects.count() + 1,
        year_be=after.year + 543,
        held_on=after.date(),
        by=secretary,
        now=after,
    )
    proposal = Proposal.objects.filter(content_public_id=text.public_id).latest("id")
    return record_resolution(
        meeting_id=meeting.pk,
        proposal_id=proposal.pk,
        item="4.2",
        kind=kind,
        remarks="" if kind == "approved" else "ขอให้ทบทวน",
        by=secretary,
        now=after,
    )


def make_proposed(text: TextT, editor: User, now: dt.datetime = NOW) -> TextT:
    """It lies before the board."""
    return services.propose(text=text, by=editor, now=now)


def make_approved(text: TextT, editor: User, secretary: User, now: dt.datetime = NOW) -> TextT:
    """With an approving resolution."""
    proposed = make_proposed(text, editor, now)
    decide(proposed, secretary, now=now)
    proposed.refresh_from_db()
    return proposed


def make_in_force(text: TextT, editor: User, secretary: User, now: dt.datetime = NOW) -> TextT:
    """In force two days later."""
    approved = make_approved(text, editor, secretary, now)
    later = now + 2 * DAY
    return services.enforce(text=approved, effective_on=later.date(), by=editor, now=later)


def the_initiative(plan: Plan) -> Initiative:
    """The first initiative of a plan."""
    return plan.initiatives.select_related("plan").order_by("number")[0]


def the_indicator(plan: Plan) -> Indicator:
    """The first indicator of a plan."""
    return plan.indicators.select_related("plan").order_by("number")[0]


def make_master_plan(editor: User, *, items: int = 1) -> MasterPlan:
    """The corporate strategy with its items."""
    master = services.save_master_plan(
        master=None,
        shown_version=None,
        facts={
            "kind": "corporate",
            "title_th": "แผนยุทธศาสตร์องค์กร",
            "title_en": "Corporate strategy",
            "owner_unit": a_unit("strategy"),
            "first_year": 2566,
            "last_year": 2570,
        },
        by=editor,
        now=NOW,
    )
    for number in range(1, items + 1):
        services.add_master_item(
            master=master, code=f"SO{number}", title_th=f"เป้า {number}", title_en=f"Aim {number}", by=editor, now=NOW
        )
    return master
