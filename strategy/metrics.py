"""Figures of strategy, each declared once (policy 1.1 and 1.3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value, share
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, fiscal_year_of
from strategy import selectors
from strategy.enums import Result, Term
from strategy.rules import due_on
from strategy.selectors.indicators import indicators_in_force
from strategy.selectors.initiatives import money_counts, report_counts

_BY: dict[str | None, str | None] = {None: None, "unit": "owner_unit__code"}


def on_track(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the initiatives that should have moved by the end of the period, those not behind their time."""
    counts = selectors.standing_counts(last_day(period), _BY[by], today=timezone.localdate())
    return {str(key or ""): share(good, n) for key, n, good in counts}


def reported_on_time(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the reports that fell due within the period, those given by their day."""
    sums: dict[str, list[int]] = {}
    for quarter in _quarters_due(period):
        for key, n, good in report_counts(quarter, _BY[by]):
            have = sums.setdefault(str(key or ""), [0, 0])
            have[0], have[1] = have[0] + n, have[1] + good
    return {key: share(good, n) for key, (n, good) in sums.items()} or {"": Value(None, 0)}


def indicators_met(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the indicators with a figure and a target of the year, those that meet it."""
    day = last_day(period)
    at = min(period.end, timezone.now())
    results = selectors.results_of(indicators_in_force(day), year=fiscal_year_of(day), at=at)
    known = [row for row in results if row.state != Result.UNKNOWN]
    return {"": share(sum(row.state == Result.MET for row in known), len(known))}


def budget_spent(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """What the initiatives in force have spent by their last reports, of their budgets."""
    rows = money_counts(last_day(period), _BY[by], today=timezone.localdate())
    return {str(key or ""): Value(_percent(used, whole), n) for key, n, whole, used in rows}


def definitions_in_force(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """How many of the two terms are defined by the board at the end of the period."""
    n = sum(selectors.definition_in_force(term, last_day(period)) is not None for term in Term.values)
    return {"": Value(n, n)}


def last_day(period: Period) -> date:
    """The last day of the period, in local time."""
    return timezone.localdate(period.end - timedelta(microseconds=1))


def _quarters_due(period: Period) -> list[FiscalQuarter]:
    """Quarters whose reports fall due within the period."""
    start, end = timezone.localdate(period.start), last_day(period)
    quarter, found = fiscal_quarter_of(end), []
    while due_on(quarter) >= start:
        if due_on(quarter) <= end:
            found.append(quarter)
        quarter = quarter.previous()
    return found


def _percent(used: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return round(100 * (used or Decimal(0)) / whole, 2) if whole else None


DEFINITIONS_IN_FORCE = Metric(
    key="strategy.definitions_in_force",
    clause="1.1",
    title=_("Definitions of customer and market in force"),
    unit=_("definitions"),
    formula=_("Of “customer” and “market”, those with a definition that the board approved, on the last day"),
    direction=Direction.UP,
    query=definitions_in_force,
    target=2.0,
)
ON_TRACK = Metric(
    key="strategy.initiatives_on_track",
    clause="1.3",
    title=_("Initiatives on track"),
    unit="%",
    formula=_(
        "Initiatives of the plans in force whose last report lies at most 10 points behind the share of their time"
        " that has passed by the last quarter due ÷ all that should have moved or have reported × 100"
    ),
    direction=Direction.UP,
    query=on_track,
    target=80.0,
    decimals=1,
    dimensions=("unit",),
)
REPORTED_ON_TIME = Metric(
    key="strategy.progress_reported_on_time",
    clause="1.3",
    title=_("Progress reported on time"),
    unit="%",
    formula=_("Reports given within 15 days of the quarter's end ÷ reports that fell due within the period × 100"),
    direction=Direction.UP,
    query=reported_on_time,
    target=95.0,
    decimals=1,
    dimensions=("unit",),
)
INDICATORS_MET = Metric(
    key="strategy.indicators_met",
    clause="1.3",
    title=_("Indicators that meet their target"),
    unit="%",
    formula=_("Indicators whose figure of the year so far meets the year's target ÷ indicators with both × 100"),
    direction=Direction.UP,
    query=indicators_met,
    target=80.0,
    decimals=1,
)
BUDGET_SPENT = Metric(
    key="strategy.budget_spent",
    clause="1.3",
    title=_("Budget of the initiatives spent"),
    unit="%",
    formula=_("Baht spent by the last reports of the initiatives in force ÷ their budgets × 100"),
    direction=Direction.NEUTRAL,
    query=budget_spent,
    decimals=1,
    dimensions=("unit",),
)
METRICS = (DEFINITIONS_IN_FORCE, ON_TRACK, REPORTED_ON_TIME, INDICATORS_MET, BUDGET_SPENT)
