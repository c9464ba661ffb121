"""Definitions, a strategy of five years and the action plans of two, with the reports of past quarters."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.references import by_address
from foundation.core.thai.dates import fiscal_year_of
from foundation.governance.demo_days import fourth_wednesday
from foundation.governance.models import BoardMeeting, Proposal
from foundation.governance.services import record_meeting, record_resolution
from segmentation.selectors import study_in_force
from strategy import demo_texts as texts
from strategy import services
from strategy.demo_reports import tell_reports
from strategy.enums import InputKind, PlanKind, Term
from strategy.models import BoardText, Goal, Initiative, Plan
from strategy.parts import PARTS
from voc.enums.insight import Decision
from voc.models import Insight

TextT = TypeVar("TextT", bound=BoardText)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a plan exists already. Needs the strategist, the secretary and the owners among the people."""
    if Plan.objects.exists():
        return
    editor = people["strategist"]
    year = fiscal_year_of(now)
    first = year - 4
    for term, words in ((Term.CUSTOMER, texts.CUSTOMER), (Term.MARKET, texts.MARKET)):
        held = fourth_wednesday(first - 544, 8)
        at = _morning(held - dt.timedelta(days=20))
        draft = services.start_definition(term=term, by=editor, now=at)
        draft = services.save_definition(definition=draft, shown_version=draft.version, texts=words, by=editor, now=at)
        _bind(draft, held, held + dt.timedelta(days=19), people)
    held = fourth_wednesday(first - 544, 10)
    strategy = _plan(PlanKind.LONG_TERM, first, year, texts.LONG_TERM, _morning(held - dt.timedelta(days=40)), people)
    strategy = _bind(strategy, held, held + dt.timedelta(days=6), people)
    for covered in (year - 1, year):
        held = fourth_wednesday(covered - 544, 8)
        words = {key: text.format(year=covered, year_en=covered - 543) for key, text in texts.ANNUAL.items()}
        at = _morning(held - dt.timedelta(days=40))
        plan = _plan(PlanKind.ANNUAL, covered, covered, words, at, people, under=strategy)
        plan = _bind(plan, held, dt.date(covered - 544, 10, 1), people)
    _name_inputs(strategy, plan, editor, now)
    _link_masters(strategy, plan, editor, now)
    tell_reports(now)
    _next_edition(plan, editor, now)


def _plan(
    kind: str,
    first: int,
    last: int,
    words: Mapping[str, str],
    at: dt.datetime,
    people: Mapping[str, User],
    under: Plan | None = None,
) -> Plan:
    editor = people["strategist"]
    plan = services.start_plan(
        kind=kind, first_year=first, last_year=last, title_th=words["title_th"], under=under, by=editor, now=at
    )
    plan = services.save_plan(plan=plan, shown_version=plan.version, facts=words, by=editor, now=at)
    is_long = kind == PlanKind.LONG_TERM
    goals = _goals(plan, texts.LONG_GOALS if is_long else texts.YEAR_GOALS, editor, at)
    lines = _lines(plan, texts.LONG_LINES if is_long else texts.YEAR_LINES, goals, editor, at)
    indicators = _indicators(plan, texts.LONG_INDICATORS if is_long else texts.YEAR_INDICATORS, goals, editor, at)
    rows = texts.LONG_INITIATIVES if is_long else texts.YEAR_INITIATIVES
    units = {unit.code: unit for unit in Unit.objects.all()}
    for number, row in enumerate(rows, 1):
        facts = {
            "number": number,
            **_titles(row),
            "line": lines[row["line"] - 1],
            "indicator": indicators[row["indicator"] - 1],
            "description": row["description"],
            "owner": people[row["owner"]],
            "owner_unit": units[row["unit"]],
            "budget": Decimal(row["budget"]),
            "people": row["people"],
            "equipment": row.get("equipment", ""),
            "starts_on": _month(first, row["months"][0]),
            "ends_on": _month(first, row["months"][1]) - dt.timedelta(days=1),
            "clauses": list(row["clauses"]),
        }
        _add(plan, "initiatives", facts, editor, at)
    plan.refresh_from_db()
    return plan


def _goals(plan: Plan, rows: Iterable[tuple[str, str, str]], editor: User, at: dt.datetime) -> list[Any]:
    return [
        _add(
            plan,
            "goals",
            {"number": number, "title_th": th, "title_en": en, "description": more},
            editor,
            at,
        )
        for number, (th, en, more) in enumerate(rows, 1)
    ]


def _lines(
    plan: Plan, rows: Iterable[tuple[int, str, str]], goals: list[Any], editor: User, at: dt.datetime
) -> list[Any]:
    return [
        _add(
            plan,
            "lines",
            {"number": number, "title_th": th, "title_en": en, "goal": goals[goal - 1]},
            editor,
            at,
        )
        for number, (goal, th, en) in enumerate(rows, 1)
    ]


def _indicators(
    plan: Plan, rows: Iterable[Mapping[str, Any]], goals: list[Any], editor: User, at: dt.datetime
) -> list[Any]:
    units = {unit.code: unit for unit in Unit.objects.all()}
    return [
        _add(
            plan,
            "indicators",
            {
                "number": number,
                **_titles(row),
                "goal": goals[row["goal"] - 1],
                "unit_th": row["unit"][0],
                "unit_en": row["unit"][1],
                "metric_key": row.get("metric_key", ""),
                "baseline": Decimal(row["baseline"]),
                "owner_unit": units[row["owner"]],
                "targets": {plan.first_year + index: Decimal(value) for index, value in enumerate(row["targets"])},
            },
            editor,
            at,
        )
        for number, row in enumerate(rows, 1)
    ]


def _add(plan: Plan, key: str, facts: Mapping[str, Any], by: User, now: dt.datetime) -> Any:
    return services.save_part(plan=plan, kind=PARTS[key], part=None, shown_version=None, facts=facts, by=by, now=now)


def _bind(text: TextT, held_on: dt.date, effective_on: dt.date, people: Mapping[str, User]) -> TextT:
    """Proposed two weeks before the meeting, approved by it, put into force."""
    editor, secretary = people["strategist"], people["board-secretary"]
    after = _morning(held_on + dt.timedelta(days=1))
    text = services.propose(text=text, by=editor, now=_morning(held_on - dt.timedelta(days=14)))
    meeting = BoardMeeting.objects.filter(number=held_on.month, year_be=held_on.year + 543).first() or record_meeting(
        number=held_on.month, year_be=held_on.year + 543, held_on=held_on, by=secretary, now=after
    )
    record_resolution(
        meeting_id=meeting.pk,
        proposal_id=Proposal.objects.filter(content_public_id=text.public_id).latest("id").pk,
        item="4.3",
        kind="approved",
        by=secretary,
        now=after,
    )
    text.refresh_from_db()
    at = min(_morning(held_on + dt.timedelta(days=5)), _morning(effective_on))
    return services.enforce(text=text, effective_on=effective_on, by=editor, now=at)


def _name_inputs(strategy: Plan, plan: Plan, editor: User, now: dt.datetime) -> None:
    """The strategy names a market analysis; both name the study whose segments are in use; the action plan also an
    insight that was decided upon."""
    services.add_input(
        plan=strategy, kind=InputKind.MARKET, note="ผลวิเคราะห์สภาพแวดล้อมการแข่งขัน ปี 2565", by=editor, now=now
    )
    study = study_in_force()
    reference = by_address(editor, study.public_id) if study else None
    for row in (strategy, plan) if reference else ():
        services.add_input(plan=row, kind=InputKind.STUDY, reference=reference, by=editor, now=now)
    insight = Insight.objects.filter(decision=Decision.DO).order_by("decided_at", "pk").last()
    heard = by_address(editor, insight.public_id) if insight else None
    if heard:
        services.add_input(plan=plan, kind=InputKind.VOICE, reference=heard, by=editor, now=now)


def _link_masters(strategy: Plan, plan: Plan, editor: User, now: dt.datetime) -> None:
    """Most goals serve a master plan; one item is served by nothing, so that the gap shows."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    for kind, (th, en), keeper, items in texts.MASTERS:
        facts = {
            "kind": kind,
            "title_th": th,
            "title_en": en,
            "owner_unit": units[keeper],
            "first_year": strategy.first_year,
            "last_year": strategy.last_year,
        }
        master = services.save_master_plan(master=None, shown_version=None, facts=facts, by=editor, now=now)
        for code, item_th, item_en, served in items:
            item = services.add_master_item(
                master=master, code=code, title_th=item_th, title_en=item_en, by=editor, now=now
            )
            if served:
                services.link(ours=_ours(served, strategy, plan), item=item, by=editor, now=now)


def _ours(served: tuple[str, int], strategy: Plan, plan: Plan) -> Goal | Initiative:
    where, number = served
    if where == "long":
        return strategy.goals.get(number=number)
    return (plan if where == "year" else strategy).initiatives.get(number=number)


def _next_edition(plan: Plan, editor: User, now: dt.datetime) -> None:
    """A second edition of this year's plan on its way: more money and a later end for one initiative."""
    at = now - dt.timedelta(days=4)
    if at < _morning(dt.date(plan.first_year - 544, 10, 2)):
        return
    draft = services.next_edition(plan=plan, by=editor, now=at)
    row = draft.initiatives.get(number=4)
    facts = {"budget": Decimal(3_100_000), "people": "เจ้าหน้าที่ 3 คน"}
    services.save_part(
        plan=draft, kind=PARTS["initiatives"], part=row, shown_version=row.version, facts=facts, by=editor, now=at
    )
    draft.refresh_from_db()
    services.propose(text=draft, by=editor, now=at + dt.timedelta(days=1))


def _titles(row: Mapping[str, Any]) -> dict[str, str]:
    return {"title_th": row["title"][0], "title_en": row["title"][1]}


def _month(year: int, months: int) -> dt.date:
    """The first day of a month, counted from October before a fiscal year."""
    years, month = divmod(9 + months, 12)
    return dt.date(year - 544 + years, month + 1, 1)


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30)))
