"""Figures of complaints handling, each declared once (policy 5.4 and 5.2; ISO 10002 annex H).

A promise counts once its outcome is known: it was kept, or its date has passed. What is still running is not judged.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.enums import OPEN, Answer, Cause, Channel, Severity, Status
from complaints.models import Category, Complaint, Rating, Transition
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.metrics import Dimension, Direction, Metric, Period, Value, dimension_of_choices, share
from segmentation.selectors import segment_of
from service_charter.enums import Area, Event
from service_charter.selectors import standards_in_force

_BY: dict[str, str | Coalesce] = {
    "category": "category__code",
    "cause": "cause_kind",
    "channel": "channel",
    "product": "product",
    "severity": "severity",
    "touchpoint": "touchpoint__code",
    "unit": Coalesce("unit_concerned__code", "unit__code"),
}
_DIMENSIONS = ("category", "cause", "channel", "unit", "severity", "segment")
DONE_DIMENSIONS = _DIMENSIONS
SATISFIED_FROM = 4


def grouped(
    rows: QuerySet[Any], by: str | None, *, customer: str = "customer_id", **counts: Any
) -> list[tuple[Any, ...]]:
    """The counts of the rows, whole (key "") or by a dimension; one statement. `customer`: the path to its key."""
    if by is None:
        return [("", *rows.aggregate(**counts).values())]
    if by == "segment":
        rows = rows.annotate(cut=segment_of(customer))
    column = "cut" if by == "segment" else _BY[by]
    groups = rows.order_by().values_list(column).annotate(**counts)
    return [("" if key is None else str(key), *figures) for key, *figures in groups]


def received_in(period: Period) -> "QuerySet[Complaint]":
    # Filed twice by the same person counts once.
    rows = Complaint.objects.ordinary().filter(received_at__gte=period.start, received_at__lt=period.end)
    return rows.exclude(status__in=(Status.MERGED, Status.TURNED))


def received(period: Period, by: str | None = None, *, cuts: Cuts = NO_CUTS) -> Mapping[str, Value]:
    """Complaints received within the period; `cuts` narrow them by registered filters of lists."""
    rows = narrow(received_in(period), cuts)
    return {key or "": Value(n, n) for key, n in grouped(rows, by, n=Count("pk"))}


def still_open(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Complaints neither closed nor withdrawn at the end of the period, by the step that was the last one then."""
    moved = Q(pk__in=Transition.objects.filter(at__gte=period.end).values("complaint"))
    last = Transition.objects.filter(complaint=OuterRef("pk"), at__lt=period.end).order_by("-at", "-id")
    rows = Complaint.objects.ordinary().filter(received_at__lt=period.end)
    # What has not moved since stands where it stood then; only the others are looked up in their course. Apart, each
    # part has its index; together they would read every case there ever was.
    stayed = rows.filter(~moved, status__in=OPEN)
    stood = rows.filter(moved).alias(state_then=Subquery(last.values("to_status")[:1])).filter(state_then__in=OPEN)
    counts = Counter[str]()
    for part in (stayed, stood):
        for key, n in grouped(part, by, n=Count("pk")):
            counts[key or ""] += n
    return {key: Value(n, n) for key, n in counts.items()}


def _kept(done: str, due: str, also: Q) -> Callable[..., Mapping[str, Value]]:
    """The share of promises kept among those whose outcome is known, in percent with Wilson's interval."""

    def query(period: Period, by: str | None = None, *, cuts: Cuts = NO_CUTS) -> Mapping[str, Value]:
        runs = Q(is_paused=False) & ~Q(status=Status.WITHDRAWN)
        known = Q(**{f"{done}__isnull": False}) | (Q(**{f"{due}__lt": timezone.now()}) & runs)
        rows = narrow(received_in(period), cuts).filter(known, **{f"{due}__isnull": False})
        in_time = Q(**{f"{done}__lte": F(due)}) & also
        kept = Count(Case(When(in_time, then=1)))
        return {key or "": share(good, n) for key, n, good in grouped(rows, by, n=Count("pk"), good=kept)}

    return query


told_in_time = _kept("resolved_at", "resolve_due_at", Q(resolve_missed=False))


def satisfied(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Complainants who rate the handling 4 or 5 of 5, whatever the outcome (ISO 10002, 8.3)."""
    rated = Rating.objects.filter(complaint__is_misconduct=False, at__gte=period.start, at__lt=period.end)
    good = Count("pk", filter=Q(process__gte=SATISFIED_FROM))
    groups = grouped(rated, by, customer="complaint__customer_id", n=Count("pk"), good=good)
    return {key: share(hits, n) for key, n, hits in groups}


def accepted(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the complainants who answered a decision within the period, the share that accepted the last one."""
    answers = Transition.objects.filter(move__in=("accept", "reject"), at__gte=period.start, at__lt=period.end)
    rows = Complaint.objects.ordinary().filter(
        pk__in=answers.values("complaint_id"), answer__in=(Answer.ACCEPTED, Answer.REJECTED)
    )
    good = Count("pk", filter=Q(answer=Answer.ACCEPTED))
    return {key or "": share(hits, n) for key, n, hits in grouped(rows, by, n=Count("pk"), hits=good)}


def promised(event: str) -> Callable[[datetime], float | None]:
    """The target that the charter in force at a moment sets for an event of complaints."""

    def target(at: datetime) -> float | None:
        standard = standards_in_force(Area.COMPLAINTS, at=at).get(event)
        return float(standard.target_percent) if standard else None

    return target


RECEIVED = Metric(
    key="complaints.received",
    clause="5.4",
    title=_("Complaints received"),
    unit=_("complaints"),
    formula=_("Complaints received within the period, through every door"),
    direction=Direction.NEUTRAL,
    query=received,
    dimensions=(*_DIMENSIONS, "touchpoint"),
)
OPEN_AT_END = Metric(
    key="complaints.open",
    clause="5.4",
    title=_("Complaints open at the end"),
    unit=_("complaints"),
    formula=_("Complaints received before the end of the period and neither closed nor withdrawn by then"),
    direction=Direction.DOWN,
    query=still_open,
    dimensions=_DIMENSIONS,
)
ACKNOWLEDGED = Metric(
    key="complaints.acknowledged_on_time",
    clause="5.4",
    title=_("Acknowledged on time"),
    unit="%",
    formula=_(
        "Complaints received within the period and acknowledged by the promised time"
        " ÷ those whose outcome is known × 100"
    ),
    direction=Direction.UP,
    query=_kept("acknowledged_at", "acknowledge_due_at", Q()),
    decimals=1,
    dimensions=_DIMENSIONS,
    promised=promised(Event.ACKNOWLEDGE),
)
REPLIED = Metric(
    key="complaints.replied_on_time",
    clause="5.4",
    title=_("First reply on time"),
    unit="%",
    formula=_(
        "Complaints received within the period and first answered by the promised time"
        " ÷ those whose outcome is known × 100"
    ),
    direction=Direction.UP,
    query=_kept("first_replied_at", "reply_due_at", Q()),
    decimals=1,
    dimensions=_DIMENSIONS,
    promised=promised(Event.FIRST_REPLY),
)
RESOLVED = Metric(
    key="complaints.resolved_on_time",
    clause="5.4",
    title=_("Outcome told on time"),
    unit="%",
    formula=_(
        "Complaints received within the period whose decision was told by the promised time"
        " ÷ those whose outcome is known × 100"
    ),
    direction=Direction.UP,
    query=told_in_time,
    decimals=1,
    dimensions=_DIMENSIONS,
    promised=promised(Event.RESOLVE),
)
SATISFIED = Metric(
    key="complaints.satisfied_with_handling",
    clause="5.4",
    title=_("Satisfied with how the complaint was handled"),
    unit="%",
    formula=_("Ratings of the handling of 4 or 5 of 5 ÷ all ratings given within the period × 100"),
    direction=Direction.UP,
    query=satisfied,
    target=80.0,
    decimals=1,
    dimensions=("segment",),
)
ACCEPTED = Metric(
    key="complaints.decisions_accepted",
    clause="5.4",
    title=_("Decisions that complainants accept"),
    unit="%",
    formula=_("Complainants who accepted the decision ÷ complainants who answered it within the period × 100"),
    direction=Direction.UP,
    query=accepted,
    decimals=1,
    dimensions=_DIMENSIONS,
)
METRICS = (RECEIVED, OPEN_AT_END, ACKNOWLEDGED, REPLIED, RESOLVED, SATISFIED, ACCEPTED)


def _category_names(codes: Iterable[str]) -> Mapping[str, str]:
    return {category.code: category.name for category in Category.objects.filter(code__in=list(codes))}


def _severity_names(keys: Iterable[str]) -> Mapping[str, str]:
    names = {str(value): str(label) for value, label in Severity.choices}
    return {key: names.get(key, str(_("not assessed"))) for key in keys}


DIMENSIONS = (
    Dimension("category", _("What complaints are about"), _category_names),
    dimension_of_choices("cause", _("Where the root cause lies"), Cause),
    dimension_of_choices("channel", _("Door of the complaint"), Channel),
    Dimension("product", _("Product or service"), lambda names: {name: name for name in names}),
    Dimension("severity", _("Severity"), _severity_names),
)
