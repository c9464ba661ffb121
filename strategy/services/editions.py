"""Everything of one edition of a plan, copied into the next; threads stay, so progress goes on."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from foundation.accounts.models import User
from foundation.core.models import signed
from strategy.models import Goal, Indicator, Initiative, Line, Link, Plan, PlanInput, Target
from strategy.parts import PARTS

RowT = TypeVar("RowT", Goal, Line, Indicator, Initiative)


def copy_content(old: Plan, new: Plan, *, by: User, now: dt.datetime) -> None:
    """Goals, lines, indicators with targets, initiatives, inputs and links to master plans."""
    goals = _copied("goals", old.goals.all(), new, {}, by, now)
    lines = _copied("lines", old.lines.all(), new, {"goal": goals}, by, now)
    indicators = _copied("indicators", old.indicators.all(), new, {"goal": goals}, by, now)
    within: dict[str, dict[int, Any]] = {"line": lines, "indicator": indicators}
    initiatives = _copied("initiatives", old.initiatives.all(), new, within, by, now)
    Target.objects.bulk_create(
        Target(indicator=indicators[target.indicator_id], year=target.year, value=target.value)
        for target in Target.objects.filter(indicator__plan=old)
    )
    for source in old.inputs.all():
        fields = {name: getattr(source, name) for name in ("kind", "reference_kind", "reference_id", "note")}
        signed(PlanInput(plan=new, created_at=now, **fields), by=by, now=now).save()
    for link in Link.objects.filter(goal__plan=old):
        signed(Link(item_id=link.item_id, goal=goals[link.goal_id or 0]), by=by, now=now).save()
    for link in Link.objects.filter(initiative__plan=old):
        signed(Link(item_id=link.item_id, initiative=initiatives[link.initiative_id or 0]), by=by, now=now).save()


def _copied(
    key: str, rows: Iterable[RowT], plan: Plan, within: dict[str, dict[int, Any]], by: User, now: dt.datetime
) -> dict[int, RowT]:
    """The copies by the key of the row each was made from."""
    kind, copies = PARTS[key], {}
    for row in rows:
        fields = {name: getattr(row, name) for name in kind.fields if name not in within}
        links = {name: others.get(getattr(row, f"{name}_id")) for name, others in within.items()}
        copy = type(row)(plan=plan, thread=row.thread, created_at=now, **fields, **links)
        signed(copy, by=by, now=now).save()
        copies[row.pk] = copy
    return copies
