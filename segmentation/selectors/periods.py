"""The segments of customers in time: at a moment, on a day, and how they moved between studies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from segmentation.models import Segment, SegmentFlow, SegmentPeriod, Study


def periods_at(at: datetime) -> "QuerySet[SegmentPeriod]":
    """The periods that hold that moment: at most one of a customer."""
    return SegmentPeriod.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


def segments_on(customers: Iterable[int], day: date) -> dict[int, Segment]:
    """The segment that each of these customers belonged to at the end of that day (local time), by the customer's key;
    who belonged to none is left out. Two statements, however many customers."""
    close = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)
    found = dict(periods_at(close).filter(customer_id__in=list(customers)).values_list("customer_id", "segment_id"))
    segments = Segment.objects.in_bulk(set(found.values()))
    return {customer: segments[segment] for customer, segment in found.items()}


@dataclass(frozen=True)
class Move:
    """How many customers came from, or went to, a segment; None is "in no segment"."""

    segment: Segment | None
    customers: int


def came_from(segment: Segment) -> list[Move]:
    """Where the members were before this segment came into use, most first; empty for the first study."""
    if not Study.objects.filter(superseded_by=segment.run.study_id).exists():
        return []
    rows = SegmentFlow.objects.filter(target=segment).select_related("source").order_by("-customers", "pk")
    return [Move(row.source, row.customers) for row in rows]


def went_to(segment: Segment) -> list[Move]:
    """Where the members are in the study that replaced this one, most first; empty while it is in use."""
    rows = SegmentFlow.objects.filter(source=segment).select_related("target").order_by("-customers", "pk")
    return [Move(row.target, row.customers) for row in rows]
