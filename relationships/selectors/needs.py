"""Support needs of segments."""

import datetime as dt

from django.db.models import QuerySet

from customers.models import Touchpoint
from relationships.models import SupportNeed
from segmentation.models import Segment
from segmentation.selectors import segments_in_force


def visible_needs() -> "QuerySet[SupportNeed]":
    """Needs that stand, with segment and touchpoints at hand."""
    rows = SupportNeed.objects.filter(withdrawn_on__isnull=True).select_related("segment__run")
    return rows.prefetch_related("touchpoints").order_by("segment__number", "id")


def needs_by_segment() -> tuple[list[tuple[Segment, list[SupportNeed]]], list[SupportNeed]]:
    """Needs under each segment in use, and those of segments that are in use no more; a fixed number of statements."""
    segments = segments_in_force()
    by_segment: dict[int, list[SupportNeed]] = {segment.pk: [] for segment in segments}
    earlier: list[SupportNeed] = []
    for need in visible_needs():
        by_segment.get(need.segment_id, earlier).append(need)
    return [(segment, by_segment[segment.pk]) for segment in segments], earlier


def segments_without_met_need(at: dt.datetime) -> tuple[list[Segment], list[SupportNeed]]:
    """Segments in use at that moment with no need recorded, and needs that no touchpoint in use meets."""
    segments = segments_in_force(at)
    in_use = set(Touchpoint.objects.in_use_on(at.date()).values_list("pk", flat=True))
    needs = [need for need in visible_needs() if need.segment_id in {segment.pk for segment in segments}]
    bare = [segment for segment in segments if not any(need.segment_id == segment.pk for need in needs)]
    unmet = [need for need in needs if not any(place.pk in in_use for place in need.touchpoints.all())]
    return bare, unmet
