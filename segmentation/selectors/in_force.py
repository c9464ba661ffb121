"""The segments in use, now or at a moment of the past; and the expression by which other rooms cut their figures."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from customers.enums import Relation
from segmentation.models import Membership, Run, Segment, Study

NO_RUN = 0  # no row bears this key


def studies_in_force(at: datetime | None = None) -> QuerySet[Study]:
    """The study whose segments were in use at that moment (now, without one), as a queryset of at most one row."""
    adopted = Study.objects.filter(adopted_at__isnull=False).order_by("-adopted_at")
    if at is None:
        return adopted.filter(superseded_at__isnull=True)
    return adopted.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=at), adopted_at__lte=at)


def study_in_force(at: datetime | None = None) -> Study | None:
    """The study of `studies_in_force`, with its result."""
    return studies_in_force(at).select_related("chosen_run").first()


def run_in_force(at: datetime | None = None) -> Run | None:
    """The result that was in use at that moment."""
    study = study_in_force(at)
    return study.chosen_run if study else None


def segments_in_force(at: datetime | None = None) -> list[Segment]:
    """The segments in use at that moment, largest first; none before the first study was adopted."""
    run = run_in_force(at)
    return list(run.segments.order_by("number")) if run else []


def segment_of(customer: str, *, at: datetime | None = None) -> Subquery:
    """The public id of the segment of the customer at a path, to annotate and group any queryset by segment.

    `Complaint.objects.annotate(segment=segment_of("customer_id")).values("segment").annotate(n=Count("pk"))`.
    NULL for customers in no segment. `at` chooses the segmentation that was in use then.
    """
    run = run_in_force(at)
    members = Membership.objects.filter(run_id=run.pk if run else NO_RUN, customer_id=OuterRef(customer))
    return Subquery(members.values("segment__public_id")[:1])


def memberships_over_time(customer_id: int) -> QuerySet[Membership]:
    """The customer's membership in every segmentation that came into use, the latest first, segment and study at hand.

    One statement; no worker need have written the periods yet.
    """
    adopted = Membership.objects.filter(run=F("run__study__chosen_run"), run__study__adopted_at__isnull=False)
    return (
        adopted.filter(customer_id=customer_id)
        .select_related("segment", "run__study")
        .order_by("-run__study__adopted_at")
    )


def segment_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of segments by public id, in the reader's language."""
    return {segment.public_id: segment.title for segment in Segment.objects.filter(public_id__in=list(keys))}


def current_members(run: Run, day: date) -> dict[str, int]:
    """Members of a run who are current customers at the end of a day, by the public id of their segment."""
    standing = Q(customer__relations__ends_on__isnull=True) | Q(customer__relations__ends_on__gt=day)
    current = run.memberships.filter(
        standing, customer__relations__relation=Relation.CURRENT, customer__relations__starts_on__lte=day
    )
    return dict(current.values_list("segment__public_id").annotate(n=Count("customer", distinct=True)))
