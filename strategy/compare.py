"""What an edition changes: for the board before it decides, and for the record."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from foundation.core.changes import Change
from foundation.core.thai.dates import format_date
from strategy.content import DEFINITION_TEXTS, PLAN_TEXTS
from strategy.models import Definition, Goal, Indicator, Initiative, Line, Plan
from strategy.parts import PARTS, PartRow


def plan_changes(old: Plan, new: Plan) -> list[Change]:
    """Differences from one edition to another: texts, then goals, lines, indicators and initiatives by thread."""
    labels = {"title": _("Title"), "aim": _("What the plan wants to reach")}
    changes = list(_texts(old, new, PLAN_TEXTS, labels))
    for key in PARTS:
        changes += _parts(key, _rows(old, key), _rows(new, key))
    return changes


def definition_changes(old: Definition, new: Definition) -> list[Change]:
    """Differences in words between two editions of a definition."""
    labels = {
        "text": _("Definition"),
        "need": _("Need"),
        "purchasing_power": _("Purchasing power"),
        "willingness": _("Willingness to buy"),
        "right": _("Right to buy"),
    }
    return list(_texts(old, new, DEFINITION_TEXTS, labels))


def _texts(
    old: Plan | Definition, new: Plan | Definition, fields: Iterable[str], labels: dict[str, str]
) -> Iterable[Change]:
    for field in fields:
        name, _underscore, lang = field.rpartition("_")
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(f"{labels[name]} ({lang})", before, after)


def _rows(plan: Plan, key: str) -> Iterable[PartRow]:
    if key == "goals":
        return plan.goals.all()
    if key == "lines":
        return plan.lines.select_related("goal")
    if key == "indicators":
        return plan.indicators.select_related("goal", "owner_unit").prefetch_related("targets")
    return plan.initiatives.select_related("line", "indicator", "owner_unit")


def _parts(key: str, old: Iterable[PartRow], new: Iterable[PartRow]) -> list[Change]:
    kind, facts = PARTS[key], FACTS[key]
    before = {row.thread: row for row in old}
    changes: list[Change] = []
    for row in new:
        name = f"{kind.label} {row.number}"
        past = before.pop(row.thread, None)
        if past is None:
            changes.append(Change(name, "", row.title))
            continue
        pairs = zip(facts(past), facts(row), strict=True)
        changes += [Change(name, was, now) for was, now in pairs if was != now]
    return changes + [Change(f"{kind.label} {row.number}", row.title, "") for row in before.values()]


def _goal(row: Goal) -> list[str]:
    return [row.title, row.description]


def _line(row: Line) -> list[str]:
    return [row.title, _("Goal %(number)s") % {"number": row.goal.number}]


def _indicator(row: Indicator) -> list[str]:
    targets = ", ".join(f"{target.year}: {target.value:,.2f}" for target in row.targets.all())
    return [
        row.title,
        _("Goal %(number)s") % {"number": row.goal.number},
        _("Unit: %(unit)s") % {"unit": row.unit},
        _("Baseline %(value)s") % {"value": "–" if row.baseline is None else f"{row.baseline:,.2f}"},
        str(row.get_better_display()),
        _("Targets %(targets)s") % {"targets": targets or "–"},
        row.metric_key or _("Entered by quarter"),
        str(row.owner_unit or "–"),
    ]


def _initiative(row: Initiative) -> list[str]:
    days = f"{format_date(row.starts_on)} – {format_date(row.ends_on)}"
    return [
        row.title,
        row.description,
        _("Line of strategy %(number)s") % {"number": row.line.number},
        _("Indicator %(number)s") % {"number": row.indicator.number if row.indicator else "–"},
        str(row.owner_unit),
        _("Budget %(baht)s baht") % {"baht": f"{row.budget:,.2f}"},
        _("People: %(words)s") % {"words": row.people or "–"},
        _("Equipment: %(words)s") % {"words": row.equipment or "–"},
        days,
        _("Clauses %(clauses)s") % {"clauses": ", ".join(row.clauses) or "–"},
    ]


FACTS: dict[str, Callable[..., list[str]]] = {
    "goals": _goal,
    "lines": _line,
    "indicators": _indicator,
    "initiatives": _initiative,
}
