"""Reads of the catalogue."""

import datetime as dt

from django.db.models import Q, QuerySet

from products import rules
from products.models import Product


def with_deliveries(products: "QuerySet[Product]") -> "QuerySet[Product]":
    """With owner and ways of delivery at hand, for lists."""
    return products.select_related("owner_unit").prefetch_related("deliveries")


def stale_products(rows: "QuerySet[Product]", *, at: dt.datetime) -> "QuerySet[Product]":
    """Offered products that nobody has looked through within the year."""
    since = at - dt.timedelta(days=rules.REVIEW_DAYS)
    return rows.filter(Q(reviewed_at__isnull=True) | Q(reviewed_at__lt=since), status="offered")
