"""Parts of the report composed from frozen figures: of editions before schema 2 whole, of later ones two of them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.core.metrics import label_of
from foundation.core.thai.dates import FiscalQuarter, format_date
from reporting.blocks import (
    Block,
    Figure,
    category_bars,
    is_share,
    monthly_columns,
    quarterly_line,
    segment_bars,
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
        segments_section(frozen.get("segments")),
        charter_section(frozen.get("charter")),
        _complaints(figures, quarter),
    )
    return [part for part in made if part["blocks"]]


def _customers(figures: Figures, quarter: FiscalQuarter) -> Section:
    current, new = figures.get("customers.current"), figures.get("customers.new")
    blocks: list[Block | None] = []
    if current:
        blocks += [category_bars(current, dimension, label) for dimension, label in _labelled(current)[:2]]
    if new and any(month and month["value"] for month in new["months"]):
        blocks.append(monthly_columns(new, quarter))
    verdict = ""
    if current and value_of(current) is not None:
        verdict = _("%(current)s current customers at the end of the quarter, %(new)s of them new in it") % {
            "current": f"{value_of(current):,.0f}",
            "new": f"{(value_of(new) or 0):,.0f}" if new else "–",
        }
    return section("customers", _("Customers"), verdict, blocks)


def segments_section(frozen: dict[str, Any] | None) -> Section:
    """The segments in use; without blocks while there are none."""
    if not frozen:
        return section("segments", _("Customer segments"), "", [])
    cards = {"type": "cards", "items": [_segment_card(item) for item in frozen["items"]]}
    verdict = _("%(count)d segments of %(customers)s customers; structure: %(strength)s") % {
        "count": len(frozen["items"]),
        "customers": f"{frozen['customers']:,}",
        "strength": frozen["strength"],
    }
    note = _(
        "Study %(study)s, silhouette %(silhouette).2f; %(left_out)s customers without enough figures are left out."
    )
    facts = {**frozen, "left_out": f"{frozen['left_out']:,}"}
    blocks: list[Block | None] = [cards, segment_bars(frozen["items"]), {"type": "note", "text": note % facts}]
    return section("segments", _("Customer segments"), verdict, blocks)


def _segment_card(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": item["letter"],
        "name": item["name"],
        "figures": [
            {"label": _("customers"), "value": item["size"], "decimals": 0},
            {"label": _("share, %"), "value": 100 * item["share"], "decimals": 1},
        ],
        "text": item["text"],
    }


def charter_section(frozen: dict[str, Any] | None) -> Section:
    """The charter in force; without blocks while there is none."""
    if not frozen:
        return section("charter", _("Service charter"), "", [])
    since = format_date(date.fromisoformat(frozen["effective_on"]), "long") if frozen["effective_on"] else "–"
    table = {
        "type": "table",
        "title": _("Standards in force"),
        "measure": _("Approved by the board, meeting %(meeting)s, in force since %(since)s")
        % {"meeting": frozen["meeting"], "since": since},
        "columns": [
            {"label": _("Item"), "align": "left", "width": 14},
            {"label": _("Promise"), "align": "left"},
            {"label": _("Target, %"), "align": "right", "width": 24, "decimals": 0},
        ],
        "rows": [[str(item["number"]), item["promise"], item["target"]] for item in frozen["items"]],
    }
    verdict = _("Charter version %(number)d promises %(count)d standards") % {
        "number": frozen["number"],
        "count": len(frozen["items"]),
    }
    return section("charter", _("Service charter"), verdict, [table])


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
    return section("complaints", _("Complaints"), verdict, blocks)


def _shares_verdict(shares: list[Figure]) -> str:
    states = [state_of(figure["value"], figure["target"], lower_is_better=False) for figure in shares]
    return _("%(met)d of %(all)d standards met") % {"met": states.count(State.MET), "all": len(shares)}


def _labelled(figure: Figure) -> list[tuple[str, str]]:
    return [(dimension, str(label_of(dimension))) for dimension in figure["by"]]


def section(key: str, title: str, verdict: str, blocks: list[Block | None]) -> Section:
    """A part of the report; blocks that came out empty are left out."""
    return {"key": key, "title": title, "verdict": verdict, "blocks": [block for block in blocks if block]}
