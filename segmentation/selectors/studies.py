"""Studies, runs and members for pages and the API."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.pages import Page, keyset_page
from segmentation.enums import StudyState
from segmentation.models import Membership, Run, Segment, Study

PAGE_SIZE = 25


def studies_page(*, cursor: str = "", size: int = PAGE_SIZE) -> Page[Study]:
    """Studies, newest first, with who designed them, their result and how many segments it has."""
    return keyset_page(all_studies(), order=("-id",), cursor=cursor, size=size)


def all_studies() -> "QuerySet[Study]":
    """Every study with what lists show."""
    return Study.objects.select_related("designed_by", "adopted_by", "chosen_run", "job")


def studies_to_adopt(user: User) -> "QuerySet[Study]":
    """Studies with a result that somebody else than this person designed, so that this person may put them into use."""
    return all_studies().filter(state=StudyState.EVALUATED).exclude(designed_by=user).order_by("id")


def study_of(public_id: str) -> Study:
    """The study with what its page needs. Raises Http404."""
    return get_object_or_404(all_studies(), public_id=public_id)


def run_of(public_id: str) -> Run:
    """The run with its study. Raises Http404."""
    return get_object_or_404(
        Run.objects.select_related("study", "study__designed_by", "requested_by"), public_id=public_id
    )


def all_runs() -> "QuerySet[Run]":
    """Every run with its study."""
    return Run.objects.select_related("study")


def all_segments() -> "QuerySet[Segment]":
    """Every segment with its run and study."""
    return Segment.objects.select_related("run__study")


def segment_with_study(public_id: str) -> Segment:
    """The segment with its run and study. Raises Http404."""
    return get_object_or_404(all_segments(), public_id=public_id)


def members_of(user: User, segment: Segment) -> "QuerySet[Membership]":
    """The members whom the user may see, with the customer; those who are forgotten are left out."""
    members = Membership.objects.filter(segment=segment, customer__erased_at__isnull=True)
    return members.filter(customer__in=Customer.objects.visible_to(user)).select_related("customer")


def members_page(user: User, segment: Segment, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Membership]:
    """The members whom the user may see, the most typical first."""
    return keyset_page(members_of(user, segment), order=("distance", "id"), cursor=cursor, size=size)
