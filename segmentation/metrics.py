"""What segmentation measures, and the dimension by which every room may cut its figures."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.metrics import (
    CURRENT,
    LOST,
    MARKET,
    NEW,
    current_customers,
    current_rows,
    lost_rows,
    market_rows,
    market_share,
    new_rows,
)
from customers.touchpoint_metrics import CONTACTS, contact_rows
from foundation.core.metrics import Dimension, Direction, Metric, Period, Value, cut_further, register_dimension
from foundation.core.metrics import register as register_metric
from segmentation.rules import PROFILE_FOR
from segmentation.selectors import (
    current_members,
    decisions_on,
    run_in_force,
    segment_names,
    segment_of,
    steps_due,
    told_outside,
)

DIMENSION = "segment"


def customers_segmented(period: Period, by: str | None) -> Mapping[str, Value]:
    """Share of the customers who are current at the end of the period that belongs to a segment in use then."""
    current = current_customers(period)[""].n
    run = run_in_force(period.end)
    counts = current_members(run, last_day(period)) if run else {}
    if by == DIMENSION:
        return {key: _share(count, current) for key, count in counts.items()}
    return {"": _share(sum(counts.values()), current)}


def last_day(period: Period) -> date:
    """The last day of the period, in local time."""
    return timezone.localdate(period.end - timedelta(microseconds=1))


def strength(period: Period, by: str | None) -> Mapping[str, Value]:
    """The mean silhouette of the segmentation in use at the end of the period."""
    run = run_in_force(period.end)
    return {"": Value(round(run.silhouette, 4) if run else None, run.used if run else 0)}


def stability(period: Period, by: str | None) -> Mapping[str, Value]:
    """The mean Jaccard similarity of the least stable segment in use at the end of the period."""
    run = run_in_force(period.end)
    if run is None or run.least_stability is None:
        return {"": Value(None, 0)}
    return {"": Value(round(run.least_stability, 4), run.used)}


def targets_decided(period: Period, by: str | None) -> Mapping[str, Value]:
    """Share of the segments in use at the end of the period that had been decided on as target or not."""
    run = run_in_force(period.end)
    return {"": _share(len(decisions_on(run, at=period.end)) if run else 0, run.k if run else 0)}


def targets_told(period: Period, by: str | None) -> Mapping[str, Value]:
    """Share of the target segments at the end of the period of which a profile for outside was issued within a year."""
    run = run_in_force(period.end)
    decisions = decisions_on(run, at=period.end) if run else {}
    targets = {key for key, decision in decisions.items() if decision.is_target}
    told = told_outside(run, since=period.end - PROFILE_FOR, at=period.end) if run else {}
    return {"": _share(len(targets & told.keys()), len(targets))}


def steps_on_time(period: Period, by: str | None) -> Mapping[str, Value]:
    """Share of the steps of segments' strategies due in the period that were done by their date."""
    counts = steps_due(timezone.localdate(period.start), last_day(period)).aggregate(
        due=Count("pk"), kept=Count("pk", filter=Q(done_on__lte=F("due_on")))
    )
    return {"": _share(counts["kept"], counts["due"])}


def _by_segment(
    rows: Callable[[Period], "QuerySet[Any]"], *, counted: Count | None = None
) -> Callable[[Period], Mapping[str, Value]]:
    """The customers of those rows (or what else is `counted`) by segment; "" is in none. One statement."""
    count = counted or Count("customer", distinct=True)

    def query(period: Period) -> Mapping[str, Value]:
        cut = rows(period).annotate(segment=segment_of("customer_id")).order_by().values_list("segment")
        return {key or "": Value(n, n) for key, n in cut.annotate(n=count)}

    return query


def _markets_by_segment(period: Period) -> Mapping[str, Value]:
    """The share of possible customers who are a market, by segment; "" is in none."""
    return market_share(market_rows(period).annotate(segment=segment_of("customer_id")), "segment")


def _share(count: int, of: int) -> Value:
    return Value(round(100 * count / of, 2) if of else None, of)


METRICS = (
    Metric(
        key="segmentation.customers_segmented",
        clause="2.2",
        title=_("Current customers in a segment in use"),
        unit="%",
        formula=_("Current customers in a segment in use at the end of the period ÷ current customers × 100"),
        direction=Direction.UP,
        query=customers_segmented,
        target=80.0,
        decimals=1,
        dimensions=(DIMENSION,),
    ),
    Metric(
        key="segmentation.strength",
        clause="2.1",
        title=_("Separation of the segments in use"),
        unit=_("index"),
        formula=_("Mean silhouette width (−1 to 1) of the segments in use; above 0.5 reasonable, above 0.7 strong"),
        direction=Direction.UP,
        query=strength,
        decimals=2,
    ),
    Metric(
        key="segmentation.stability",
        clause="2.1",
        title=_("Stability of the segments in use"),
        unit=_("index"),
        formula=_("Mean Jaccard similarity (0 to 1) of the least stable segment when drawn anew; stable from 0.75"),
        direction=Direction.UP,
        query=stability,
        target=0.75,
        decimals=2,
    ),
    Metric(
        key="segmentation.targets_decided",
        clause="2.1",
        title=_("Segments decided on as target or not"),
        unit="%",
        formula=_("Segments in use with a decision at the end of the period ÷ segments in use × 100"),
        direction=Direction.UP,
        query=targets_decided,
        target=100.0,
    ),
    Metric(
        key="segmentation.targets_told",
        clause="2.1",
        title=_("Target segments with a profile for outside"),
        unit="%",
        formula=_(
            "Target segments at the end of the period with a profile for outside from the twelve months before ÷ "
            "target segments × 100"
        ),
        direction=Direction.UP,
        query=targets_told,
        target=100.0,
    ),
    Metric(
        key="segmentation.steps_on_time",
        clause="2.2",
        title=_("Steps of segments' strategies done by their date"),
        unit="%",
        formula=_("Steps due in the period that were done by their date ÷ steps due in the period × 100"),
        direction=Direction.UP,
        query=steps_on_time,
        target=100.0,
    ),
)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for metric in METRICS:
        register_metric(metric)
    register_dimension(Dimension(DIMENSION, _("Segment"), segment_names))
    cut_further(CURRENT.key, DIMENSION, _by_segment(current_rows))
    cut_further(CONTACTS.key, DIMENSION, _by_segment(contact_rows, counted=Count("*")))
    cut_further(MARKET.key, DIMENSION, _markets_by_segment)
    cut_further(NEW.key, DIMENSION, _by_segment(new_rows))
    cut_further(LOST.key, DIMENSION, _by_segment(lost_rows))
