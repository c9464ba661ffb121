"""Reads of insights, and of what we did about them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.references import Reference, resolve
from voc.enums.insight import DoneStatus, InsightStatus
from voc.models import DoneEntry, Insight, InsightSource

VIEWS: dict[str, tuple[str, ...]] = {
    "draft": (InsightStatus.DRAFT,),
    "proposed": (InsightStatus.PROPOSED,),
    "decided": (InsightStatus.DECIDED, InsightStatus.FOLLOWED_UP),
    "closed": (InsightStatus.CLOSED,),
}


@dataclass(frozen=True)
class Cited:
    """A record behind an insight as the reader may see it; `reference` is None for what is gone or not for them."""

    source: InsightSource
    reference: Reference | None


def visible_insights(user: User) -> QuerySet[Insight]:
    """Every insight, for those who may see this room."""
    return Insight.objects.visible_to(user).select_related("owner", "drafted_by", "decided_by")


def in_view(rows: QuerySet[Insight], view: str) -> QuerySet[Insight]:
    """The insights of one view of the list, with the number of records behind each."""
    return rows.filter(status__in=VIEWS[view]).annotate(source_count=Count("sources"))


def view_counts(rows: QuerySet[Insight], *, now: datetime) -> dict[str, int]:
    """How many stand in each view, and how many follow-ups are overdue; one statement."""
    asked = {view: Count("pk", filter=Q(status__in=states)) for view, states in VIEWS.items()}
    late = Q(status=InsightStatus.DECIDED, follow_up_on__lt=timezone.localdate(now))
    return rows.order_by().aggregate(**asked, overdue=Count("pk", filter=late))


def cited_by(insight: Insight, user: User) -> list[Cited]:
    """The records behind an insight."""
    return [Cited(source, resolve(user, source.kind, source.public_id)) for source in insight.sources.all()]


def visible_done(user: User) -> QuerySet[DoneEntry]:
    """Every entry of "you said, we did", for those who may see this room."""
    rows = DoneEntry.objects.select_related("drafted_by", "approved_by")
    return rows if user.can(Permission.VOC_VIEW) else rows.none()


def done_on_portal() -> QuerySet[DoneEntry]:
    """What the public reads, the newest first."""
    return DoneEntry.objects.filter(status=DoneStatus.PUBLISHED)


def complaints_behind(entry: DoneEntry) -> set[str]:
    """Public ids of the complaints that an entry of "you said, we did" came from: named itself, or by its insight."""
    if entry.source_kind == "complaint":
        return {entry.source_id}
    if entry.source_kind != "insight":
        return set()
    sources = InsightSource.objects.filter(insight__public_id=entry.source_id, kind="complaint")
    return set(sources.values_list("public_id", flat=True))
