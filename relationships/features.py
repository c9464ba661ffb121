"""Figures of customers that studies may use: value held, how many products, how long a customer by contract."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from relationships.models import Holding
from segmentation.features import OfferedFeature, register


def holding_value(customers: "QuerySet[Customer]", at: date) -> Iterable[tuple[int, float]]:
    """Yearly value of the contracts in force on that day."""
    rows = Holding.objects.in_force_on(at).filter(customer__in=customers).worth_on(at).order_by()
    return ((pk, float(value)) for pk, value in rows.values_list("customer").annotate(Sum("worth")))


def holding_products(customers: "QuerySet[Customer]", at: date) -> Iterable[tuple[int, float]]:
    """How many different products the contracts in force name."""
    rows = Holding.objects.in_force_on(at).filter(customer__in=customers, product__isnull=False).order_by()
    return ((pk, float(n)) for pk, n in rows.values_list("customer").annotate(Count("product", distinct=True)))


def holding_years(customers: "QuerySet[Customer]", at: date) -> Iterable[tuple[int, float]]:
    """Years since the first contract began, of customers who hold one now."""
    now = Holding.objects.in_force_on(at).values("customer")
    rows = Holding.objects.filter(customer__in=customers).filter(customer__in=now).order_by()
    return ((pk, (at - first).days / 365.25) for pk, first in rows.values_list("customer").annotate(Min("starts_on")))


FEATURES = (
    OfferedFeature("holding_value", _("Value of contracts a year"), _("baht"), holding_value),
    OfferedFeature("holding_products", _("Products held"), _("products"), holding_products),
    OfferedFeature("holding_years", _("Years as a customer by contract"), _("years"), holding_years, absent=None),
)


def offer() -> None:
    """Called from `AppConfig.ready()`."""
    for feature in FEATURES:
        register(feature)
