"""How complaints handling itself does (ISO 10002, 6.2, 8.3, 8.4, annex H): each figure of the year against its
objective, with the last quarters. Every number comes from the registered metric; past quarters are kept for some hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import Objective
from foundation.core.charts import Chart, Kind, Row
from foundation.core.metrics import Direction, Metric, Period, Value, all_metrics
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, local_date

OURS, FIRST = "complaints.", "complaints.received"
QUARTERS_SHOWN, TREND = 4, 8
KEPT_FOR = 6 * 60 * 60


@dataclass(frozen=True)
class Standing:
    """One figure of a year: its value so far, its objective, whether that is reached, and the quarters before."""

    metric: Metric
    value: Value
    target: float | None
    objective: Objective | None
    quarters: list[tuple[FiscalQuarter, Value]]

    @property
    def is_reached(self) -> bool | None:
        """Whether the target is met; None where nothing can be said."""
        value = None if self.value.is_held_back else self.value.value
        if value is None or self.target is None or self.metric.direction == Direction.NEUTRAL:
            return None
        found = float(value)
        return found >= self.target if self.metric.direction == Direction.UP else found <= self.target


def our_metrics() -> list[Metric]:
    """Every figure of complaints handling; the volume first, which the others are read against."""
    ours = [metric for metric in all_metrics() if metric.key.startswith(OURS)]
    return sorted(ours, key=lambda metric: metric.key != FIRST)


def our_metric(key: str) -> Metric | None:
    """The figure of that key; None where it is no figure of complaints handling."""
    return next((metric for metric in our_metrics() if metric.key == key), None)


def standings(year_be: int, *, now: datetime) -> list[Standing]:
    """Every figure of a fiscal year up to now."""
    objectives = objectives_of(year_be)
    year = Period(FiscalQuarter(year_be, 1).period.start, min(now, FiscalQuarter(year_be, 4).period.end))
    shown = _quarters(year_be, now, QUARTERS_SHOWN)
    found = []
    for metric in our_metrics():
        objective = objectives.get(metric.key)
        target = float(objective.target) if objective else metric.target_at(year.end)
        quarters = [(quarter, measured(metric, quarter, now=now)) for quarter in shown]
        found.append(Standing(metric, _whole(metric, year), target, objective, quarters))
    return found


def objectives_of(year_be: int) -> Mapping[str, Objective]:
    """The objectives of a year by the key of their figure."""
    return {row.metric_key: row for row in Objective.objects.filter(year_be=year_be).select_related("owner", "set_by")}


def measured(metric: Metric, quarter: FiscalQuarter, *, now: datetime) -> Value:
    """The figure of a quarter. One that is over is kept for some hours, since it hardly moves any more."""
    if quarter.period.end > now:
        return _whole(metric, Period(quarter.period.start, now))
    key = f"complaints.performance:{metric.key}:{quarter.code}"
    kept = cache.get(key)
    if kept is None:
        value = _whole(metric, quarter.period)
        kept = (None if value.value is None else str(value.value), value.n, value.low, value.high)
        cache.set(key, kept, KEPT_FOR)
    number, n, low, high = kept
    return Value(None if number is None else Decimal(number), n, low, high)


def trend(metric: Metric, *, now: datetime) -> Chart:
    """The last quarters of a figure as a chart with its table."""
    quarters = list(reversed(_quarters(fiscal_quarter_of(now.date()).year_be, now, TREND)))
    values = [(quarter, measured(metric, quarter, now=now)) for quarter in quarters]
    rows = tuple(
        Row(
            quarter.months(),
            None if value.is_held_back or value.value is None else round(float(value.value), metric.decimals),
            n=value.n,
        )
        for quarter, value in values
    )
    told = [row for row in rows if row.value is not None]
    unit = str(metric.unit)
    chart = Chart(
        key=metric.key.replace(".", "-"),
        kind=Kind.COLUMN,
        title="",
        measure=str(metric.formula),
        unit=unit,
        rows=rows,
        alt=_("Columns by quarter; the figures stand in the table."),
        target=metric.target_at(now),
        target_label=_("Target"),
        decimals=metric.decimals,
        label_head=_("Quarter"),
        low=0,
        high=100 if unit == "%" else None,
    )
    title = _("Nothing measured yet")
    if told:
        words = {
            "title": str(metric.title),
            "value": chart.number(told[-1].value),
            "unit": unit,
            "when": told[-1].label,
        }
        title = _("%(title)s: %(value)s %(unit)s in %(when)s") % words
    return Chart(**{**{name: getattr(chart, name) for name in chart.__dataclass_fields__}, "title": title})


def cases_behind(*, now: datetime) -> dict[str, str]:
    """The complaints received in each quarter of the trend, by the quarter's name: whom its figures are about."""
    return {
        quarter.months(): cases_of(quarter) for quarter in _quarters(fiscal_quarter_of(now.date()).year_be, now, TREND)
    }


def cases_of(quarter: FiscalQuarter) -> str:
    """The list of the complaints received in a quarter."""
    first, last = local_date(quarter.period.start), local_date(quarter.period.end) - timedelta(days=1)
    words = {"view": "all", "from": first.isoformat(), "until": last.isoformat()}
    return f"{reverse('complaints:staff-list')}?{urlencode(words)}"


def _whole(metric: Metric, period: Period) -> Value:
    return metric.measure(period).get("") or Value(None, 0)


def _quarters(year_be: int, now: datetime, count: int) -> list[FiscalQuarter]:
    """The newest quarters up to the end of the year, the newest first."""
    at = min(FiscalQuarter(year_be, 4), fiscal_quarter_of(now.date()), key=lambda each: (each.year_be, each.quarter))
    found = [at]
    while len(found) < count:
        found.append(found[-1].previous())
    return found
