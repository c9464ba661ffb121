"""Figures of the register, each declared once (policy 1.1 and 5.3)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Kind, Party, Relation
from customers.models import RelationPeriod
from customers.selectors import crossing_names, stage_names, touchpoint_names
from customers.selectors.market_tests import markets_at
from foundation.core.metrics import Dimension, Direction, Metric, Period, Value, dimension_of_choices

_BY = {"relation": "relation", "kind": "customer__kind", "party": "customer__party", "unit": "customer__unit__code"}


def _last_day(period: Period) -> date:
    return timezone.localdate(period.end - timedelta(microseconds=1))


def _standing_on(day: date) -> "QuerySet[RelationPeriod]":
    """The one relation in which each customer stands at the end of a day."""
    return RelationPeriod.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


def _counted(rows: "QuerySet[RelationPeriod]", by: str | None) -> Mapping[str, Value]:
    if by is None:
        n = rows.values("customer").distinct().count()
        return {"": Value(n, n)}
    groups = rows.values_list(_BY[by]).annotate(n=Count("customer", distinct=True)).order_by(_BY[by])
    return {key or "": Value(n, n) for key, n in groups}


def current_customers(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Customers who are current at the end of the period; by relation, all relations stand side by side."""
    return _counted(_standing_on(_last_day(period)) if by == "relation" else current_rows(period), by)


def current_rows(period: Period) -> "QuerySet[RelationPeriod]":
    """The “current” relations at the end of the period; rooms above cut them further."""
    return _standing_on(_last_day(period)).filter(relation=Relation.CURRENT)


def new_rows(period: Period) -> "QuerySet[RelationPeriod]":
    """The first “current” relations that begin within the period; rooms above cut them further."""
    first, after = timezone.localdate(period.start), _last_day(period) + timedelta(days=1)
    earlier = RelationPeriod.objects.filter(
        customer=OuterRef("customer"), relation=Relation.CURRENT, starts_on__lt=OuterRef("starts_on")
    )
    rows = RelationPeriod.objects.filter(relation=Relation.CURRENT, starts_on__gte=first, starts_on__lt=after)
    return rows.filter(~Exists(earlier))


def new_customers(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Customers who became current for the first time within the period."""
    return _counted(new_rows(period), by)


def market_rows(period: Period) -> "QuerySet[RelationPeriod]":
    """The “possible” relations at the end of the period, with `is_market`; rooms above cut them further."""
    rows = _standing_on(_last_day(period)).filter(relation=Relation.PROSPECT)
    return rows.annotate(is_market=Q(customer__in=markets_at(period.end)))


def market_share(rows: "QuerySet[Any]", column: str = "") -> Mapping[str, Value]:
    """Of the customers of those rows, the share that is a market: whole (key ""), or by a column; one statement."""
    counts = {
        "n": Count("customer", distinct=True),
        "good": Count("customer", distinct=True, filter=Q(is_market=True)),
    }
    groups = (
        rows.order_by().values_list(column).annotate(**counts) if column else [("", *rows.aggregate(**counts).values())]
    )
    return {key or "": Value(round(100 * good / n, 2) if n else None, n) for key, n, good in groups}


def market(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Possible customers at the end of the period whose newest answers to the four tests were all yes, of all."""
    return market_share(market_rows(period), _BY[by] if by else "")


def lost_rows(period: Period) -> "QuerySet[RelationPeriod]":
    """The “current” relations that ended within the period for good; rooms above cut them further."""
    first, last = timezone.localdate(period.start), _last_day(period)
    again = _standing_on(last).filter(customer=OuterRef("customer"), relation=Relation.CURRENT)
    rows = RelationPeriod.objects.filter(
        relation=Relation.CURRENT, ends_on__gte=first, ends_on__lte=last, ends_on__gt=F("starts_on")
    )
    return rows.filter(~Exists(again))


def lost_customers(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Customers whose current relation ended within the period and who are not current at its end."""
    return _counted(lost_rows(period), by)


CURRENT = Metric(
    key="customers.current",
    clause="1.1",
    title=_("Current customers"),
    unit=_("customers"),
    formula=_("Customers whose relation to the market is “current” at the end of the period"),
    direction=Direction.UP,
    query=current_customers,
    dimensions=("relation", "kind", "party", "unit"),
)
NEW = Metric(
    key="customers.new",
    clause="5.3",
    title=_("New customers"),
    unit=_("customers"),
    formula=_("Customers who became “current” for the first time within the period"),
    direction=Direction.UP,
    query=new_customers,
    dimensions=("kind", "party", "unit"),
)
LOST = Metric(
    key="customers.lost",
    clause="5.3",
    title=_("Lost customers"),
    unit=_("customers"),
    formula=_("Customers whose “current” relation ended within the period and had not begun again at its end"),
    direction=Direction.DOWN,
    query=lost_customers,
    dimensions=("kind", "party", "unit"),
)
MARKET = Metric(
    key="customers.market",
    clause="1.1",
    title=_("Possible customers who are a market"),
    unit="%",
    formula=_(
        "Possible customers at the end of the period whose newest answers to all four tests (need, purchasing power, "
        "willingness, right) were yes ÷ possible customers at the end of the period × 100"
    ),
    direction=Direction.UP,
    query=market,
    decimals=1,
    dimensions=("kind", "party", "unit"),
)
METRICS = (CURRENT, MARKET, NEW, LOST)

DIMENSIONS = (
    dimension_of_choices("relation", _("Relation to the market"), Relation),
    dimension_of_choices("kind", _("Kind of customer"), Kind),
    dimension_of_choices("party", _("Person or organisation"), Party),
    # Rooms above cut what happens at touchpoints by these; keys are codes, of a crossing `selectors.crossing_key`.
    Dimension("touchpoint", _("Touchpoint"), touchpoint_names),
    Dimension("stage", _("Stage of the customer's life"), stage_names),
    Dimension("crossing", _("Touchpoint and stage"), crossing_names),
)
