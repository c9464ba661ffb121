"""The board report part by part, as the policy is built: its five sections, then the closing provisions.

Everything comes from frozen figures: metrics grouped by the clause they serve, the segments and the charter in force,
the verdict on every clause, what the board observed and was answered. A part with nothing to tell says so.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.core.metrics import label_of
from foundation.core.thai.dates import FiscalQuarter, format_date, is_thai
from foundation.governance.clauses import SECTION_TITLES_EN, SECTION_TITLES_TH, section_of
from foundation.governance.enums import SectionKey
from reporting.blocks import (
    Block,
    Figure,
    category_bars,
    is_share,
    monthly_columns,
    previous_of,
    quarterly_line,
    standards_table,
    value_of,
)
from reporting.enums import ClauseState
from reporting.judgement import State, state_of
from reporting.sections import charter_section, section, segments_section

PARTS = (
    *(SectionKey.STRATEGY, SectionKey.SEGMENTATION, SectionKey.LISTENING),
    *(SectionKey.PRODUCTS, SectionKey.RELATIONSHIPS, SectionKey.CLOSING),
)
MOST_CHARTS = 3
SMALLEST_SHOWN = 1  # a count of nothing needs no drawing


def policy_parts(frozen: dict[str, Any], quarter: FiscalQuarter) -> list[dict[str, Any]]:
    """One part a section of the policy, in its order."""
    return [_part(key, frozen, quarter) for key in PARTS]


def part_of(clause: str) -> str:
    """The key of the part that tells of a clause; labels and page references use it."""
    return f"part-{section_of(clause).value}"


def _part(key: SectionKey, frozen: dict[str, Any], quarter: FiscalQuarter) -> dict[str, Any]:
    figures = [figure for figure in frozen["metrics"] if section_of(figure["clause"]) == key]
    clauses = [row for row in frozen["policy"]["clauses"] if section_of(row["clause"]) == key]
    blocks: list[Block | None] = [*_standards(figures), *_figures(figures), *_charts(figures, quarter)]
    if key == SectionKey.SEGMENTATION:
        blocks += segments_section(frozen.get("segments"))["blocks"]
    if key == SectionKey.RELATIONSHIPS:
        blocks += charter_section(frozen.get("charter"))["blocks"]
    if key == SectionKey.CLOSING:
        blocks += [_verdicts(frozen["policy"]), _observations(frozen["observations"])]
    if not any(blocks):
        blocks = [{"type": "note", "text": _("Nothing was measured in this part in this quarter.")}]
    return section(f"part-{key.value}", _title(key), _verdict(figures, clauses), blocks)


def _title(key: SectionKey) -> str:
    return (SECTION_TITLES_TH if is_thai() else SECTION_TITLES_EN)[key]


def _verdict(figures: list[Figure], clauses: list[dict[str, Any]]) -> str:
    """How many clauses have their evidence, and how the figures with a target came out."""
    green = sum(row["verdict"] == ClauseState.GREEN for row in clauses)
    words = _("%(green)d of %(all)d clauses have evidence that they are done") % {"green": green, "all": len(clauses)}
    states = [state for figure in figures if (state := _state(figure))]
    if states:
        words += _("; %(met)d of %(aimed)d targets met") % {"met": states.count(State.MET), "aimed": len(states)}
    return words


def _state(figure: Figure) -> State | None:
    return state_of(figure["value"], figure["target"], lower_is_better=figure["direction"] == "down")


def _standards(figures: list[Figure]) -> list[Block]:
    """Shares with a target that should be high, with their intervals."""
    aimed = [each for each in figures if is_share(each) and each["target"] is not None and each["direction"] == "up"]
    aimed = [each for each in aimed if (each["value"] or {}).get("low") is not None]
    if len(aimed) < 2:
        return []
    met = sum(_state(each) == State.MET for each in aimed)
    title = _("%(met)d of %(all)d shares reach their target") % {"met": met, "all": len(aimed)}
    measure = _("percent kept, dot: result, band: 95 % interval, stroke: target")
    return [standards_table(aimed, title, measure, _("Figure"))]


def _figures(figures: list[Figure]) -> list[Block]:
    """Every figure of the part in one table."""
    if not figures:
        return []
    return [
        {
            "type": "table",
            "title": _("Every figure of this part"),
            "measure": _("this quarter against its target and the quarter before"),
            "columns": [
                {"label": _("Clause"), "align": "left", "width": 15},
                {"label": _("Figure"), "align": "left"},
                {"label": _("Target"), "align": "right", "width": 20},
                {"label": _("Result"), "align": "right", "width": 24},
                {"label": _("Unit"), "align": "left", "width": 20},
                {"label": _("Before"), "align": "right", "width": 22},
            ],
            "rows": [_figure_row(figure) for figure in figures],
        }
    ]


def _figure_row(figure: Figure) -> list[str]:
    def said(value: float | None) -> str:
        return "–" if value is None else f"{value:,.{figure['decimals']}f}".replace("-", "−")

    numbers = (figure["target"], value_of(figure), previous_of(figure))
    target, now, before = (said(number) for number in numbers)
    return [clause_name(figure["clause"]), figure["title"], target, now, figure["unit"], before]


def _charts(figures: list[Figure], quarter: FiscalQuarter) -> list[Block]:
    """The share furthest below its target, then counts by month and by kind; three drawings at most."""
    made: list[Block | None] = []
    shares = [each for each in figures if is_share(each) and each["target"] is not None and value_of(each) is not None]
    worst = min(shares, key=lambda each: (value_of(each) or 0) - each["target"], default=None)
    if worst and sum(1 for each in worst["trend"] if each and each["value"] is not None) > 1:
        made.append(quarterly_line(worst, quarter))
    counts = sorted(
        (each for each in figures if not is_share(each) and each["decimals"] == 0 and _monthly(each)),
        key=lambda each: -(value_of(each) or 0),
    )
    for figure in counts[:1]:
        made.append(monthly_columns(figure, quarter))
    for figure in counts:
        for dimension in list(figure["by"])[:1]:
            made.append(category_bars(figure, dimension, str(label_of(dimension))))
    return [block for block in made if block][:MOST_CHARTS]


def _monthly(figure: Figure) -> bool:
    return sum(1 for month in figure["months"] if month and month["value"]) > SMALLEST_SHOWN


def _verdicts(policy: dict[str, Any]) -> Block:
    """The cockpit as it stood: every clause with its verdict and the sentence that decides."""
    green = sum(row["verdict"] == ClauseState.GREEN for row in policy["clauses"])
    facts = {"green": green, "all": len(policy["clauses"])}
    return {
        "type": "table",
        "title": _("%(green)d of %(all)d clauses of the policy have evidence that they are done") % facts,
        "measure": _("judged by rules from the records on %(day)s")
        % {"day": format_date(date.fromisoformat(policy["day"]), "long")},
        "columns": [
            {"label": _("Clause"), "align": "left", "width": 15},
            {"label": _("What it asks"), "align": "left", "width": 48},
            {"label": _("Verdict"), "align": "left", "width": 26},
            {"label": _("What decides"), "align": "left"},
        ],
        "rows": [_verdict_row(row) for row in policy["clauses"]],
    }


def _verdict_row(row: dict[str, Any]) -> list[str]:
    telling = next((rule for rule in row["rules"] if rule["verdict"] == row["verdict"]), None)
    sentence = telling["sentence"] if telling else _("There is no evidence rule, so nothing can show that it is done.")
    return [clause_name(row["clause"]), row["title"], str(ClauseState(row["verdict"]).label), sentence]


def _observations(rows: list[dict[str, Any]]) -> Block:
    """What the board observed, who answers, and the answer; or that there is nothing."""
    if not rows:
        return {
            "type": "note",
            "text": _("No observation of the board waits, and none was answered in this quarter."),
        }
    answered = sum(bool(row["answer"]) for row in rows)
    return {
        "type": "table",
        "title": _("%(answered)d of %(all)d observations of the board are answered")
        % {"answered": answered, "all": len(rows)},
        "measure": _("made, answered or still waiting in this quarter"),
        "columns": [
            {"label": _("Meeting"), "align": "left", "width": 17},
            {"label": _("Observation"), "align": "left"},
            {"label": _("Who answers, due"), "align": "left", "width": 34},
            {"label": _("Answer"), "align": "left", "width": 62},
        ],
        "rows": [
            [
                row["meeting"],
                row["text"],
                f"{row['owner']}, {format_date(date.fromisoformat(row['due_on']))}",
                row["answer"] or _("no answer yet"),
            ]
            for row in rows
        ],
    }


def clause_name(clause: str) -> str:
    """The number, or the name of a closing provision."""
    return {"report": _("Report to the board"), "review": _("Policy review")}.get(clause, clause)
