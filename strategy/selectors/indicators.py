"""Indicators against their targets: figures live from the registry of metrics, or as their owners entered them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from foundation.core import metrics
from foundation.core.metrics import Period
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, fiscal_year_of
from strategy.enums import Result
from strategy.models import Actual, Indicator
from strategy.rules import attainment, result
from strategy.selectors.plans import plans_in_force


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator in a fiscal year: its figure so far, its target, and what that means. `quarter` says until when the
    figure counts."""

    indicator: Indicator
    year: int
    value: Decimal | None
    target: Decimal | None
    state: Result
    attained: float | None
    quarter: FiscalQuarter | None = None


def indicators_in_force(day: dt.date) -> QuerySet[Indicator]:
    """Indicators of the plans that bind on a day, with goals and targets."""
    rows = Indicator.objects.filter(plan__in=plans_in_force(day)).select_related("goal", "plan", "owner_unit")
    return rows.prefetch_related("targets").order_by("plan", "number")


def results_of(rows: Iterable[Indicator], *, year: int, at: dt.datetime) -> list[IndicatorResult]:
    """Each indicator against its target of the year, as known at that moment; entered figures cost one statement."""
    rows = list(rows)
    threads = [row.thread for row in rows if not row.is_live]
    entered = {
        actual.thread: actual
        for actual in Actual.objects.filter(thread__in=threads, year=year).order_by("year", "quarter")
        if actual.fiscal_quarter.period.start <= at
    }
    live = {key: live_value(key, year, at) for key in {row.metric_key for row in rows if row.is_live}}
    return [_result(row, entered.get(row.thread), live, year, at) for row in rows]


def live_value(key: str, year: int, at: dt.datetime) -> Decimal | None:
    """The figure of a registered metric for the year up to that moment; None where nothing was measured."""
    start = FiscalQuarter(year, 1).period.start
    end = min(FiscalQuarter(year, 4).period.end, at)
    try:
        metric = metrics.get(key)
    except KeyError:  # the room that measured it has left the house
        return None
    if end <= start:
        return None
    value = metric.measure(Period(start, end)).get("")
    return None if value is None or value.value is None else round(Decimal(str(value.value)), 2)


def _result(
    row: Indicator, actual: Actual | None, live: Mapping[str, Decimal | None], year: int, at: dt.datetime
) -> IndicatorResult:
    target = next((item.value for item in row.targets.all() if item.year == year), None)
    quarter: FiscalQuarter | None
    if row.is_live:
        value = live[row.metric_key]
        quarter = fiscal_quarter_of(at) if fiscal_year_of(at) == year else FiscalQuarter(year, 4)
    else:
        value, quarter = (actual.value, actual.fiscal_quarter) if actual else (None, None)
    is_over = at >= FiscalQuarter(year, 4).period.end
    state = result(value, target, row.better, is_over=is_over)
    return IndicatorResult(row, year, value, target, state, attainment(value, target, row.better), quarter)
