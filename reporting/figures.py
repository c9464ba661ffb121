"""Collecting every figure of a quarter from the registries. Only reads; layout comes later, from the result."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone, translation

from foundation.core import metrics
from foundation.core.metrics import Metric, Period, Value
from foundation.core.thai.dates import FiscalQuarter
from reporting.sources import both, charter_at, observations_of, policy_at, segments_at

SCHEMA = 2  # 2: the policy part by part, verdicts on clauses, observations of the board
TREND_QUARTERS = 8
SMALLEST_SHOWN = 5  # fewer observations could point at persons (domain rule: nothing is shown under 5)


def collect(quarter: FiscalQuarter) -> dict[str, Any]:
    """All registered metrics of the quarter with trend, months and breakdowns, as plain JSON.

    Call it inside one repeatable-read transaction, so that every figure tells of the same moment.
    """
    at = min(quarter.period.end - timedelta(seconds=1), timezone.now())
    return {
        "schema": SCHEMA,
        "year_be": quarter.year_be,
        "quarter": quarter.quarter,
        "metrics": collect_metrics(metrics.all_metrics(), quarter),
        "segments": segments_at(at),
        "charter": charter_at(at),
        "policy": policy_at(at),
        "observations": observations_of(quarter.period),
    }


def collect_metrics(wanted: Iterable[Metric], quarter: FiscalQuarter) -> list[dict[str, Any]]:
    """These metrics of the quarter with trend, months and breakdowns."""
    return [_metric_figures(metric, quarter) for metric in wanted]


def in_language(frozen: Any, language: str) -> Any:
    """The frozen figures with every pair of texts ({th, en}) replaced by the text in `language`."""
    if isinstance(frozen, dict):
        if frozen.keys() == {"th", "en"}:
            return frozen[language]
        return {key: in_language(value, language) for key, value in frozen.items()}
    if isinstance(frozen, list):
        return [in_language(value, language) for value in frozen]
    return frozen


def _metric_figures(metric: Metric, quarter: FiscalQuarter) -> dict[str, Any]:
    trend = [_whole(metric, each.period) for each in _last_quarters(quarter)]
    return {
        "key": metric.key,
        "clause": metric.clause,
        "title": both(metric.title),
        "unit": both(metric.unit),
        "formula": both(metric.formula),
        "direction": str(metric.direction),
        "decimals": metric.decimals,
        "target": metric.target_at(min(quarter.period.end - timedelta(seconds=1), timezone.now())),
        "value": trend[-1],
        "trend": trend,
        "months": [_whole(metric, period) for period in _fiscal_months(quarter)],
        "months_before": [_whole(metric, period) for period in _fiscal_months(_year_before(quarter))],
        "by": {dimension: _broken_down(metric, quarter.period, dimension) for dimension in metric.dimensions},
    }


def _whole(metric: Metric, period: Period) -> dict[str, Any] | None:
    """The value of the period, or None when the period has not begun."""
    if period.start > timezone.now():
        return None
    return _plain(metric.measure(period).get("", Value(None, 0)), hide_small=False)


def _broken_down(metric: Metric, period: Period, dimension: str) -> list[dict[str, Any]]:
    values: Mapping[str, Value] = metric.measure(period, dimension)
    names = {}
    for language in ("th", "en"):
        with translation.override(language):
            names[language] = metrics.names_of(dimension, values)
    rows = [
        {"key": key, "name": {"th": names["th"][key], "en": names["en"][key]}, **_plain(value, hide_small=True)}
        for key, value in values.items()
    ]
    return sorted(rows, key=lambda row: (-row["n"], row["key"]))


def _plain(value: Value, *, hide_small: bool) -> dict[str, Any]:
    """A value for JSON. A share (it has an interval) of fewer than five observations is left out."""
    hidden = hide_small and value.low is not None and value.n < SMALLEST_SHOWN
    number = float(value.value) if isinstance(value.value, Decimal) else value.value
    return {
        "value": None if hidden else number,
        "n": value.n,
        "low": None if hidden else value.low,
        "high": None if hidden else value.high,
    }


def _last_quarters(quarter: FiscalQuarter) -> list[FiscalQuarter]:
    quarters = [quarter]
    while len(quarters) < TREND_QUARTERS:
        quarters.insert(0, quarters[0].previous())
    return quarters


def _year_before(quarter: FiscalQuarter) -> FiscalQuarter:
    return FiscalQuarter(quarter.year_be - 1, quarter.quarter)


def _fiscal_months(quarter: FiscalQuarter) -> list[Period]:
    """The months of the fiscal year up to the end of the quarter."""
    start: datetime = FiscalQuarter(quarter.year_be, 1).period.start
    months = []
    while start < quarter.period.end:
        months.append(Period(start, start + relativedelta(months=1)))
        start = months[-1].end
    return months
