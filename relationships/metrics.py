"""Figures of customer relationships (policy 5.3; 2.3 for what reaches segments), each declared once.

Formulas: churn of leases is contractual, lost ÷ opening; a renewal rate is renewed ÷ expiring; value is retained as
value at the end ÷ value at the opening.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices, share
from relationships.enums import HoldingKind, HoldingStatus, LossReason, OpportunityKind, ProgrammeStatus, Stage
from relationships.models import Holding, Opportunity, ProgrammeMember
from segmentation.selectors import segment_of

CLAUSE = "5.3"
_COLUMNS = {
    "holding_kind": "kind", "lost_reason": "end_reason", "unit": "customer__unit__code", "opportunity_kind": "kind",
    "opportunity_lost_reason": "lost_reason",
}  # fmt: skip


def days_of(period: Period) -> tuple[dt.date, dt.date]:
    """The first and the last day of a period, in local time."""
    return timezone.localdate(period.start), timezone.localdate(period.end - dt.timedelta(microseconds=1))


def day_after(period: Period) -> dt.date:
    """The day that shows who is still there: the one after the period, or today while the period still runs."""
    return min(days_of(period)[1] + dt.timedelta(days=1), timezone.localdate())


def _grouped(rows: "QuerySet[Any]", by: str | None, **sums: Any) -> list[tuple[Any, ...]]:
    """Aggregates of the rows, whole (key "") or by a dimension; one statement."""
    if by is None:
        return [("", *rows.aggregate(**sums).values())]
    if by == "segment":
        rows = rows.annotate(cut=segment_of("customer_id"))
    column = "cut" if by == "segment" else _COLUMNS[by]
    return [(key or "", *figures) for key, *figures in rows.order_by().values_list(column).annotate(**sums)]


def _counts(rows: "QuerySet[Any]", by: str | None, field: str = "pk") -> Mapping[str, Value]:
    return {key: Value(n, n) for key, n in _grouped(rows, by, n=Count(field, distinct=True))}


def _values(rows: "QuerySet[Any]", by: str | None, field: str) -> Mapping[str, Value]:
    return {key: Value(value or 0, n) for key, value, n in _grouped(rows, by, value=Sum(field), n=Count("pk"))}


# ── Opportunities ───────────────────────────────────────────────────────────
def _won(kind: str) -> Callable[[Period], "QuerySet[Opportunity]"]:
    def rows(period: Period) -> "QuerySet[Opportunity]":
        first, last = days_of(period)
        return Opportunity.objects.filter(stage=Stage.WON, kind=kind, closed_on__gte=first, closed_on__lte=last)

    return rows


def _won_count(kind: str) -> Callable[[Period, str | None], Mapping[str, Value]]:
    def counted(period: Period, by: str | None = None) -> Mapping[str, Value]:
        return _counts(_won(kind)(period), by)

    return counted


def _won_value(kind: str) -> Callable[[Period, str | None], Mapping[str, Value]]:
    def valued(period: Period, by: str | None = None) -> Mapping[str, Value]:
        return _values(_won(kind)(period), by, "value")

    return valued


def win_rate(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the opportunities closed within the period, the share that was won."""
    first, last = days_of(period)
    rows = Opportunity.objects.filter(closed_on__gte=first, closed_on__lte=last)
    won = Count("pk", filter=Q(stage=Stage.WON))
    return {key: share(good, n) for key, n, good in _grouped(rows, by, n=Count("pk"), good=won)}


def opportunities_lost(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Opportunities lost within the period."""
    first, last = days_of(period)
    return _counts(Opportunity.objects.filter(stage=Stage.LOST, closed_on__gte=first, closed_on__lte=last), by)


# ── Contracts ───────────────────────────────────────────────────────────────
def renewal_rate(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the contracts whose agreed last day lies within the period, the share that a further contract follows.

    One that still runs and has days left is not judged yet.
    """
    first, last = days_of(period)
    undecided = Q(status=HoldingStatus.RUNNING, ends_on__gte=timezone.localdate())
    rows = Holding.objects.filter(~undecided, ends_on__gte=first, ends_on__lte=last)
    renewed = Count("pk", filter=Q(status=HoldingStatus.RENEWED))
    return {key: share(good, n) for key, n, good in _grouped(rows, by, n=Count("pk"), good=renewed)}


def value_in_force(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """What the contracts in force on the last day are worth a year."""
    day = days_of(period)[1]
    return _values(Holding.objects.in_force_on(day).worth_on(day), by, "worth")


def _tenants_lost_rows(period: Period) -> "QuerySet[Holding]":
    """The contract that ended last, within the period, of each customer who holds none on the day after it."""
    first, last = days_of(period)
    of_customer = Holding.objects.filter(customer=OuterRef("customer"))
    same_day = Q(last_day=OuterRef("last_day"), pk__gt=OuterRef("pk"))
    later = of_customer.filter(Q(last_day__gt=OuterRef("last_day")) | same_day, last_day__lte=last)
    return Holding.objects.filter(
        ~Exists(of_customer.in_force_on(day_after(period))),
        ~Exists(later),
        status=HoldingStatus.ENDED,
        last_day__gte=first,
        last_day__lte=last,
    )


def tenants_lost(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Customers whose last contract ended within the period, by the reason of that contract."""
    return _counts(_tenants_lost_rows(period), by, "customer")


def lost_value(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The yearly value of the contracts that ended within the period without a renewal."""
    first, last = days_of(period)
    rows = Holding.objects.filter(status=HoldingStatus.ENDED, last_day__gte=first, last_day__lte=last)
    return _values(rows, by, "yearly_value")


def churn(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the customers with a lease in force on the first day, the share that has none on the day after the period."""
    leases = Holding.objects.filter(kind=HoldingKind.LEASE)
    kept = leases.in_force_on(day_after(period)).filter(customer=OuterRef("customer"))
    rows = leases.in_force_on(days_of(period)[0]).annotate(kept=Exists(kept))
    lost = Count("customer", distinct=True, filter=Q(kept=False))
    return {key: share(gone, n) for key, n, gone in _grouped(rows, by, n=Count("customer", distinct=True), gone=lost)}


def value_retained(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Yearly value after the period ÷ on its first day, of the customers who held a contract on that day."""
    first, last = days_of(period)[0], day_after(period)
    opening = Holding.objects.in_force_on(first)
    closing = Holding.objects.in_force_on(last).filter(customer__in=opening.values("customer"))
    after = {key: value or 0 for key, value in _grouped(closing.worth_on(last), by, value=Sum("worth"))}
    before = _grouped(opening.worth_on(first), by, value=Sum("worth"), n=Count("customer", distinct=True))
    return {key: Value(float(100 * after.get(key, 0) / value) if value else None, n) for key, value, n in before}


def customers_addressed(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Members of the programmes that ran on a day of the period; each programme is for one segment (policy 2.3)."""
    first, last = days_of(period)
    never = (ProgrammeStatus.PLANNED, ProgrammeStatus.CANCELLED)
    rows = ProgrammeMember.objects.filter(programme__starts_on__lte=last, programme__ends_on__gte=first)
    return _counts(rows.exclude(programme__status__in=never), by, "customer")


def _metric(
    name: str, title: Promise | str, unit: Promise | str, formula: Promise | str, query: Any, good: Direction,
    dimensions: tuple[str, ...] = ("segment", "unit"), decimals: int = 0, clause: str = CLAUSE,
) -> Metric:  # fmt: skip
    return Metric(
        key=f"relationships.{name}", clause=clause, title=title, unit=unit, formula=formula, direction=good,
        query=query, dimensions=dimensions, decimals=decimals,
    )  # fmt: skip


_TIMES, _BAHT = _("sales"), _("baht a year")
METRICS = (
    _metric(
        "upselling", _("Up-selling"), _TIMES, _("Up-selling opportunities won within the period"),
        _won_count(OpportunityKind.UPSELL), Direction.UP,
    ),
    _metric(
        "upselling_value", _("Value of up-selling"), _BAHT, _("Yearly value of up-selling won within the period"),
        _won_value(OpportunityKind.UPSELL), Direction.UP,
    ),
    _metric(
        "crossselling", _("Cross-selling"), _TIMES, _("Cross-selling opportunities won within the period"),
        _won_count(OpportunityKind.CROSS), Direction.UP,
    ),
    _metric(
        "crossselling_value", _("Value of cross-selling"), _BAHT,
        _("Yearly value of cross-selling won within the period"),
        _won_value(OpportunityKind.CROSS), Direction.UP,
    ),
    _metric(
        "win_rate", _("Opportunities won"), "%", _("Opportunities won ÷ opportunities won or lost in the period × 100"),
        win_rate, Direction.UP, ("segment", "unit", "opportunity_kind"), 1,
    ),
    _metric(
        "opportunities_lost", _("Opportunities lost"), _("opportunities"), _("Opportunities lost within the period"),
        opportunities_lost, Direction.DOWN, ("segment", "unit", "opportunity_kind", "opportunity_lost_reason"),
    ),
    _metric(
        "renewal_rate", _("Renewal rate"), "%",
        _("Contracts renewed ÷ contracts whose agreed last day lies within the period × 100"),
        renewal_rate, Direction.UP, ("segment", "unit", "holding_kind"), 1,
    ),
    _metric(
        "tenants_lost", _("Customers lost, by contract"), _("customers"),
        _("Customers whose last contract ended within the period without a renewal and who hold none after it"),
        tenants_lost, Direction.DOWN, ("segment", "unit", "lost_reason"),
    ),
    _metric(
        "lost_value", _("Value lost"), _BAHT, _("Yearly value of contracts ended within the period without a renewal"),
        lost_value, Direction.DOWN, ("segment", "unit", "lost_reason", "holding_kind"),
    ),
    _metric(
        "churn", _("Churn of lease customers"), "%",
        _("Customers with a lease on the first day and none on the day after the period ÷ the former × 100"),
        churn, Direction.DOWN, decimals=1,
    ),
    _metric(
        "value_retained", _("Value retained"), "%",
        _("Yearly value on the day after ÷ on the first day × 100, of customers with a contract on the first day"),
        value_retained, Direction.UP, decimals=1,
    ),
    _metric(
        "value_in_force", _("Value of contracts in force"), _BAHT,
        _("Yearly value of the contracts in force on the last day of the period"),
        value_in_force, Direction.UP, ("segment", "unit", "holding_kind"),
    ),
    _metric(
        "customers_addressed", _("Customers in programmes for their segment"), _("customers"),
        _("Members of the programmes for a segment that ran within the period, each customer once"),
        customers_addressed, Direction.UP, clause="2.3",
    ),
)  # fmt: skip

DIMENSIONS = (
    dimension_of_choices("holding_kind", _("Kind of contract"), HoldingKind),
    dimension_of_choices("lost_reason", _("Reason of the loss"), LossReason),
    dimension_of_choices("opportunity_lost_reason", _("Reason of the lost opportunity"), LossReason),
    dimension_of_choices("opportunity_kind", _("Kind of opportunity"), OpportunityKind),
)
