"""The exact content that the board approves: one canonical form, one hash.

JSON with keys in code-point order and no blanks. Parts are named by their numbers, never by keys of rows, so that the
same plan gives the same bytes in every copy of it. Who owns an initiative as a person is left out: people change.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from strategy.models import BoardText, Definition, Indicator, Initiative, Plan

DEFINITION_TEXTS = tuple(
    f"{name}_{lang}" for name in ("text", "need", "purchasing_power", "willingness", "right") for lang in ("th", "en")
)
PLAN_TEXTS = ("title_th", "title_en", "aim_th", "aim_en")


def content_hash(text: "BoardText") -> str:
    """The sha-256 of the canonical form, in hex."""
    return hashlib.sha256(text.canonical().encode()).hexdigest()


def canonical_definition(definition: "Definition") -> str:
    """The canonical form of a definition."""
    return _json({"term": definition.term, **_texts(definition, DEFINITION_TEXTS)})


def canonical_plan(plan: "Plan") -> str:
    """The canonical form of a plan with all its parts, each list in the order of its numbers."""
    return _json(
        {
            "kind": plan.kind,
            "years": [plan.first_year, plan.last_year],
            **_texts(plan, PLAN_TEXTS),
            "definitions": [row.edition if row else None for row in (plan.customer_definition, plan.market_definition)],
            "goals": [
                _texts(goal, ("number", "title_th", "title_en", "description")) for goal in _in_order(plan.goals.all())
            ],
            "lines": [
                {**_texts(line, ("number", "title_th", "title_en")), "goal": line.goal.number}
                for line in _in_order(plan.lines.select_related("goal"))
            ],
            "indicators": [
                _indicator(row)
                for row in _in_order(plan.indicators.select_related("goal", "owner_unit").prefetch_related("targets"))
            ],
            "initiatives": [
                _initiative(row)
                for row in _in_order(plan.initiatives.select_related("line", "indicator", "owner_unit"))
            ],
        }
    )


def _indicator(row: "Indicator") -> dict[str, Any]:
    fields = ("number", "title_th", "title_en", "unit_th", "unit_en", "better", "metric_key")
    return {
        **_texts(row, fields),
        "goal": row.goal.number,
        "baseline": None if row.baseline is None else f"{row.baseline:.2f}",
        "targets": {str(target.year): f"{target.value:.2f}" for target in row.targets.all()},
        "unit": row.owner_unit.code if row.owner_unit else None,
    }


def _initiative(row: "Initiative") -> dict[str, Any]:
    fields = ("number", "title_th", "title_en", "description", "people", "equipment")
    return {
        **_texts(row, fields),
        "line": row.line.number,
        "indicator": row.indicator.number if row.indicator else None,
        "unit": row.owner_unit.code,
        "budget": f"{row.budget:.2f}",
        "days": [row.starts_on.isoformat(), row.ends_on.isoformat()],
        "clauses": sorted(row.clauses),
    }


def _texts(row: object, fields: Iterable[str]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.number)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
