"""Figures that rooms above publish beside the kept promises: declared once, shown quarter by quarter."""

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.core.metrics import Metric, Value, all_metrics
from foundation.core.thai.dates import FiscalQuarter


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


def published_figures(quarters: Iterable[FiscalQuarter]) -> list[Published]:
    """Every metric that is declared public, in the given quarters (oldest first)."""
    newest_first = list(quarters)[::-1]
    return [
        Published(
            metric,
            [Figure(quarter, metric.measure(quarter.period).get("", Value(None, 0))) for quarter in newest_first],
        )
        for metric in all_metrics()
        if metric.is_public
    ]
