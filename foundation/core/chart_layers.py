"""What each kind of chart consists of: Vega-Lite layers by altair, in the house's colours and shapes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from foundation.core.chart_keys import series_mark
from foundation.core.chart_text import text_width, wrap
from foundation.core.charts import Chart, Kind, Row, Tone

HOUSE_700, HOUSE_600, HOUSE_300, HOUSE_100, PAPER = "#075a5c", "#1b7273", "#a3cbc8", "#e2efed", "#ffffff"
INK, EDGE, LATE, SOON_MARK, SOON = "#12252a", "#75888c", "#9c2617", "#c1820f", "#7a4a00"

TEXT_COLOURS = {Tone.PLAIN: INK, Tone.STRONG: INK, Tone.LATE: LATE, Tone.SOON: SOON}
LINE_HEIGHT = 21


@dataclass(frozen=True)
class Layers:
    """The rows as plain values, the marks over them, the height in pixels and the room left around."""

    values: list[dict[str, Any]]
    marks: list[alt.Chart]
    height: int
    padding: dict[str, int] = field(default_factory=lambda: {"left": 2, "right": 2, "top": 4, "bottom": 2})


def layers_of(chart: Chart, width: int) -> Layers:
    """The layers of the chart at a total width in pixels."""
    return _DRAWERS[chart.kind](chart, width)


# ── Shared pieces ────────────────────────────────────────────────────────────


def _colour(chart: Chart, row: Row) -> str:
    quiet = HOUSE_300 if any(other.tone == Tone.STRONG for other in chart.rows) else HOUSE_600
    return {Tone.LATE: LATE, Tone.SOON: SOON_MARK, Tone.STRONG: HOUSE_700}.get(row.tone, quiet)


def _values(chart: Chart, label_width: int) -> list[dict[str, Any]]:
    values = []
    for row in chart.rows:
        shape, fill, edge = series_mark(chart, row.series)
        figure = " ".join(filter(None, (chart.number(row.value), row.note)))
        value = {
            "label": wrap(row.label, label_width),
            "value": row.value,
            "figure": figure if row.value is not None else "–",
            "series": row.series,
            "low": row.low,
            "high": row.high,
            "x": row.x,
            "colour": _colour(chart, row),
            "ink": TEXT_COLOURS[row.tone],
            "weight": 600 if row.tone != Tone.PLAIN else 400,
            "shape": shape,
            "fill": fill,
            "edge": edge,
            "strong": row.tone == Tone.STRONG,
        }
        values.append(value)
    return values


def _label_width(chart: Chart, width: int) -> int:
    return int(min(max((text_width(label) for label in chart.labels), default=0) + 4, width * 0.36))


def _label_axis(label_width: int, **options: Any) -> alt.Axis:
    return alt.Axis(
        title=None,
        labelAlign="left",
        labelPadding=label_width + 10,
        labelExpr="split(datum.label, '\\n')",
        labelBaseline="middle",
        labelColor=INK,
        **options,
    )


def _label_y(label_width: int, **options: Any) -> alt.Y:
    return alt.Y(
        "label:N", sort=None, scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2), axis=_label_axis(label_width, **options)
    )


def _rows_height(values: list[dict[str, Any]], least: int) -> int:
    lines = {value["label"]: value["label"].count("\n") + 1 for value in values}
    return sum(max(least, count * LINE_HEIGHT + 10) for count in lines.values()) if lines else least


def _ends(chart: Chart, *, from_zero: bool) -> list[float]:
    """Ends of the value axis: what the chart fixes, else what the data need."""
    numbers = [number for row in chart.rows for number in (row.value, row.low, row.high) if number is not None]
    numbers += [chart.target] if chart.target is not None else []
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    else:
        margin = (high - low) * 0.08
        low, high = low - margin, high + margin
    low = chart.low if chart.low is not None else low
    high = chart.high if chart.high is not None else high
    return [low, high if high > low else low + 1]


def _colours(name: str) -> dict[str, Any]:
    """A colour taken as it stands in the data."""
    return {"field": name, "type": "nominal", "scale": None, "legend": None}


def _figures(chart: Chart, **options: Any) -> alt.Chart:
    """The figure beside each mark, bold where the row stands out."""
    return (
        alt.Chart()
        .mark_text(**options)
        .encode(text="figure:N", color=alt.Color(**_colours("ink")), opacity=alt.value(1))
    )


def _goal(chart: Chart, *, upright: bool) -> list[alt.Chart]:
    """The target as a line across the rows, with its words at the end."""
    if chart.target is None:
        return []
    words = " ".join(filter(None, (chart.target_label, chart.number(chart.target))))
    rule = alt.Chart().mark_rule(color=EDGE, strokeWidth=1.5, strokeDash=[] if upright else [5, 4])
    text = alt.Chart().mark_text(text=words, baseline="bottom", color=INK, fontSize=14, align="center" if upright else "left")
    if upright:
        return [rule.encode(x=alt.datum(chart.target)), text.encode(x=alt.datum(chart.target), y=alt.value(-4))]
    return [rule.encode(y=alt.datum(chart.target)), text.encode(y=alt.datum(chart.target), x=alt.value(0))]


def _tail(values: list[dict[str, Any]]) -> int:
    """Room for the widest figure set after a mark."""
    return max((text_width(value["figure"]) for value in values), default=0) + 14


# ── One drawer a kind ────────────────────────────────────────────────────────


def _bar(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values = _values(chart, label_width)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=_ends(chart, from_zero=True)))
    bars = alt.Chart().mark_bar().encode(y=_label_y(label_width), x=x, color=alt.Color(**_colours("colour")))
    figures = _figures(chart, align="left", dx=8).encode(y=_label_y(label_width), x=x)
    top = 26 if chart.target is not None else 4
    padding = {"left": 2, "right": _tail(values), "top": top, "bottom": 2}
    return Layers(values, [bars, *_goal(chart, upright=True), figures], _rows_height(values, 40), padding)


def _column(chart: Chart, width: int) -> Layers:
    values = _values(chart, width)
    x = alt.X("label:N", sort=None, scale=alt.Scale(padding=0.35), axis=alt.Axis(title=chart.x_title or None, labelAngle=0, domain=True))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=_ends(chart, from_zero=True)))
    bars = alt.Chart().mark_bar().encode(x=x, y=y, color=alt.Color(**_colours("colour")))
    figures = _figures(chart, baseline="bottom", dy=-6).encode(x=x, y=y)
    padding = {"left": 2, "right": 2, "top": 26, "bottom": 2}
    return Layers(values, [bars, *_goal(chart, upright=False), figures], 190, padding)


def _line(chart: Chart, width: int) -> Layers:
    values = _values(chart, width)
    x = alt.X(
        "label:N",
        sort=None,
        scale=alt.Scale(type="point", padding=0.4),
        axis=alt.Axis(title=chart.x_title or None, labelAngle=0, labelOverlap="greedy", domain=True),
    )
    pattern = f",.{chart.decimals}f"
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=_ends(chart, from_zero=False), nice=True),
        axis=alt.Axis(title=None, grid=True, tickCount=4, format=pattern),
    )
    base = alt.Chart().encode(x=x, y=y, detail="series:N")
    shapes = {"shape": alt.Shape(**_colours("shape")), "fill": alt.Fill(**_colours("fill")), "stroke": alt.Stroke(**_colours("edge"))}
    lines = base.mark_line(strokeWidth=2.5).encode(stroke=alt.Stroke(**_colours("edge")))
    points = alt.Chart().mark_point(size=70, opacity=1, strokeWidth=1.5).encode(x=x, y=y, **shapes)
    band = [alt.Chart().mark_area(color=HOUSE_100).encode(x=x, y="low:Q", y2="high:Q")] if _has_band(chart) else []
    every = width / max(len(chart.labels), 1) >= 52 and len(chart.series) < 2
    last = alt.datum.label == chart.labels[-1] if chart.labels else True
    figures = _figures(chart, dy=-14).encode(x=x, y=y)
    figures = figures if every else figures.transform_filter(last)
    padding = {"left": 2, "right": 24, "top": 22, "bottom": 2}
    return Layers(values, [*band, *_goal(chart, upright=False), lines, points, figures], 220, padding)


def _has_band(chart: Chart) -> bool:
    return len(chart.series) < 2 and any(row.low is not None for row in chart.rows)


def _grouped_bar(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values = _values(chart, label_width)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=_ends(chart, from_zero=True)))
    place = {"y": _label_y(label_width), "yOffset": alt.YOffset("series:N", sort=list(chart.series)), "x": x}
    bars = alt.Chart().mark_bar().encode(**place, color=alt.Color(**_colours("fill")))
    figures = _figures(chart, align="left", dx=8).encode(**place)
    padding = {"left": 2, "right": _tail(values), "top": 26 if chart.target is not None else 4, "bottom": 2}
    height = _rows_height(values, 16 + 24 * max(len(chart.series), 1))
    return Layers(values, [bars, *_goal(chart, upright=True), figures], height, padding)


def _interval(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values = _values(chart, label_width)
    for value in values:
        value["end"] = value["high"] if value["high"] is not None else value["value"]
    y = _label_y(label_width)
    x = {"scale": alt.Scale(domain=_ends(chart, from_zero=False)), "axis": None}
    colour = alt.Color(**_colours("colour"))
    spans = alt.Chart().mark_rule(strokeWidth=5, opacity=0.45).encode(y=y, x=alt.X("low:Q", **x), x2="high:Q", color=colour)
    points = alt.Chart().mark_tick(thickness=4, size=20).encode(y=y, x=alt.X("value:Q", **x), color=colour)
    figures = _figures(chart, align="left", dx=10).encode(y=y, x=alt.X("end:Q", **x))
    padding = {"left": 2, "right": _tail(values), "top": 26 if chart.target is not None else 4, "bottom": 2}
    return Layers(values, [*_goal(chart, upright=True), spans, points, figures], _rows_height(values, 38), padding)


def _scatter(chart: Chart, width: int) -> Layers:
    values = _values(chart, width)
    axis = {"grid": True, "tickCount": 4, "titlePadding": 10}
    pattern = f",.{chart.decimals}f"
    scale = alt.Scale(zero=False, nice=True)
    place = {
        "x": alt.X("x:Q", scale=scale, axis=alt.Axis(title=chart.x_title or None, format=pattern, **axis)),
        "y": alt.Y("value:Q", scale=scale, axis=alt.Axis(title=chart.y_title or None, format=pattern, **axis)),
    }
    looks = {"shape": alt.Shape(**_colours("shape")), "fill": alt.Fill(**_colours("fill")), "stroke": alt.Stroke(**_colours("edge"))}
    base = alt.Chart().encode(**place, **looks)
    points = base.mark_point(size=44, opacity=0.7, strokeWidth=1.2).transform_filter("!datum.strong")
    centres = base.mark_point(size=260, opacity=1, strokeWidth=2.5).transform_filter("datum.strong")
    names = (
        alt.Chart()
        .mark_text(dy=-18, color=INK, fontWeight=600, stroke=PAPER, strokeWidth=4, strokeJoin="round")
        .encode(**place, text="label:N")
        .transform_filter("datum.strong")
    )
    over = alt.Chart().mark_text(dy=-18, color=INK, fontWeight=600).encode(**place, text="label:N").transform_filter("datum.strong")
    return Layers(values, [points, centres, names, over], min(420, int(width * 0.8)))


def _dots(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values = _values(chart, label_width)
    reach = max((abs(row.value) for row in chart.rows if row.value is not None), default=1.0) * 1.12 or 1.0
    axis = alt.Axis(
        title=None, orient="top", grid=True, values=[value for value, _ in chart.ticks], labelExpr=_spoken(chart), tickCount=5
    ) if chart.ticks else alt.Axis(title=None, orient="top", grid=True, tickCount=5)
    x = alt.X("value:Q", scale=alt.Scale(domain=[-reach, reach]), axis=axis)
    zero = alt.Chart().mark_rule(color=EDGE).encode(x=alt.datum(0))
    looks = {"shape": alt.Shape(**_colours("shape")), "fill": alt.Fill(**_colours("fill")), "stroke": alt.Stroke(**_colours("edge"))}
    points = alt.Chart().mark_point(size=150, opacity=1, strokeWidth=2).encode(y=_label_y(label_width, grid=True), x=x, **looks)
    padding = {"left": 2, "right": 16, "top": 4, "bottom": 2}
    return Layers(values, [zero, points], _rows_height(values, 42), padding)


def _spoken(chart: Chart) -> str:
    """A Vega expression which says the words of each tick."""
    said = "''"
    for value, words in reversed(chart.ticks):
        said = f"abs(datum.value - {value}) < 1e-9 ? {json.dumps(words, ensure_ascii=False)} : {said}"
    return said


_DRAWERS: dict[Kind, Callable[[Chart, int], Layers]] = {
    Kind.BAR: _bar,
    Kind.COLUMN: _column,
    Kind.LINE: _line,
    Kind.GROUPED_BAR: _grouped_bar,
    Kind.INTERVAL: _interval,
    Kind.SCATTER: _scatter,
    Kind.DOTS: _dots,
}
