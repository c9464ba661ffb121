"""Target segments: the decisions that stand, now or at a moment of the past, and the risks of each segment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, QuerySet

from foundation.governance.selectors import open_risks
from segmentation.models import Run, Segment, TargetDecision

# The kind by which risks and other records cite a segment (core.references).
SEGMENT_KIND = "segment"


@dataclass(frozen=True)
class Standing:
    """A segment with the decision that stands, if any, and the highest score of its open risks after treatment."""

    segment: Segment
    decision: TargetDecision | None
    risk: int | None


def decisions_on(run: Run, *, at: datetime | None = None) -> dict[int, TargetDecision]:
    """The decision that stood at that moment (now, without one) for each segment of a result, by the segment's key."""
    made = TargetDecision.objects.filter(segment__run=run).select_related("decided_by")
    if at is not None:
        made = made.filter(decided_at__lte=at)
    newest = made.order_by("segment_id", "-number").distinct("segment_id")
    return {decision.segment_id: decision for decision in newest}


def decisions_of(segment: Segment) -> "QuerySet[TargetDecision]":
    """Every decision on one segment, newest first."""
    return TargetDecision.objects.filter(segment=segment).select_related("decided_by").order_by("-number")


def standings(run: Run) -> list[Standing]:
    """The segments of a result with decision and worst risk; three statements."""
    segments = list(run.segments.order_by("number"))
    decisions = decisions_on(run)
    risks = dict(
        open_risks()
        .filter(subject_kind=SEGMENT_KIND, subject_public_id__in=[segment.public_id for segment in segments])
        .order_by()
        .values_list("subject_public_id")
        .annotate(worst=Max(F("residual_likelihood") * F("residual_impact")))
    )
    return [Standing(segment, decisions.get(segment.pk), risks.get(segment.public_id)) for segment in segments]
