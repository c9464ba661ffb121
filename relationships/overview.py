"""The first page of the room: the figures that the policy names (5.3), this quarter against the last, and by segment.

Every figure is read from the registry, also those of rooms below (new and lost customers) and above (complaints).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.core.charts import Chart, Kind, Row
from foundation.core.metrics import Metric, Value, all_metrics, names_of
from foundation.core.thai.dates import FiscalQuarter

SEGMENT = "segment"
NEW, LOST, COMPLAINTS = "customers.new", "customers.lost", "complaints.received"
UP, UP_VALUE = "relationships.upselling", "relationships.upselling_value"
CROSS, CROSS_VALUE = "relationships.crossselling", "relationships.crossselling_value"
RENEWAL, CHURN = "relationships.renewal_rate", "relationships.churn"
# What the page shows, in the order of the policy's own list.
SHOWN = (
    NEW,
    UP,
    CROSS,
    RENEWAL,
    COMPLAINTS,
    LOST,
    CHURN,
    "relationships.value_retained",
    "relationships.value_in_force",
)
CUT = (NEW, UP, UP_VALUE, CROSS, CROSS_VALUE, RENEWAL, COMPLAINTS, LOST, CHURN)
QUARTERS = 5


@dataclass(frozen=True)
class Figure:
    """One metric: its value in the quarter and in the one before."""

    metric: Metric
    value: Value
    before: Value


@dataclass(frozen=True)
class Overview:
    """What the page shows. `columns` names the metrics of the table by segment, `rows` their values."""

    quarter: FiscalQuarter
    figures: list[Figure]
    columns: list[Metric]
    rows: list[tuple[str, list[Value | None]]]
    charts: list[Chart]


def overview(quarter: FiscalQuarter, *, by_segment: bool) -> Overview:
    """The figures of a quarter, and by segment for those who may see segments. One statement a metric, quarter, cut."""
    known = {metric.key: metric for metric in all_metrics()}
    before = quarter.previous()
    figures = [
        Figure(metric, _whole(metric, quarter), _whole(metric, before)) for key in SHOWN if (metric := known.get(key))
    ]
    columns = [metric for key in CUT if by_segment and (metric := known.get(key)) and SEGMENT in metric.dimensions]
    return Overview(quarter, figures, columns, _by_segment(columns, quarter), _charts(known, quarter))


def _whole(metric: Metric, quarter: FiscalQuarter) -> Value:
    return metric.measure(quarter.period).get("", Value(None, 0))


def _by_segment(columns: list[Metric], quarter: FiscalQuarter) -> list[tuple[str, list[Value | None]]]:
    measured = [metric.measure(quarter.period, SEGMENT) for metric in columns]
    keys = {key for values in measured for key in values if key}
    names = sorted(names_of(SEGMENT, keys).items(), key=lambda pair: pair[1])
    rows = [(name, [values.get(key) for values in measured]) for key, name in names]
    rest = [values.get("") for values in measured]
    return [*rows, (_("In no segment"), rest)] if any(rest) else rows


def _charts(known: dict[str, Metric], quarter: FiscalQuarter) -> list[Chart]:
    quarters = [quarter]
    while len(quarters) < QUARTERS:
        quarters.insert(0, quarters[0].previous())
    return [_customers_chart(known, quarters), _sales_chart(known, quarters), _reasons_chart(known, quarters)]


def _short(quarter: FiscalQuarter) -> str:
    return quarter.months()


def _customers_chart(known: dict[str, Metric], quarters: list[FiscalQuarter]) -> Chart:
    values = {key: [_number(_whole(known[key], each)) for each in quarters] for key in (NEW, LOST)}
    gained, lost = sum(values[NEW]), sum(values[LOST])
    rows = tuple(
        Row(_short(quarter), values[key][place], series=str(known[key].title))
        for place, quarter in enumerate(quarters)
        for key in (NEW, LOST)
    )
    return Chart(
        key="customers",
        kind=Kind.GROUPED_BAR,
        title=_("%(gained)s customers won, %(lost)s lost in five quarters")
        % {"gained": int(gained), "lost": int(lost)},
        measure=_("Customers, by quarter"),
        unit="",
        rows=rows,
        alt=_("Bars of new and lost customers by quarter; the figures stand in the table."),
        label_head=_("Quarter"),
    )


def _sales_chart(known: dict[str, Metric], quarters: list[FiscalQuarter]) -> Chart:
    names = {UP_VALUE: _("Up-selling"), CROSS_VALUE: _("Cross-selling")}
    values = {key: [_number(_whole(known[key], each)) / 1e6 for each in quarters] for key in names}
    best = max(names, key=lambda key: sum(values[key]))
    told = _("%(kind)s brought the most: %(value)s million baht a year")
    title = (
        told % {"kind": names[best], "value": f"{sum(values[best]):,.1f}"} if any(values[best]) else _("Nothing sold")
    )
    rows = tuple(
        Row(_short(quarter), round(values[key][place], 3), series=name)
        for place, quarter in enumerate(quarters)
        for key, name in names.items()
    )
    return Chart(
        key="sales",
        kind=Kind.GROUPED_BAR,
        title=title,
        measure=_("Yearly value won, million baht, by quarter"),
        unit="",
        decimals=1,
        rows=rows,
        alt=_("Bars of the value of up-selling and cross-selling by quarter; the figures stand in the table."),
        label_head=_("Quarter"),
    )


def _reasons_chart(known: dict[str, Metric], quarters: list[FiscalQuarter]) -> Chart:
    metric = known["relationships.tenants_lost"]
    counts: dict[str, float] = {}
    for quarter in quarters:
        for key, value in metric.measure(quarter.period, "lost_reason").items():
            counts[key] = counts.get(key, 0) + _number(value)
    names = names_of("lost_reason", counts)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    title = (
        _("Customers leave most for: %(reason)s") % {"reason": names[ordered[0][0]]} if ordered else _("Nobody left")
    )
    return Chart(
        key="reasons",
        kind=Kind.BAR,
        title=title,
        measure=_("Customers whose last contract ended, by reason, five quarters"),
        unit=_("customers"),
        rows=tuple(Row(names[key], n) for key, n in ordered),
        alt=_("Bars of lost customers by reason; the figures stand in the table."),
        label_head=_("Reason"),
    )


def _number(value: Value) -> float:
    return float(value.value or 0)
