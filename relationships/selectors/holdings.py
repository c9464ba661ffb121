"""Lists and records of contracts."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Q, QuerySet, Sum, When, Window
from django.shortcuts import get_object_or_404

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.pages import Page, keyset_page
from foundation.core.thai.text import search_form
from relationships.enums import HoldingStatus
from relationships.models import Holding, HoldingQuerySet

PAGE_SIZE = 25
BY_LAST_DAY = ("last_day", "id")
NEWEST = ("-last_day", "-id")


@dataclass(frozen=True)
class HoldingQuery:
    """What the list shows: `within` days until the last one, or every contract of a status."""

    status: str = ""
    kind: str = ""
    within: int | None = None
    needle: str = ""
    cuts: Cuts = NO_CUTS


def holdings_page(user: User, query: HoldingQuery, *, today: dt.date, cursor: str = "") -> Page[Holding]:
    """A page: what runs out first comes first; renewed and ended ones the latest first."""
    rows = _matching(user, query, today)
    order = BY_LAST_DAY if query.status == HoldingStatus.RUNNING else NEWEST
    return keyset_page(rows.select_related("customer", "owner"), order=order, cursor=cursor, size=PAGE_SIZE)


def _matching(user: User, query: HoldingQuery, today: dt.date) -> HoldingQuerySet:
    rows = Holding.objects.visible_to(user)
    if query.status:
        rows = rows.filter(status=query.status)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.within is not None:
        rows = rows.filter(status=HoldingStatus.RUNNING, last_day__lte=today + dt.timedelta(days=query.within))
    for word in search_form(query.needle).split()[:6]:
        rows = rows.filter(search_text__contains=word if len(word) > 2 else f" {word}")
    return narrow(rows, query.cuts)


def holdings_expiring(user: User, *, today: dt.date, days: int, cuts: Cuts = NO_CUTS) -> tuple[int, Decimal]:
    """How many running contracts end within the days (overdue ones too), and their value a year; one statement."""
    found = _matching(user, HoldingQuery(within=days, cuts=cuts), today).aggregate(
        n=Count("pk"), value=Sum("yearly_value")
    )
    return found["n"], found["value"] or Decimal(0)


def visible_holding(user: User, public_id: str) -> Holding:
    """The contract with what its page needs. Raises Http404."""
    rows = Holding.objects.visible_to(user)
    return get_object_or_404(
        rows.select_related("customer", "product", "owner", "renewal_of", "renewed_by"), public_id=public_id
    )


def holdings_of(user: User, customer: Customer) -> "QuerySet[Holding]":
    """The contracts of a customer, the latest first."""
    return Holding.objects.visible_to(user).filter(customer=customer).order_by("-last_day", "-id")


def with_value_in_force(rows: "QuerySet[Holding]", *, today: dt.date) -> "QuerySet[Holding]":
    """Each with `in_force`: what all these contracts are worth a year, of those in force; before any slice."""
    counts = Q(starts_on__lte=today, last_day__gte=today)
    worth = Case(When(counts, then="yearly_value"), default=Decimal(0))
    return rows.annotate(in_force=Window(Sum(worth)))


def find_holdings(user: User, needle: str, limit: int) -> list[Holding]:
    """For the one search box; the needle is normalised."""
    rows = Holding.objects.visible_to(user).filter(search_text__contains=needle)
    return list(rows.select_related("customer").order_by("-id")[:limit])
