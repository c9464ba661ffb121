"""Figures of requests about personal data, each declared once (preamble of the policy; PDPA section 30)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices, share
from foundation.privacy.enums import Outcome, RequestStatus, Right
from foundation.privacy.models import DataRequest, RetentionRunLine

RIGHT = dimension_of_choices("data_right", _("What is asked"), Right)
# The preamble has no number of its own; what executives and staff answer for stands in 1.3.
CLAUSE = "1.3"


def _grouped(rows: "QuerySet[DataRequest]", by: str | None, **counts: Any) -> list[tuple[Any, ...]]:
    if by is None:
        return [("", *rows.aggregate(**counts).values())]
    return [tuple(group) for group in rows.order_by().values_list("right").annotate(**counts)]


def received(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Requests received within the period."""
    rows = DataRequest.objects.filter(received_at__gte=period.start, received_at__lt=period.end)
    return {key: Value(n, n) for key, n in _grouped(rows, by, n=Count("pk"))}


def answered_in_time(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The share answered by its day among requests due within the period whose outcome is known: answered, or the day
    has passed. Requests that were taken back do not count."""
    rows = DataRequest.objects.filter(due_at__gte=period.start, due_at__lt=period.end)
    known = rows.exclude(status=RequestStatus.WITHDRAWN).filter(
        Q(answered_at__isnull=False) | Q(due_at__lt=timezone.now())
    )
    in_time = Count("pk", filter=Q(answered_at__lte=F("due_at")))
    return {key: share(good, n) for key, n, good in _grouped(known, by, n=Count("pk"), good=in_time)}


def past_their_day(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Requests that stood unanswered past their day at the end of the period: each is a matter for the executives."""
    end = min(period.end, timezone.now())
    rows = DataRequest.objects.filter(due_at__lt=end).filter(
        Q(answered_at__isnull=True) | Q(answered_at__gte=end), Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    )
    return {key: Value(n, n) for key, n in _grouped(rows, by, n=Count("pk"))}


def refused(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The share refused, in part or in full, among requests answered within the period."""
    rows = DataRequest.objects.filter(answered_at__gte=period.start, answered_at__lt=period.end)
    no = Count("pk", filter=~Q(outcome=Outcome.GRANTED))
    return {key: share(good, n) for key, n, good in _grouped(rows, by, n=Count("pk"), good=no)}


def forgotten(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Records that the nightly sweeps begun within the period erased or unlinked."""
    lines = RetentionRunLine.objects.filter(run__started_at__gte=period.start, run__started_at__lt=period.end)
    total = lines.aggregate(done=Sum("done", default=0))["done"]
    return {"": Value(total, total)}


METRICS = (
    Metric(
        key="privacy.requests",
        clause=CLAUSE,
        title=_("Requests about personal data"),
        unit=_("requests"),
        formula=_("Requests received within the period"),
        direction=Direction.NEUTRAL,
        query=received,
        dimensions=("data_right",),
    ),
    Metric(
        key="privacy.answered_in_time",
        clause=CLAUSE,
        title=_("Requests about personal data answered within the law's time"),
        unit="%",
        formula=_(
            "Answered by their day ÷ due within the period and answered or past their day; taken back ones left out"
        ),
        direction=Direction.UP,
        query=answered_in_time,
        target=100,
        decimals=1,
        dimensions=("data_right",),
    ),
    Metric(
        key="privacy.past_their_day",
        clause=CLAUSE,
        title=_("Requests about personal data past their day"),
        unit=_("requests"),
        formula=_("Unanswered past their day at the end of the period"),
        direction=Direction.DOWN,
        query=past_their_day,
        target=0,
        dimensions=("data_right",),
    ),
    Metric(
        key="privacy.refused",
        clause=CLAUSE,
        title=_("Requests about personal data that were refused"),
        unit="%",
        formula=_("Refused in part or in full ÷ answered within the period"),
        direction=Direction.NEUTRAL,
        query=refused,
        decimals=1,
        dimensions=("data_right",),
    ),
    Metric(
        key="privacy.forgotten_in_time",
        clause=CLAUSE,
        title=_("Records forgotten because their time of keeping was over"),
        unit=_("records"),
        formula=_("Records that the nightly sweeps begun within the period erased or unlinked"),
        direction=Direction.NEUTRAL,
        query=forgotten,
    ),
)
