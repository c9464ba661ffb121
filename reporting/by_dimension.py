"""One figure of the register broken down: by segment, or by any other dimension that it offers (policy 2.1 to 2.3).

Values come from the metric alone. A share of under five is held back, in the table and in the chart.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row, Tone
from foundation.core.metrics import Metric, Value, label_of, names_of
from foundation.core.thai.dates import FiscalQuarter
from segmentation.metrics import DIMENSION as SEGMENT

LONGEST = 24


@dataclass(frozen=True)
class Part:
    """One line: what it is called and its value; `is_rest` is what belongs to no part."""

    name: str
    value: Value
    is_rest: bool = False


@dataclass(frozen=True)
class Breakdown:
    """A figure in a quarter: the whole, its parts by size (what is in none last), and their chart."""

    metric: Metric
    dimension: str
    label: str
    whole: Value
    parts: list[Part]
    chart: Chart | None

    @property
    def has_intervals(self) -> bool:
        """Whether any value is an estimate with an interval."""
        return any(value.low is not None for value in (self.whole, *(part.value for part in self.parts)))


def offered(metric: Metric, *, sees_segments: bool) -> list[str]:
    """The dimensions by which a reader may break the figure down, segment first."""
    names = [name for name in metric.dimensions if name != SEGMENT or sees_segments]
    return sorted(names, key=lambda name: name != SEGMENT)


def breakdown(metric: Metric, dimension: str, quarter: FiscalQuarter) -> Breakdown:
    """The figure by a dimension that it offers (only the whole, where that is ""); two statements and the names."""
    whole = metric.measure(quarter.period).get("", Value(None, 0))
    values = dict(metric.measure(quarter.period, dimension)) if dimension else {}
    names = names_of(dimension, [key for key in values if key]) if dimension else {}
    names[""] = _("In no segment") if dimension == SEGMENT else _("Not stated")
    parts = [Part(names[key], value, is_rest=not key) for key, value in values.items()]
    parts.sort(key=lambda part: (part.is_rest, part.value.is_held_back, -float(part.value.value or 0), part.name))
    label = str(label_of(dimension)) if dimension else ""
    return Breakdown(metric, dimension, label, whole, parts, _chart(metric, label, parts, quarter))


def _chart(metric: Metric, label: str, parts: list[Part], quarter: FiscalQuarter) -> Chart | None:
    shown = [part for part in parts if part.value.value is not None and not part.value.is_held_back][:LONGEST]
    if len(shown) < 2:
        return None
    rows = tuple(
        Row(
            part.name,
            float(part.value.value or 0),
            low=part.value.low,
            high=part.value.high,
            n=part.value.n,
            tone=Tone.STRONG if place == 0 else Tone.PLAIN,
        )
        for place, part in enumerate(shown)  # two shown, so the first one is a part
    )
    first = f"{rows[0].value:,.{metric.decimals}f}"
    told = _("Highest: %(name)s, %(value)s %(unit)s")
    words = {"quarter": quarter.label(), "label": label, "title": metric.title, "unit": metric.unit}
    return Chart(
        key="breakdown",
        kind=Kind.BAR,
        title=told % {"name": rows[0].label, "value": first, "unit": metric.unit},
        measure=_("%(title)s (%(unit)s), %(quarter)s") % words,
        unit=str(metric.unit),
        rows=rows,
        alt=_("Bars by %(label)s, the highest first; the figures stand in the table.") % words,
        decimals=metric.decimals,
        label_head=label,
        low=0,
    )
