"""Whether a row's customer belongs to a segment in use: conditions that other rooms' lists put into their statement."""

from django.db.models import Exists, OuterRef, QuerySet

from segmentation.models import Membership, Segment
from segmentation.selectors.in_force import studies_in_force


def segments_on_offer() -> "QuerySet[Segment]":
    """The segments in use now, largest first; one statement."""
    return Segment.objects.filter(run__in=studies_in_force().values("chosen_run")[:1]).order_by("number")


def in_segment(customer: str, segment: str) -> Exists:
    """True for rows whose customer (the path to its key) stands in that segment now. False for one no longer in use.

    The unique index of memberships over run and customer answers it for each row; no statement of its own.
    """
    return Exists(_members(customer).filter(segment=Segment.objects.filter(public_id=segment).values("pk")[:1]))


def in_any_segment(customer: str) -> Exists:
    """True for rows whose customer stands in any segment in use."""
    return Exists(_members(customer))


def _members(customer: str) -> "QuerySet[Membership]":
    run = studies_in_force().values("chosen_run")[:1]
    return Membership.objects.filter(run=run, customer_id=OuterRef(customer))
