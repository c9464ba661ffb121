"""Figures of the board's business (policy 1.2)."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices
from foundation.governance.enums import Grade
from foundation.governance.models import AuditFinding, BoardMeeting, Observation, ObservationAnswer, Resolution


def _answered_in_time(period: Period, by: str | None) -> Mapping[str, Value]:
    """Observations due in the period; in time when an answer was given by the end of the due day."""
    answers = ObservationAnswer.objects.filter(observation=OuterRef("pk"), created_at__date__lte=OuterRef("due_on"))
    first, last = timezone.localdate(period.start), timezone.localdate(period.end - timedelta(microseconds=1))
    rows = Observation.objects.filter(due_on__range=(first, last)).annotate(in_time=Exists(answers))
    found = rows.aggregate(n=Count("id"), kept=Count("id", filter=Q(in_time=True)))
    share = 100 * found["kept"] / found["n"] if found["n"] else None
    return {"": Value(share, found["n"])}


def _resolutions(period: Period, by: str | None) -> Mapping[str, Value]:
    """Resolutions of meetings held in the period, those from before the system left out."""
    first, last = timezone.localdate(period.start), timezone.localdate(period.end - timedelta(microseconds=1))
    rows = Resolution.objects.filter(meeting__held_on__range=(first, last), is_historical=False)
    if by == "resolution":
        counts = rows.order_by().values_list("kind").annotate(n=Count("id"))
        return {kind: Value(n, n) for kind, n in counts}
    n = rows.count()
    return {"": Value(n, n)}


def _meetings(period: Period, by: str | None) -> Mapping[str, Value]:
    """Meetings held in the period that had a matter of customers and markets before them."""
    first, last = timezone.localdate(period.start), timezone.localdate(period.end - timedelta(microseconds=1))
    rows = BoardMeeting.objects.took_place().filter(held_on__range=(first, last))
    concerned = ~Q(note="") | Q(resolutions__isnull=False) | Q(agenda__isnull=False)
    n = rows.filter(concerned).distinct().count()
    return {"": Value(n, n)}


def _findings_in_time(period: Period, by: str | None) -> Mapping[str, Value]:
    """Findings due in the period; in time when they were closed by the end of the due day."""
    first, last = timezone.localdate(period.start), timezone.localdate(period.end - timedelta(microseconds=1))
    kept = Count("id", filter=Q(closed_at__date__lte=F("due_on")))
    rows = AuditFinding.objects.filter(due_on__range=(first, last)).order_by()
    if by == "grade":
        counts = rows.values_list("grade").annotate(n=Count("id"), kept=kept)
        return {grade: Value(100 * closed / n, n) for grade, n, closed in counts}
    found = rows.aggregate(n=Count("id"), kept=kept)
    return {"": Value(100 * found["kept"] / found["n"] if found["n"] else None, found["n"])}


METRICS = (
    Metric(
        key="governance.observations_in_time",
        clause="1.2",
        title=_("Observations of the board answered in time"),
        unit=_("%"),
        formula=_("Of the observations due in the period, the share with an answer by the end of the due day."),
        direction=Direction.UP,
        query=_answered_in_time,
        target=100,
        decimals=1,
    ),
    Metric(
        key="governance.resolutions",
        clause="1.2",
        title=_("Resolutions of the board on customers and markets"),
        unit=_("resolutions"),
        formula=_("Resolutions recorded for meetings held in the period, without those recorded from old documents."),
        direction=Direction.NEUTRAL,
        query=_resolutions,
        dimensions=("resolution",),
    ),
    Metric(
        key="governance.meetings",
        clause="1.2",
        title=_("Meetings of the board on customers and markets"),
        unit=_("meetings"),
        formula=_("Meetings held in the period with an agenda item, a resolution or a note about them."),
        direction=Direction.NEUTRAL,
        query=_meetings,
    ),
    Metric(
        key="governance.findings_in_time",
        clause="1.2",
        title=_("Findings of audits closed in time"),
        unit=_("%"),
        formula=_("Of the findings due in the period, the share that the auditor closed by the end of the due day."),
        direction=Direction.UP,
        query=_findings_in_time,
        target=100,
        decimals=1,
        dimensions=("grade",),
    ),
)
DIMENSIONS = (dimension_of_choices("grade", _("Grade of the finding"), Grade),)
