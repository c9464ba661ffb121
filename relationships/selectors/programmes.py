"""Programmes, their members and target segments."""

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from customers.models import Customer
from foundation.core.thai.text import search_form
from relationships.models import Programme, ProgrammeMember
from segmentation.models import Segment
from segmentation.selectors import segments_in_force


def programmes_list(status: str = "", segment: str = "") -> "QuerySet[Programme]":
    """Programmes, the latest first, with segment and how many members; those for one target segment (its public id)."""
    rows = Programme.objects.select_related("segment__run", "owner").annotate(member_count=Count("members"))
    rows = rows.prefetch_related("measures").order_by("-starts_on", "-id")
    rows = rows.filter(segment__public_id=segment) if segment else rows
    return rows.filter(status=status) if status else rows


def programme_of(public_id: str) -> Programme:
    """The programme with what its page needs. Raises Http404."""
    rows = Programme.objects.select_related("segment__run__study", "owner", "evaluated_by")
    return get_object_or_404(rows.prefetch_related("measures", "activities__owner"), public_id=public_id)


def member_count(programme: Programme) -> int:
    """How many customers are in it."""
    return programme.members.count()


def programmes_of(customer: Customer) -> "QuerySet[ProgrammeMember]":
    """Memberships of a customer in programmes, the latest first."""
    return (
        ProgrammeMember.objects.filter(customer=customer).select_related("programme").order_by("-programme__starts_on")
    )


def target_segments() -> "QuerySet[Segment]":
    """The segments in use now, as choices of forms."""
    return Segment.objects.filter(pk__in=[segment.pk for segment in segments_in_force()]).order_by("number")


def find_programmes(needle: str, limit: int) -> list[Programme]:
    """For the one search box; a company has some dozens, so they are read, not indexed."""
    rows = Programme.objects.select_related("segment__run").order_by("-starts_on", "-id")[:500]
    return [row for row in rows if needle in search_form(f"{row.number} {row.name} {row.objective}")][:limit]
