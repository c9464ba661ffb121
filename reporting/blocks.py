"""Blocks of a report made from frozen figures: charts, tables and cards, the same for page and paper.

A block is a JSON-like dictionary with a `type` that templates/pdf/board_report.typ and
templates/reporting/_block.html know: chart, intervals, cards, table, heading, note.
"""

from collections.abc import Sequence
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row, Tone
from foundation.core.thai.dates import FiscalQuarter, format_date
from reporting.judgement import state_of

Figure = dict[str, Any]
Block = dict[str, Any]
LONGEST_BAR_CHART = 8


def is_share(figure: Figure) -> bool:
    """Whether the figure is a percentage estimated from observations, so that it bears an interval."""
    return bool(figure["unit"] == "%")


def value_of(figure: Figure) -> float | None:
    """The figure's value of the quarter."""
    return figure["value"]["value"] if figure["value"] else None


def previous_of(figure: Figure) -> float | None:
    """The figure's value of the quarter before."""
    before = figure["trend"][-2]
    return before["value"] if before else None


def chart_block(chart: Chart) -> Block:
    """A chart with its table."""
    return {"type": "chart", **chart.as_dict()}


def monthly_columns(figure: Figure, quarter: FiscalQuarter) -> Block:
    """A count by month of the fiscal year, the quarter deep, last year's months as ticks."""
    this_year, last_year = str(quarter.year_be), str(quarter.year_be - 1)
    labels = [format_date(moment, "short").split()[1] for moment in _month_starts(quarter, len(figure["months"]))]
    first_of_quarter = len(labels) - 3
    rows = [
        Row(label, _number(value), series=this_year, tone=Tone.STRONG if i >= first_of_quarter else Tone.PLAIN)
        for i, (label, value) in enumerate(zip(labels, figure["months"], strict=True))
    ]
    rows += [
        Row(label, _number(value), series=last_year)
        for label, value in zip(labels, figure["months_before"], strict=True)
    ]
    values = [row.value or 0 for row in rows[: len(labels)]]
    peak = max(range(len(values)), key=values.__getitem__)
    return chart_block(
        Chart(
            key=f"{figure['key']}-months",
            kind=Kind.COLUMN,
            title=_("%(title)s: highest in %(month)s") % {"title": figure["title"], "month": labels[peak]},
            measure=_("%(unit)s a month, fiscal year %(year)s (columns), the year before (ticks)")
            % {"unit": figure["unit"], "year": this_year},
            unit=figure["unit"],
            rows=tuple(rows),
            alt=_values_in_words(rows[: len(labels)], figure["unit"]),
            decimals=figure["decimals"],
            label_head=_("Month"),
        )
    )


def quarterly_line(figure: Figure, quarter: FiscalQuarter) -> Block:
    """A share over eight quarters with its interval and target."""
    quarters = [quarter]
    while len(quarters) < len(figure["trend"]):
        quarters.insert(0, quarters[0].previous())
    rows = tuple(
        Row(
            f"{each.quarter}/{each.year_be % 100:02d}", _number(value), low=_end(value, "low"), high=_end(value, "high")
        )
        for each, value in zip(quarters, figure["trend"], strict=True)
    )
    now, before = value_of(figure), previous_of(figure)
    return chart_block(
        Chart(
            key=f"{figure['key']}-quarters",
            kind=Kind.LINE,
            title=f"{figure['title']}: {_trend_words(now, before)}",
            measure=_("percent a quarter, dashed line: target"),
            unit=figure["unit"],
            rows=rows,
            alt=_values_in_words(rows, figure["unit"]),
            target=figure["target"],
            decimals=figure["decimals"],
            label_head=_("Quarter"),
        )
    )


def category_bars(figure: Figure, dimension: str, label: str) -> Block | None:
    """A count by category, largest first, the tail as "others"; None when there is nothing to compare."""
    rows = [row for row in figure["by"].get(dimension, []) if row["value"]]
    if len(rows) < 2:
        return None
    shown, rest = rows[:LONGEST_BAR_CHART], rows[LONGEST_BAR_CHART:]
    marks = [Row(row["name"], row["value"], tone=Tone.STRONG if i == 0 else Tone.PLAIN) for i, row in enumerate(shown)]
    if rest:
        marks.append(Row(_("others"), sum(row["value"] for row in rest)))
    total = sum(mark.value or 0 for mark in marks)
    return chart_block(
        Chart(
            key=f"{figure['key']}-{dimension}",
            kind=Kind.BAR,
            title=_("%(name)s has the most: %(share)d in 100")
            % {"name": marks[0].label, "share": round(100 * (marks[0].value or 0) / total)},
            measure=f"{figure['title']} ({figure['unit']})",
            unit=figure["unit"],
            rows=tuple(marks),
            alt=_values_in_words(marks, figure["unit"]),
            decimals=figure["decimals"],
            label_head=label,
        )
    )


def segment_bars(items: Sequence[dict[str, Any]]) -> Block | None:
    """Sizes of segments, largest first; None when there are none."""
    if not items:
        return None
    largest = items[0]
    rows = tuple(
        Row(f"{item['letter']} {item['name']}", item["size"], tone=Tone.STRONG if item is largest else Tone.PLAIN)
        for item in items
    )
    return chart_block(
        Chart(
            key="segments",
            kind=Kind.BAR,
            title=_("The largest segment holds %(share)d in 100 customers") % {"share": round(100 * largest["share"])},
            measure=_("customers in each segment"),
            unit=_("customers"),
            rows=rows,
            alt=_values_in_words(rows, _("customers")),
            label_head=_("Segment"),
        )
    )


def standards_table(figures: Sequence[Figure], title: str, measure: str, first: str) -> Block:
    """Shares against their targets with intervals, n, and the quarter before."""
    rows = [
        {
            "name": figure["title"],
            "note": "" if (figure["value"] or {}).get("n", 0) >= 30 else _("n under 30: for orientation only"),
            "target": figure["target"],
            "previous": previous_of(figure),
            "state": state_of(figure["value"], figure["target"], lower_is_better=figure["direction"] == "down"),
            **(figure["value"] or {"value": None, "n": 0, "low": None, "high": None}),
        }
        for figure in figures
    ]
    ends = [row["low"] for row in rows if row["low"] is not None] + [row["target"] for row in rows if row["target"]]
    low = max(0, min(50, int(min(ends, default=50) // 10) * 10))
    return {
        "type": "intervals",
        "title": title,
        "measure": measure,
        "first": first,
        "lo": low,
        "hi": 100,
        "ticks": [tick for tick in (0, 20, 40, 60, 80, 100) if tick >= low],
        "rows": rows,
    }


def kpi_row(figure: Figure, code: str) -> dict[str, Any]:
    """A line of the summary table."""
    value = figure["value"] or {"value": None, "n": 0, "low": None, "high": None}
    return {
        "code": code,
        "key": figure["key"],
        "name": figure["title"],
        "note": _("n under 30: for orientation only") if is_share(figure) and value["n"] < 30 else "",
        "target": figure["target"],
        "unit": figure["unit"],
        "decimals": figure["decimals"],
        "trend": [_number(each) for each in figure["trend"]],
        "state": state_of(value, figure["target"], lower_is_better=figure["direction"] == "down"),
        **value,
    }


def _number(value: dict[str, Any] | None) -> float | None:
    return value["value"] if value else None


def _end(value: dict[str, Any] | None, end: str) -> float | None:
    return value[end] if value else None


def _month_starts(quarter: FiscalQuarter, count: int) -> list[Any]:
    start = FiscalQuarter(quarter.year_be, 1).period.start
    return [start + relativedelta(months=i) for i in range(count)]


def _trend_words(now: float | None, before: float | None) -> str:
    if now is None:
        return _("nothing measured this quarter")
    if before is None or round(now, 1) == round(before, 1):
        return _("%(now).1f percent this quarter") % {"now": now}
    template = _("up from %(before).1f to %(now).1f") if now > before else _("down from %(before).1f to %(now).1f")
    return template % {"before": before, "now": now}


def _values_in_words(rows: Sequence[Row], unit: str) -> str:
    told = (f"{row.label} {row.value:g}" for row in rows if row.value is not None)
    return f"{', '.join(told)} {unit}".strip()
