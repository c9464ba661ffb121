"""The marks that tell series apart, for the charts and for the legends and lists beside them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.core.charts import Chart, Kind

# Shape, fill and edge of each series: told apart by shape first, by tint of the house colour second.
SERIES_MARKS = (
    ("circle", "#06383b", "#06383b"),
    ("square", "#1b7273", "#1b7273"),
    ("triangle-up", "#ffffff", "#075a5c"),
    ("diamond", "#a3cbc8", "#07494c"),
    ("cross", "#075a5c", "#075a5c"),
    ("triangle-down", "#438d8c", "#07494c"),
    ("square", "#ffffff", "#075a5c"),
    ("circle", "#e2efed", "#075a5c"),
    ("triangle-up", "#06383b", "#06383b"),
    ("diamond", "#ffffff", "#06383b"),
)
BAR_COLOURS = ("#075a5c", "#a3cbc8", "#06383b", "#438d8c")

_PATHS = {
    "circle": "M10 4a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    "square": "M4.5 4.5h11v11h-11z",
    "triangle-up": "M10 3.5l7 12.5h-14z",
    "triangle-down": "M10 16.5l-7-12.5h14z",
    "diamond": "M10 2l8 8l-8 8l-8-8z",
    "level": "M2 10h16",
    "cross": "M7.5 3h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z",
}


def series_mark(chart: Chart, name: str) -> tuple[str, str, str]:
    """Shape, fill and edge of a series of the chart."""
    index = chart.series.index(name) if name in chart.series else 0
    if chart.kind == Kind.GROUPED_BAR:
        return "square", BAR_COLOURS[index % len(BAR_COLOURS)], BAR_COLOURS[index % len(BAR_COLOURS)]
    if chart.kind == Kind.COLUMN:
        return ("square", BAR_COLOURS[0], BAR_COLOURS[0]) if index == 0 else ("level", "#12252a", "#12252a")
    return SERIES_MARKS[index % len(SERIES_MARKS)]


def mark_svg(mark: tuple[str, str, str]) -> SafeString:
    """A mark as a small drawing for a legend; hidden from readers of screens, for words stand beside it."""
    shape, fill, edge = mark
    return format_html(
        '<svg class="key" viewBox="0 0 20 20" aria-hidden="true">'
        '<path d="{}" fill="{}" stroke="{}" stroke-width="1.6"/></svg>',
        _PATHS[shape],
        fill,
        edge,
    )
