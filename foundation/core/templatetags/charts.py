"""`{% chart chart %}`: the figure with its sentence, the drawing, and the table of its numbers."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from foundation.core.chart_keys import SERIES_MARKS, mark_svg, series_mark
from foundation.core.charts import Chart, to_svg

register = template.Library()
WIDE, NARROW = 640, 340


@register.inclusion_tag("core/chart.html")
def chart(chart: Chart, width: int = WIDE, links: Mapping[str, str] | None = None) -> dict[str, object]:
    """Draw the chart twice, for desk and phone; style sheets show one, so text keeps its size on both.

    `links` are the addresses of what is behind each row, by its label; they stand in the table of the numbers.
    Both drawings are made by us from numbers and escaped words; see `chart_svg`.
    """
    found, table = links or {}, chart.as_table()
    return {
        "chart": chart,
        "wide": mark_safe(to_svg(chart, width=width)),  # noqa: S308
        "narrow": mark_safe(to_svg(chart, width=NARROW)),  # noqa: S308
        "keys": [(mark_svg(series_mark(chart, name)), name) for name in chart.series],
        "table": table,
        "rows": [(found.get(row[0], ""), row) for row in table.rows],
        "leads_on": any(row[0] in found for row in table.rows),
    }


@register.simple_tag
def series_key(index: int) -> SafeString:
    """The mark of the series at that place (from 0), as charts draw it: for lists beside a chart."""
    return mark_svg(SERIES_MARKS[index % len(SERIES_MARKS)])
