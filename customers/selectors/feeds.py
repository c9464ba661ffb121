"""Feeds: what came, what was refused, what differs, who is missing; and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from customers.enums import Receipt
from customers.importing.columns import label_of
from customers.models import AttributeDefinition, Customer, Feed, FeedDelivery, FeedDifference, ImportRun, SourceKey
from customers.selectors.facts import masked_value
from foundation.accounts.models import User
from foundation.core.models import JobState

SHOWN = 50
_FELL_OUT = (JobState.FAILED, JobState.DEAD, JobState.CANCELLED)


@dataclass(frozen=True)
class Standing:
    """A feed with how it stands now."""

    feed: Feed
    is_late: bool
    waiting: int
    missing: int
    last: FeedDelivery | None


@dataclass(frozen=True)
class Difference:
    """A field in which source and record say different things, as a person may read it."""

    customer: Customer
    label: str
    theirs: str
    ours: str


def feeds_standing(*, now: datetime) -> list[Standing]:
    """Every feed, those in use first. Three statements, however many feeds there are."""
    missing = (
        SourceKey.objects.filter(source=OuterRef("code"), missing_since__isnull=False)
        .order_by().values("source").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    last = FeedDelivery.objects.filter(feed=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    feeds = list(
        Feed.objects.select_related("unit")
        .annotate(missing=Coalesce(Subquery(missing), 0), last=Subquery(last))
        .order_by("-is_active", "code")
    )
    newest = FeedDelivery.objects.select_related("run__job").in_bulk([feed.last for feed in feeds if feed.last])
    waiting = dict(deliveries_waiting().order_by().values_list("feed").annotate(n=Count("pk")))
    return [
        Standing(feed, feed.is_late(now), waiting.get(feed.pk, 0), feed.missing, newest.get(feed.last))
        for feed in feeds
    ]


def feeds_late(*, now: datetime) -> list[Feed]:
    """Feeds that should have delivered by now."""
    promised = Feed.objects.filter(is_active=True, every_hours__isnull=False)
    return [feed for feed in promised if feed.is_late(now)]


def readings_proposed(user: User) -> "QuerySet[Feed]":
    """Feeds for which a reading waits for this administrator: not those that the person proposed."""
    rows = Feed.objects.filter(proposed_at__isnull=False).exclude(proposed_by=user)
    return rows.select_related("proposed_by").order_by("proposed_at", "pk")


def deliveries_waiting() -> "QuerySet[FeedDelivery]":
    """Deliveries of which something was refused, or whose import fell out, until somebody has dealt with it."""
    refused = Q(receipt=Receipt.REFUSED)
    rows_refused = Q(receipt=Receipt.TAKEN, run__state="imported", run__counts__refused__gt=0)
    fell_out = Q(receipt=Receipt.TAKEN, run__job__state__in=_FELL_OUT)
    rows = FeedDelivery.objects.filter(refused | rows_refused | fell_out, settled_at__isnull=True)
    return rows.select_related("feed", "run").order_by("pk")


def waits(delivery: FeedDelivery) -> bool:
    """Whether the delivery is among those that wait."""
    return deliveries_waiting().filter(pk=delivery.pk).exists()


def deliveries_of(feed: Feed) -> "QuerySet[FeedDelivery]":
    """What the system handed over, newest first."""
    return feed.deliveries.select_related("run__job", "by", "settled_by")


def missing_at(feed: Feed, user: User, *, limit: int = SHOWN) -> tuple[list[SourceKey], int]:
    """Customers whom the source names no more and the user may see, the newest first; and how many there are."""
    rows = SourceKey.objects.filter(source=feed.code, missing_since__isnull=False)
    rows = rows.filter(customer__in=Customer.with_merged.visible_to(user))
    shown = list(rows.select_related("customer").order_by("-missing_since", "pk")[: limit + 1])
    return shown[:limit], len(shown) if len(shown) <= limit else rows.count()


def differences_of(run: ImportRun, user: User, *, limit: int = SHOWN) -> list[Difference]:
    """Where the source says something else than the record does now; what was put right meanwhile is left out."""
    rows = FeedDifference.objects.filter(run=run, customer__in=Customer.objects.visible_to(user))
    rows = rows.select_related("customer__data_key", "customer__unit", "data_key").order_by("customer", "field")
    names: dict[str, str] = {row.key: row.label for row in AttributeDefinition.objects.all()}
    found = []
    for row in rows[: limit * 2]:
        ours = _ours(row)
        if row.theirs is not None and row.theirs != ours:
            key = row.field.partition(":")[2]
            label = names.get(key, key) if key else label_of(row.field)
            found.append(
                Difference(row.customer, label, masked_value(row.field, row.theirs), masked_value(row.field, ours))
            )
    return found[:limit]


def _ours(row: FeedDifference) -> str:
    _attribute, _colon, key = row.field.partition(":")
    value: Any = row.customer.attributes.get(key) if key else getattr(row.customer, row.field)
    return "" if value is None else str(value)
