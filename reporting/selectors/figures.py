"""Metrics as the cockpit shows them: the latest value measured live, the trend from the newest frozen report."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from foundation.core import metrics
from foundation.core.charts import Chart, Kind, Row
from foundation.core.metrics import Metric, Value
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from reporting.drawings import Spark, spark
from reporting.enums import ReportKind
from reporting.judgement import State, state_of
from reporting.models import Snapshot

FRESH_SECONDS = 600
_CACHE_KEY = "reporting.cockpit.figures"


@dataclass(frozen=True)
class Measured:
    """The newest value of a metric, without words: what the cache keeps."""

    quarter: tuple[int, int]
    is_running: bool
    value: Value
    trend: tuple[float | None, ...] = ()
    trend_until: tuple[int, int] | None = None


@dataclass(frozen=True)
class ClauseFigure:
    """A metric with its newest value and trend, in the reader's language."""

    metric: Metric
    measured: Measured
    target: float | None
    quarters: list[FiscalQuarter] = field(default_factory=list)

    @property
    def quarter(self) -> FiscalQuarter:
        """The quarter that the value tells of."""
        return FiscalQuarter(*self.measured.quarter)

    @property
    def value(self) -> Value:
        """The newest value."""
        return self.measured.value

    @property
    def state(self) -> State | None:
        """Against the target, where there is one."""
        value = self.measured.value
        plain = {"value": value.value, "low": value.low, "high": value.high}
        return state_of(plain, self.target, lower_is_better=self.metric.direction == metrics.Direction.DOWN)

    @property
    def spark(self) -> Spark | None:
        """The trend as a small line."""
        return spark(self.measured.trend, self.target)

    @property
    def chart(self) -> Chart | None:
        """The trend as a chart with its table; None until two quarters are in a report."""
        if self.spark is None:
            return None
        rows = tuple(
            Row(f"{quarter.quarter}/{quarter.year_be % 100:02d}", value)
            for quarter, value in zip(self.quarters, self.measured.trend, strict=True)
        )
        known = [row.value for row in rows if row.value is not None]
        words = {"title": self.metric.title, "first": self._said(known[0]), "last": self._said(known[-1])}
        return Chart(
            key=self.metric.key.replace(".", "-"),
            kind=Kind.LINE,
            title=_("%(title)s: from %(first)s to %(last)s") % words,
            measure=_("by quarter, from the newest report"),
            unit=str(self.metric.unit),
            rows=rows,
            alt=", ".join(f"{row.label} {self._said(row.value)}" for row in rows if row.value is not None),
            target=self.target,
            decimals=self.metric.decimals,
            label_head=_("Quarter"),
        )

    def _said(self, value: float) -> str:
        return f"{value:,.{self.metric.decimals}f}"


def clause_figures(now: datetime) -> dict[str, list[ClauseFigure]]:
    """Figures by clause. Measured at most every ten minutes, one statement a metric."""
    known = _measured(now)
    found: dict[str, list[ClauseFigure]] = {}
    for metric in metrics.all_metrics():
        if measured := known.get(metric.key):
            quarters = _quarters_until(measured.trend_until, len(measured.trend))
            figure = ClauseFigure(metric, measured, metric.target_at(now), quarters)
            found.setdefault(metric.clause, []).append(figure)
    return found


def _measured(now: datetime) -> dict[str, Measured]:
    known: dict[str, Measured] | None = cache.get(_CACHE_KEY)
    if known is None or known.keys() != {metric.key for metric in metrics.all_metrics()}:
        known = _measure_all(now)
        cache.set(_CACHE_KEY, known, FRESH_SECONDS)
    return known


def _measure_all(now: datetime) -> dict[str, Measured]:
    current = fiscal_quarter_of(now)
    frozen, until = _frozen_trends()
    return {metric.key: _newest(metric, current, frozen.get(metric.key, ()), until) for metric in metrics.all_metrics()}


def _newest(
    metric: Metric, current: FiscalQuarter, trend: tuple[float | None, ...], until: tuple[int, int] | None
) -> Measured:
    """The running quarter's value so far; the last closed quarter's while nothing is measured yet."""
    quarter, value = current, Value(None, 0)
    for quarter in (current, current.previous()):
        value = metric.measure(quarter.period).get("", Value(None, 0))
        if value.value is not None:
            break
    else:
        quarter = current
    return Measured((quarter.year_be, quarter.quarter), quarter == current, value, trend, until if trend else None)


def _frozen_trends() -> tuple[dict[str, tuple[float | None, ...]], tuple[int, int] | None]:
    """Eight quarters of every metric as the newest printed report shows them; one statement."""
    newest = (
        Snapshot.objects.filter(printed__isnull=False, report__kind=ReportKind.BOARD)
        .order_by("-report__year_be", "-report__quarter", "-edition")
        .values_list("figures", "report__year_be", "report__quarter")
        .first()
    )
    if newest is None:
        return {}, None
    figures, year, quarter = newest
    return {row["key"]: tuple(map(_number, row["trend"])) for row in figures["metrics"]}, (year, quarter)


def _number(value: dict[str, Any] | None) -> float | None:
    return value["value"] if value else None


def _quarters_until(last: tuple[int, int] | None, count: int) -> list[FiscalQuarter]:
    if last is None or not count:
        return []
    quarters = [FiscalQuarter(*last)]
    while len(quarters) < count:
        quarters.insert(0, quarters[0].previous())
    return quarters
