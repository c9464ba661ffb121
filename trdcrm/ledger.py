"""The promise ledger of the first page: what came of each promise about complaints in the last whole quarter.

Figures come from the registered metrics, so they are those of the board report; they are kept for a quarter of an hour,
because the page is public and the quarter is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

import service_charter.selectors as charter_reads
from foundation.core.metrics import Value, all_metrics
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from service_charter.enums import Area, Event
from service_charter.models import Standard

# Which metric tells how often the promise of an event was kept, in per cent.
MEASURES: Mapping[str, str] = {
    Event.ACKNOWLEDGE: "complaints.acknowledged_on_time",
    Event.FIRST_REPLY: "complaints.replied_on_time",
    Event.RESOLVE: "complaints.resolved_on_time",
    Event.HELP: "complaints.help_on_time",
}
FRESH_SECONDS = 900


@dataclass(frozen=True)
class Kept:
    """One promise of the charter with what came of it: share in per cent, of n cases."""

    standard: Standard
    share: float
    n: int

    @property
    def target(self) -> float:
        """The share that the charter promises."""
        return float(self.standard.target_percent)

    @property
    def kept(self) -> int:
        """How many cases kept the promise."""
        return round(self.share * self.n / 100)

    @property
    def is_kept(self) -> bool:
        """Whether the target was met."""
        return self.share >= self.target


@dataclass(frozen=True)
class Ledger:
    """The promises of a quarter, in the order of the charter."""

    quarter: FiscalQuarter
    rows: list[Kept]


def promise_ledger(*, now: datetime) -> Ledger:
    """The last whole quarter against the charter that was in force at its end; promises without a case are left out."""
    quarter = fiscal_quarter_of(now).previous()
    standards = charter_reads.standards_in_force(Area.COMPLAINTS, at=quarter.period.end - timedelta(seconds=1))
    name = f"ledger:{quarter.year_be}:{quarter.quarter}"
    shares = cache.get_or_set(name, lambda: _shares(quarter), FRESH_SECONDS) or {}
    rows = [Kept(standard, *shares[event]) for event, standard in standards.items() if event in shares]
    return Ledger(quarter, sorted(rows, key=lambda row: row.standard.number))


def _shares(quarter: FiscalQuarter) -> dict[str, tuple[float, int]]:
    """Share and number of cases by event, where there were any."""
    metrics = {metric.key: metric for metric in all_metrics()}
    found: dict[str, tuple[float, int]] = {}
    for event, key in MEASURES.items():
        value = metrics[key].measure(quarter.period).get("", Value(None, 0)) if key in metrics else Value(None, 0)
        if value.value is not None and value.n:
            found[str(event)] = (float(value.value), value.n)
    return found
