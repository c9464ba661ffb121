"""Figures that rooms above publish beside the kept promises: declared once, shown quarter by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from foundation.core.metrics import Metric, Value, all_metrics
from foundation.core.thai.dates import FiscalQuarter

# Anybody may open the page, and past quarters change seldom: the figures are measured anew once an hour.
KEPT_FOR = 3600


@dataclass(frozen=True)
class Figure:
    """One published figure in one quarter."""

    quarter: FiscalQuarter
    value: Value

    @property
    def is_hidden(self) -> bool:
        """So few that it would point at persons."""
        return self.value.is_held_back


@dataclass(frozen=True)
class Published:
    """A published metric with its quarters, the newest first."""

    metric: Metric
    cells: list[Figure]


def published_figures(quarters: Sequence[FiscalQuarter]) -> list[Published]:
    """Every metric that is declared public, in the given quarters (oldest first)."""
    metrics = [metric for metric in all_metrics() if metric.is_public]
    newest_first = list(quarters)[::-1]
    marks = "-".join(f"{quarter.year_be}.{quarter.quarter}" for quarter in newest_first)
    values: dict[str, list[Value]] = (
        cache.get_or_set(f"service_charter.published:{marks}", lambda: _measured(metrics, newest_first), KEPT_FOR) or {}
    )
    return [
        Published(metric, [Figure(*cell) for cell in zip(newest_first, values[metric.key], strict=True)])
        for metric in metrics
        if metric.key in values
    ]


def _measured(metrics: list[Metric], quarters: list[FiscalQuarter]) -> dict[str, list[Value]]:
    return {
        metric.key: [metric.measure(quarter.period).get("", Value(None, 0)) for quarter in quarters]
        for metric in metrics
    }
