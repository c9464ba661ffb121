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


def _label_y(**axis: Any) -> alt.Y:
    """A band a label; the words themselves are drawn by `_names`, since an axis can't centre several lines."""
    bands = alt.Scale(paddingInner=0.4, paddingOuter=0.2)
    return alt.Y("label:N", sort=None, scale=bands, axis=alt.Axis(title=None, labels=False, **axis))


def _names(values: list[dict[str, Any]], label_width: int, **axis: Any) -> alt.Chart:
    """The row labels, flush left, lines centred on the row."""
    labels = [{"label": label, "rise": label.count("\n") * -LINE_HEIGHT / 2} for label in _labels(values)]
    text = alt.Chart(alt.Data(values=labels)).mark_text(
        align="left", dx=-(label_width + 10), dy=alt.expr("datum.rise"), lineBreak="\n", lineHeight=LINE_HEIGHT
    )
    return text.encode(y=_label_y(**axis), x=alt.value(0), text="label:N")


def _labels(values: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(value["label"] for value in values))


def _looks() -> dict[str, Any]:
    """Shape and colours of a series' mark."""
    return {
        "shape": alt.Shape(**_as_given("shape")),
        "fill": alt.Fill(**_as_given("fill")),
        "stroke": alt.Stroke(**_as_given("edge")),
    }


def _rows_height(values: list[dict[str, Any]], least: int) -> int:
    labels = _labels(values)
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    return max(least, lines * LINE_HEIGHT + 14) * max(len(labels), 1)


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


def _as_given(name: str) -> dict[str, Any]:
    """A colour or a shape taken as it stands in the data."""
    return {"field": name, "type": "nominal", "scale": None, "legend": None}


def _silent() -> alt.Axis:
    """An axis that draws nothing: the figures stand beside the marks."""
    return alt.Axis(title=None, labels=False)


def _figures(encoding: dict[str, Any], **options: Any) -> list[alt.Chart]:
    """The figure beside each mark, on a halo of paper so that no line cuts through it."""
    halo = alt.Chart().mark_text(stroke=PAPER, strokeWidth=6, strokeJoin="round", **options)
    words = alt.Chart().mark_text(**options)
    ink = alt.Color(**_as_given("ink"))
    return [halo.encode(text="figure:N", **encoding), words.encode(text="figure:N", color=ink, **encoding)]


def _goal_across(chart: Chart) -> list[alt.Chart]:
    """The target of lying bars: an upright line with its words above."""
    if chart.target is None:
        return []
    words = " ".join(filter(None, (chart.target_label, chart.number(chart.target))))
    rule = alt.Chart().mark_rule(color=EDGE, strokeWidth=1.5).encode(x=alt.datum(chart.target))
    text = alt.Chart().mark_text(text=words, baseline="bottom", align="center")
    return [rule, text.encode(x=alt.datum(chart.target), y=alt.value(-4))]


def _goal_along(chart: Chart) -> list[alt.Chart]:
    """The target of standing charts: a level line with its words behind its end."""
    if chart.target is None:
        return []
    rule = alt.Chart().mark_rule(color=EDGE, strokeWidth=1.5, strokeDash=[5, 4]).encode(y=alt.datum(chart.target))
    text = alt.Chart().mark_text(text=_goal_words(chart), align="left", dx=8, lineHeight=LINE_HEIGHT)
    return [rule, text.encode(y=alt.datum(chart.target), x=alt.value("width"))]


def _goal_words(chart: Chart) -> list[str]:
    return [word for word in (chart.target_label, chart.number(chart.target)) if word]


def _goal_room(chart: Chart) -> int:
    return 0 if chart.target is None else int(max(map(text_width, _goal_words(chart)))) + 14


def _room_behind(values: list[dict[str, Any]], ends: list[float], plot: float) -> int:
    """Room to keep behind the plot for figures set after `end` (else the value), beyond what the engine keeps itself.

    The engine sees how far words stick out of a plot that is as wide as can be (`plot` pixels), and narrows the plot by
    that much; in the narrower plot words before its edge stick out further. What is missing then is kept here.
    """
    reach = [
        ((end - ends[0]) / (ends[1] - ends[0]), text_width(value["figure"]) + 16)
        for value in values
        if (end := value.get("end", value["value"])) is not None
    ]

    def sticking_out(width: float) -> float:
        return max((place * width + words - width for place, words in reach), default=0.0)

    seen, room = max(sticking_out(plot), 0.0), 0.0
    for _round in range(4):
        room = max(sticking_out(plot - seen - room) - seen, 0.0)
    return int(room) + 8


# ── One drawer a kind ────────────────────────────────────────────────────────


def _bar(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values, ends = _values(chart, label_width), _ends(chart, from_zero=True)
    x = alt.X("value:Q", axis=_silent(), scale=alt.Scale(domain=ends))
    bars = alt.Chart().mark_bar(size=22).encode(y=_label_y(), x=x, color=alt.Color(**_as_given("colour")))
    figures = _figures({"y": _label_y(), "x": x}, align="left", dx=8)
    top = 26 if chart.target is not None else 4
    padding = {"left": 2, "right": _room_behind(values, ends, width - label_width - 12), "top": top, "bottom": 2}
    return Layers(
        values, [_names(values, label_width), bars, *_goal_across(chart), *figures], _rows_height(values, 40), padding
    )


def _column(chart: Chart, width: int) -> Layers:
    """Columns; rows of a second series are level ticks across them, such as the year before."""
    values = _values(chart, width)
    first = chart.series[0] if chart.series else ""
    axis = alt.Axis(title=chart.x_title or None, labelAngle=0, labelOverlap="greedy", domain=True)
    x = alt.X("label:N", sort=None, scale=alt.Scale(padding=0.35), axis=axis)
    y = alt.Y("value:Q", axis=_silent(), scale=alt.Scale(domain=_ends(chart, from_zero=True)))
    colour = alt.Color(**_as_given("colour"))
    columns = alt.datum.series == first
    bars = alt.Chart().mark_bar().transform_filter(columns).encode(x=x, y=y, color=colour)
    ticks = alt.Chart().mark_tick(thickness=2.5, color=INK).transform_filter(alt.datum.series != first).encode(x=x, y=y)
    figures = [layer.transform_filter(columns) for layer in _figures({"x": x, "y": y}, baseline="bottom", dy=-6)]
    padding = {"left": 2, "right": max(2, _goal_room(chart)), "top": 26, "bottom": 2}
    return Layers(values, [bars, *_goal_along(chart), ticks, *figures], 190, padding)


LINE_PLOT = 220  # pixels


def _line(chart: Chart, width: int) -> Layers:
    values = _values(chart, width)
    x = alt.X(
        "label:N",
        sort=None,
        scale=alt.Scale(type="point", padding=0.4),
        axis=alt.Axis(title=chart.x_title or None, labelAngle=0, labelOverlap="greedy", domain=True),
    )
    pattern, ends = f",.{chart.decimals}f", _ends(chart, from_zero=False)
    scale = alt.Scale(domain=ends, nice=True, zero=False)
    axis = alt.Axis(title=None, grid=True, tickCount=4, format=pattern)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    base = alt.Chart().encode(x=x, y=y, detail="series:N")
    lines = base.mark_line(strokeWidth=2.5).encode(stroke=alt.Stroke(**_as_given("edge")))
    points = alt.Chart().mark_point(size=70, opacity=1, strokeWidth=1.5).encode(x=x, y=y, **_looks())
    span = alt.Chart().mark_area(color=HOUSE_100).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    band = [span] if _has_band(chart) else []
    every = width / max(len(chart.labels), 1) >= 52 and len(chart.series) < 2
    last = alt.datum.label == chart.labels[-1] if chart.labels else True
    if len(chart.series) < 2:
        figures = _figures({"x": x, "y": y}, dy=-15)
    else:
        _keep_apart(values, ends)
        figures = _figures({"x": x, "y": y}, align="left", dx=10, dy=alt.expr("datum.rise"))
    figures = figures if every else [layer.transform_filter(last) for layer in figures]
    padding = {"left": 2, "right": max(24, _goal_room(chart)), "top": 22, "bottom": 2}
    return Layers(values, [*band, *_goal_along(chart), lines, points, *figures], LINE_PLOT, padding)


def _keep_apart(values: list[dict[str, Any]], ends: list[float]) -> None:
    """How far from the height of its point each figure stands: lines that end close together would share a place."""
    by_label: dict[str, list[dict[str, Any]]] = {}
    for value in values:
        value["rise"] = 0.0
        if value["value"] is not None:
            by_label.setdefault(value["label"], []).append(value)
    for standing in by_label.values():
        ceiling = float("inf")
        for value in sorted(standing, key=lambda each: each["value"]):
            point = LINE_PLOT * (1 - (value["value"] - ends[0]) / (ends[1] - ends[0]))
            value["rise"] = min(point, ceiling) - point
            ceiling = min(point, ceiling) - LINE_HEIGHT


def _has_band(chart: Chart) -> bool:
    return len(chart.series) < 2 and any(row.low is not None for row in chart.rows)


def _grouped_bar(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values, ends = _values(chart, label_width), _ends(chart, from_zero=True)
    x = alt.X("value:Q", axis=_silent(), scale=alt.Scale(domain=ends))
    place = {"y": _label_y(), "yOffset": alt.YOffset("series:N", sort=list(chart.series)), "x": x}
    bars = alt.Chart().mark_bar(size=22).encode(**place, color=alt.Color(**_as_given("fill")))
    figures = _figures(place, align="left", dx=8)
    padding = {
        "left": 2,
        "right": _room_behind(values, ends, width - label_width - 12),
        "top": 26 if chart.target is not None else 4,
        "bottom": 2,
    }
    height = _rows_height(values, 20 + 26 * max(len(chart.series), 1))
    return Layers(values, [_names(values, label_width), bars, *_goal_across(chart), *figures], height, padding)


def _interval(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values = _values(chart, label_width)
    for value in values:
        value["end"] = value["high"] if value["high"] is not None else value["value"]
    y = _label_y()
    axis = alt.Axis(
        title=None, grid=True, tickCount=3, format=f",.{chart.decimals}f", labelOverlap="greedy", labelSeparation=8
    )
    ends = _ends(chart, from_zero=False)
    x = {"scale": alt.Scale(domain=ends, zero=False), "axis": axis}
    colour = alt.Color(**_as_given("colour"))
    spans = alt.Chart().mark_rule(strokeWidth=5).encode(y=y, x=alt.X("low:Q", **x), x2="high:Q", color=colour)
    points = alt.Chart().mark_tick(thickness=4, size=20).encode(y=y, x=alt.X("value:Q", **x), color=colour)
    figures = _figures({"y": y, "x": alt.X("end:Q", **x)}, align="left", dx=10)
    padding = {
        "left": 2,
        "right": _room_behind(values, ends, width - label_width - 12),
        "top": 26 if chart.target is not None else 4,
        "bottom": 2,
    }
    marks = [_names(values, label_width), *_goal_across(chart), spans, points, *figures]
    return Layers(values, marks, _rows_height(values, 38) + 26, padding)


def _scatter(chart: Chart, width: int) -> Layers:
    values = _values(chart, width)
    axis = {"grid": True, "tickCount": 4, "titlePadding": 10}
    pattern = f",.{chart.decimals}f"
    scale = alt.Scale(zero=False, nice=True)
    place = {
        "x": alt.X("x:Q", scale=scale, axis=alt.Axis(title=chart.x_title or None, format=pattern, **axis)),
        "y": alt.Y("value:Q", scale=scale, axis=alt.Axis(title=chart.y_title or None, format=pattern, **axis)),
    }
    base = alt.Chart().encode(**place, **_looks())
    points = base.mark_point(size=44, opacity=0.7, strokeWidth=1.2).transform_filter("!datum.strong")
    centres = base.mark_point(size=260, opacity=1, strokeWidth=2.5).transform_filter("datum.strong")
    name = {**place, "text": "label:N"}
    halo = alt.Chart().mark_text(dy=-18, fontWeight=600, stroke=PAPER, strokeWidth=4, strokeJoin="round").encode(**name)
    words = alt.Chart().mark_text(dy=-18, fontWeight=600).encode(**name)
    names = [layer.transform_filter("datum.strong") for layer in (halo, words)]
    return Layers(values, [*_cross(chart), points, centres, *names], min(420, int(width * 0.8)))


def _cross(chart: Chart) -> list[alt.Chart]:
    """Two dashed lines that part a scatter in four."""
    if chart.cross is None:
        return []
    line = alt.Chart().mark_rule(color=EDGE, strokeWidth=1.5, strokeDash=[5, 4])
    return [line.encode(x=alt.datum(chart.cross[0])), line.encode(y=alt.datum(chart.cross[1]))]


def _dots(chart: Chart, width: int) -> Layers:
    label_width = _label_width(chart, width)
    values = _values(chart, label_width)
    reach = max((abs(row.value) for row in chart.rows if row.value is not None), default=1.0) * 1.12 or 1.0
    spoken = {"values": [value for value, _ in chart.ticks], "labelExpr": _spoken(chart)} if chart.ticks else {}
    axis = alt.Axis(title=None, orient="top", grid=True, tickCount=5, labelOverlap="greedy", **spoken)
    x = alt.X("value:Q", scale=alt.Scale(domain=[-reach, reach]), axis=axis)
    zero = alt.Chart().mark_rule(color=EDGE).encode(x=alt.datum(0))
    base = alt.Chart().mark_point(size=150, opacity=1, strokeWidth=2)
    points = base.encode(y=_label_y(grid=True), x=x, **_looks())
    padding = {"left": 2, "right": 16, "top": 4, "bottom": 2}
    return Layers(
        values, [zero, _names(values, label_width, grid=True), points], _rows_height(values, 42) + 26, padding
    )


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
