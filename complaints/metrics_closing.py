"""Figures of the end of a case: taken up again, confirmed by the complainant, in order when looked at again (5.4)."""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from complaints.enums_closing import Fair, InspectionVerdict, Kept, Principle, Said
from complaints.metrics import DONE_DIMENSIONS, grouped
from complaints.models import Complaint, Confirmation, FairnessReview, Inspection, Transition
from foundation.core.metrics import Direction, Metric, Period, Value, share

DONE = ("carry_out", "carry_out_unanswered")
AGAIN = ("dispute", "reopen")


def reopened(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the cases carried out within the period, the share that was taken up again since."""
    done = Transition.objects.filter(complaint=OuterRef("pk"), move__in=DONE, at__gte=period.start, at__lt=period.end)
    again = Transition.objects.filter(complaint=OuterRef("pk"), move__in=AGAIN, at__gte=period.start)
    rows = Complaint.objects.ordinary().filter(Exists(done)).annotate(again=Exists(again))
    groups = grouped(rows, by, n=Count("pk"), hits=Count("pk", filter=Q(again=True)))
    return {key: share(hits, n) for key, n, hits in groups}


def confirmed(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the complainants who answered the question within the period, the share that said it is done."""
    rows = Confirmation.objects.filter(
        complaint__is_misconduct=False, answered_at__gte=period.start, answered_at__lt=period.end
    )
    groups = grouped(rows, None, n=Count("pk"), hits=Count("pk", filter=Q(said=Said.DONE)))
    return {key: share(hits, n) for key, n, hits in groups}


def in_order(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the closed cases looked at again within the period, the share in order; what cannot be told is left out."""
    rows = Inspection.objects.filter(inspected_at__gte=period.start, inspected_at__lt=period.end)
    told = rows.exclude(verdict=InspectionVerdict.UNCLEAR)
    groups = grouped(told, None, n=Count("pk"), hits=Count("pk", filter=Q(verdict=InspectionVerdict.IN_ORDER)))
    return {key: share(hits, n) for key, n, hits in groups}


def treated_fairly(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the sample's complainants who answered within the period, the share that was treated fairly."""
    rows = FairnessReview.objects.filter(answered_at__gte=period.start, answered_at__lt=period.end)
    groups = grouped(rows, None, n=Count("pk"), hits=Count("pk", filter=Q(fair=Fair.YES)))
    return {key: share(hits, n) for key, n, hits in groups}


def objective(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the sample's cases gone through within the period, the share in which every principle was kept."""
    rows = FairnessReview.objects.filter(reviewed_at__gte=period.start, reviewed_at__lt=period.end)
    missed = Q()
    for name in Principle.values:
        missed |= Q(**{f"checks__{name}": Kept.NO})
    groups = grouped(rows, None, n=Count("pk"), hits=Count("pk", filter=~missed))
    return {key: share(hits, n) for key, n, hits in groups}


REOPENED = Metric(
    key="complaints.reopened",
    clause="5.4",
    title=_("Taken up again after it was said to be done"),
    unit="%",
    formula=_(
        "Complaints recorded as carried out within the period and taken up again since, by the complainant's word or by"
        " us ÷ complaints recorded as carried out within the period × 100"
    ),
    direction=Direction.DOWN,
    query=reopened,
    decimals=1,
    dimensions=DONE_DIMENSIONS,
    is_public=True,
)
CONFIRMED = Metric(
    key="complaints.confirmed_done",
    clause="5.4",
    title=_("Complainants who confirm that it is done"),
    unit="%",
    formula=_(
        "Complainants who answered within the period that it is done ÷ complainants who answered the question within"
        " the period × 100"
    ),
    direction=Direction.UP,
    query=confirmed,
    decimals=1,
    is_public=True,
)
IN_ORDER = Metric(
    key="complaints.in_order_when_looked_at_again",
    clause="5.4",
    title=_("Closed cases in order when looked at again"),
    unit="%",
    formula=_(
        "Closed cases of the random sample found in order within the period ÷ those looked at of which it can be told"
        " × 100"
    ),
    direction=Direction.UP,
    query=in_order,
    target=95.0,
    decimals=1,
    is_public=True,
)
TREATED_FAIRLY = Metric(
    key="complaints.treated_fairly",
    clause="5.4",
    title=_("Complainants of the sample who were treated fairly"),
    unit="%",
    formula=_(
        "Complainants of the monthly sample who answered within the period that they were treated fairly ÷ those of"
        " the sample who answered within the period × 100"
    ),
    direction=Direction.UP,
    query=treated_fairly,
    target=85.0,
    decimals=1,
    is_public=True,
)
OBJECTIVE = Metric(
    key="complaints.handled_objectively",
    clause="5.4",
    title=_("Closed cases handled by every principle of objectivity"),
    unit="%",
    formula=_(
        "Closed cases of the sample in which somebody apart found no principle unkept within the period ÷ those gone"
        " through within the period × 100"
    ),
    direction=Direction.UP,
    query=objective,
    target=95.0,
    decimals=1,
)
METRICS = (REOPENED, CONFIRMED, IN_ORDER, TREATED_FAIRLY, OBJECTIVE)
