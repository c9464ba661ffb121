"""The parts of the report, one a policy section, composed from frozen figures."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.core.thai.dates import FiscalQuarter
from reporting.blocks import (
    Block,
    Figure,
    category_bars,
    is_share,
    monthly_columns,
    quarterly_line,
    standards_table,
    value_of,
)
from reporting.judgement import State, state_of

Figures = dict[str, Figure]
Section = dict[str, Any]


def all_sections(frozen: dict[str, Any], quarter: FiscalQuarter) -> list[Section]:
    """The sections that have something to tell, in the order of the policy."""
    figures = {figure["key"]: figure for figure in frozen["metrics"]}
    made = (
        _customers(figures, quarter),
        _segments(figures, frozen.get("segments")),
        _charter(frozen.get("charter")),
        _complaints(figures, quarter),
    )
    return [section for section in made if section["blocks"]]


def _customers(figures: Figures, quarter: FiscalQuarter) -> Section:
    current, new = figures.get("customers.current"), figures.get("customers.new")
    blocks: list[Block | None] = []
    if current:
        blocks += [category_bars(current, dimension, label) for dimension, label in _labelled(current)]
    if new and any(month and month["value"] for month in new["months"]):
        blocks.append(monthly_columns(new, quarter))
    verdict = ""
    if current and value_of(current) is not None:
        verdict = _("%(current)s current customers at the end of the quarter, %(new)s of them new in it") % {
            "current": f"{value_of(current):,.0f}",
            "new": f"{(value_of(new) or 0):,.0f}" if new else "–",
        }
    return _section("customers", _("Customers"), verdict, blocks)


def _segments(figures: Figures, segments: dict[str, Any] | None) -> Section:
    if not segments:
        return _section("segments", _("Customer segments"), "", [])
    cards = {
        "type": "cards",
        "items": [
            {
                "id": str(i + 1),
                "name": segment["name"],
                "figures": [
                    {"label": _("customers"), "value": segment["size"], "decimals": 0},
                    {"label": _("share, %"), "value": segment["share"], "decimals": 1},
                ],
                "text": segment["text"],
            }
            for i, segment in enumerate(segments["items"])
        ],
    }
    blocks: list[Block | None] = [cards, segments.get("chart"), {"type": "note", "text": segments["note"]}]
    return _section("segments", _("Customer segments"), segments["verdict"], blocks)


def _charter(charter: dict[str, Any] | None) -> Section:
    if not charter:
        return _section("charter", _("Service charter"), "", [])
    table = {
        "type": "table",
        "title": _("Standards in force"),
        "measure": charter["approval"],
        "columns": [
            {"label": _("Item"), "align": "left", "width": 14},
            {"label": _("Promise"), "align": "left"},
            {"label": _("Target, %"), "align": "right", "width": 24, "decimals": 0},
        ],
        "rows": [[item["number"], item["promise"], item["target"]] for item in charter["items"]],
    }
    return _section("charter", _("Service charter"), charter["verdict"], [table])


def _complaints(figures: Figures, quarter: FiscalQuarter) -> Section:
    mine = [figure for key, figure in figures.items() if key.startswith("complaints.")]
    shares = [figure for figure in mine if is_share(figure) and figure["target"] is not None]
    received = figures.get("complaints.received")
    blocks: list[Block | None] = []
    if received:
        blocks.append(monthly_columns(received, quarter))
    if shares:
        title = _shares_verdict(shares)
        blocks.append(
            standards_table(
                shares,
                title,
                _("percent kept, dot: result, band: 95 % interval, stroke: target"),
                _("Standard"),
            )
        )
        worst = min(shares, key=lambda figure: (value_of(figure) or 0) - figure["target"])
        blocks.append(quarterly_line(worst, quarter))
    if received:
        blocks += [category_bars(received, dimension, label) for dimension, label in _labelled(received)][:2]
    verdict = ""
    if received:
        verdict = _("%(count)s complaints received; %(standards)s") % {
            "count": f"{(value_of(received) or 0):,.0f}",
            "standards": _shares_verdict(shares) if shares else _("no standard was measured"),
        }
    return _section("complaints", _("Complaints"), verdict, blocks)


def _shares_verdict(shares: list[Figure]) -> str:
    states = [state_of(figure["value"], figure["target"], lower_is_better=False) for figure in shares]
    return _("%(met)d of %(all)d standards met") % {"met": states.count(State.MET), "all": len(shares)}


def _labelled(figure: Figure) -> list[tuple[str, str]]:
    labels = {
        "category": _("Category"),
        "relation": _("Relation"),
        "kind": _("Kind"),
        "channel": _("Channel"),
        "unit": _("Unit"),
    }
    return [(dimension, labels.get(dimension, dimension)) for dimension in figure["by"]]


def _section(key: str, title: str, verdict: str, blocks: list[Block | None]) -> Section:
    return {"key": key, "title": title, "verdict": verdict, "blocks": [block for block in blocks if block]}
