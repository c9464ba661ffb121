"""Figures of the catalogue, of ideas and of projects, each declared once (policy 4.1 and 4.2)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import ExtractDay, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices, share
from products import rules
from products.enums import (
    FROM_CUSTOMERS,
    Aim,
    BusinessLine,
    Decision,
    Gate,
    Innovation,
    Mechanism,
    Offer,
    Origin,
    Stage,
)
from products.enums import (
    Dimension as OutcomeDimension,
)
from products.models import Idea, Meeting, Product, Project, Requirement, Target
from products.selectors import COUNTED, TRACED, newest_value
from segmentation.selectors import segment_of

_IDEA_DIMENSIONS = ("idea_origin", "segment")


def _grouped(rows: QuerySet[Any], column: str | None, **counts: Any) -> list[tuple[Any, ...]]:
    """The counts of the rows, whole (key "") or by a column; one statement."""
    if column is None:
        return [("", *rows.aggregate(**counts).values())]
    groups = rows.order_by().values_list(column).annotate(**counts)
    return [("" if key is None else str(key), *figures) for key, *figures in groups]


def _offered_at(period: Period) -> "QuerySet[Product]":
    """Products offered at the end of the period, as their history tells; a later withdrawal does not change it."""
    history = Product.history.model.objects.filter(id=OuterRef("pk"), history_date__lt=period.end)
    last = history.order_by("-history_date", "-history_id").values("status")[:1]
    return Product.objects.annotate(status_then=last).filter(status_then=Offer.OFFERED)


def offered(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Products and services offered at the end of the period; a product with two mechanisms counts under both."""
    column = {"mechanism": "deliveries__mechanism", "business_line": "business_line"}.get(by or "")
    rows = _grouped(_offered_at(period), column, n=Count("pk", distinct=True))
    return {key: Value(n, n) for key, n in rows}


def looked_through(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of those, the share that somebody looked through within the year before the end of the period."""
    since = period.end - timedelta(days=rules.REVIEW_DAYS)
    looked = Product.history.model.objects.filter(
        id=OuterRef("pk"), history_date__lt=period.end, reviewed_at__gte=since, reviewed_at__lt=period.end
    )
    rows = _offered_at(period).annotate(is_fresh=Exists(looked))
    n, good = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(is_fresh=True))).values()
    return {"": share(good, n)}


def _ideas(period: Period, by: str | None) -> "tuple[QuerySet[Any], str | None]":
    rows: QuerySet[Any] = Idea.objects.filter(submitted_at__gte=period.start, submitted_at__lt=period.end)
    if by == "segment":
        return rows.annotate(cut=segment_of("customer_id")), "cut"
    return rows, "origin" if by else None


def ideas(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Ideas handed in within the period."""
    rows, column = _ideas(period, by)
    return {key: Value(n, n) for key, n in _grouped(rows, column, n=Count("pk"))}


def ideas_answered(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The share answered by its date, among ideas of the period whose outcome is known: answered, or date passed."""
    rows, column = _ideas(period, by)
    known = rows.filter(Q(answered_at__isnull=False) | Q(answer_due_at__lt=timezone.now()))
    in_time = Count("pk", filter=Q(answered_at__lte=F("answer_due_at")))
    return {key: share(good, n) for key, n, good in _grouped(known, column, n=Count("pk"), good=in_time)}


def ideas_of_customers(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The share of ideas that stand for a customer's word; by segment, its part in all ideas, so that parts add up."""
    rows, column = _ideas(period, by)
    theirs = Count("pk", filter=Q(origin__in=FROM_CUSTOMERS) | Q(customer__isnull=False))
    groups = _grouped(rows, column, n=Count("pk"), good=theirs)
    handed_in = sum(n for _key, n, _good in groups)
    return {key: share(good, handed_in) for key, _n, good in groups}


def _under_way(period: Period) -> "QuerySet[Project]":
    """Projects that ran at the end of the period and are past scoping."""
    rows = Project.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=period.end), started_at__lt=period.end)
    return rows.exclude(stage=Stage.SCOPING)


def projects_traced(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The share of projects past scoping all of whose requirements are traced; one without requirements is not."""
    wanted = Requirement.objects.filter(COUNTED, project=OuterRef("pk"))
    rows = _under_way(period).annotate(has_any=Exists(wanted), has_hole=Exists(wanted.filter(~TRACED)))
    n, good = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(has_any=True, has_hole=False))).values()
    return {"": share(good, n)}


def gate_decisions(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Decisions of gates within the period."""
    rows = Meeting.objects.filter(decided_at__gte=period.start, decided_at__lt=period.end)
    column = {"gate": "gate", "gate_decision": "decision"}.get(by or "")
    return {key: Value(n, n) for key, n in _grouped(rows, column, n=Count("pk"))}


def _launched(period: Period) -> "tuple[Any, Any]":
    return timezone.localdate(period.start), timezone.localdate(period.end - timedelta(microseconds=1))


def targets_met(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The share of measured targets that are met, among projects launched within the period."""
    measured = Target.objects.filter(project__launched_on__range=_launched(period)).annotate(newest=newest_value())
    met = Q(aim=Aim.UP, newest__gte=F("value")) | Q(aim=Aim.DOWN, newest__lte=F("value"))
    column = "dimension" if by == "outcome_dimension" else None
    rows = _grouped(measured.filter(newest__isnull=False), column, n=Count("pk"), good=Count("pk", filter=met))
    return {key: share(good, n) for key, n, good in rows}


class Median(Aggregate):
    """The middle value; PostgreSQL's percentile_cont."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def cycle_time(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """The median of the days from start to launch, of projects launched within the period."""
    started = TruncDate("started_at", tzinfo=timezone.get_default_timezone())
    rows = Project.objects.filter(launched_on__range=_launched(period)).annotate(
        taken=ExpressionWrapper(F("launched_on") - started, output_field=DurationField())
    )
    column = "innovation" if by == "innovation" else None
    figures = _grouped(rows, column, n=Count("pk"), middle=Median(ExtractDay("taken")))
    return {key: Value(middle, n) for key, n, middle in figures}


OFFERED = Metric(
    key="products.offered",
    clause="4.1",
    title=_("Products and services offered"),
    unit=_("products"),
    formula=_(
        "Products and services that are offered at the end of the period; under a mechanism, those delivered by it"
    ),
    direction=Direction.NEUTRAL,
    query=offered,
    dimensions=("mechanism", "business_line"),
)
LOOKED_THROUGH = Metric(
    key="products.looked_through",
    clause="4.1",
    title=_("Catalogue looked through within a year"),
    unit="%",
    formula=_("Offered products looked through within 12 months before the end of the period ÷ offered products × 100"),
    direction=Direction.UP,
    query=looked_through,
    target=100.0,
    decimals=1,
)
IDEAS = Metric(
    key="products.ideas",
    clause="4.2",
    title=_("Ideas handed in"),
    unit=_("ideas"),
    formula=_("Ideas handed in within the period, through every door"),
    direction=Direction.UP,
    query=ideas,
    dimensions=_IDEA_DIMENSIONS,
)
IDEAS_ANSWERED = Metric(
    key="products.ideas_answered_on_time",
    clause="4.2",
    title=_("Ideas answered on time"),
    unit="%",
    formula=_(
        "Ideas of the period answered within ten working days ÷ ideas of the period that are answered"
        " or whose date has passed × 100"
    ),
    direction=Direction.UP,
    query=ideas_answered,
    target=90.0,
    decimals=1,
    dimensions=_IDEA_DIMENSIONS,
)
IDEAS_OF_CUSTOMERS = Metric(
    key="products.ideas_of_customers",
    clause="4.2",
    title=_("Ideas that come from customers"),
    unit="%",
    formula=_(
        "Ideas from the public form, from complaints and voices, or noted for a customer"
        " ÷ ideas handed in within the period × 100; by segment, its part in all ideas"
    ),
    direction=Direction.UP,
    query=ideas_of_customers,
    target=50.0,
    decimals=1,
    dimensions=("segment",),
)
PROJECTS_TRACED = Metric(
    key="products.projects_traced",
    clause="4.2",
    title=_("Projects whose requirements are all traced"),
    unit="%",
    formula=_(
        "Projects past scoping that ran at the end of the period and whose requirements are all traced to their origin"
        " ÷ projects past scoping × 100"
    ),
    direction=Direction.UP,
    query=projects_traced,
    target=100.0,
    decimals=1,
)
GATE_DECISIONS = Metric(
    key="products.gate_decisions",
    clause="4.2",
    title=_("Decisions at gates"),
    unit=_("decisions"),
    formula=_("Gate meetings decided within the period"),
    direction=Direction.NEUTRAL,
    query=gate_decisions,
    dimensions=("gate", "gate_decision"),
)
TARGETS_MET = Metric(
    key="products.targets_met",
    clause="4.2",
    title=_("Targets met by launched projects"),
    unit="%",
    formula=_("Targets met ÷ targets measured, of projects launched within the period, by the newest result × 100"),
    direction=Direction.UP,
    query=targets_met,
    target=80.0,
    decimals=1,
    dimensions=("outcome_dimension",),
)
CYCLE_TIME = Metric(
    key="products.cycle_time",
    clause="4.2",
    title=_("Days from start to launch"),
    unit=_("days"),
    formula=_("Median of the days from the start of a project to its launch, of projects launched within the period"),
    direction=Direction.DOWN,
    query=cycle_time,
    dimensions=("innovation",),
)
METRICS = (
    *(OFFERED, LOOKED_THROUGH, IDEAS, IDEAS_ANSWERED, IDEAS_OF_CUSTOMERS),
    *(PROJECTS_TRACED, GATE_DECISIONS, TARGETS_MET, CYCLE_TIME),
)


DIMENSIONS = (
    dimension_of_choices("mechanism", _("Delivery mechanism"), Mechanism),
    dimension_of_choices("business_line", _("Business line"), BusinessLine),
    dimension_of_choices("idea_origin", _("Where ideas come from"), Origin),
    dimension_of_choices("gate", _("Gate"), Gate),
    dimension_of_choices("gate_decision", _("Decision"), Decision),
    dimension_of_choices("outcome_dimension", _("Dimension of the outcome"), OutcomeDimension),
    dimension_of_choices("innovation", _("What it changes"), Innovation),
)
