"""Figures of insights, announcements and coverage, each declared once (policy 3.2 to 3.4)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, ExpressionWrapper, F, FloatField, Func, Q, QuerySet
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import LifecycleStage
from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices, share
from segmentation.selectors import segment_of
from voc.enums.announcement import AnnouncementKind, DeliveryOutcome
from voc.models import Announcement, AnnouncementDelivery, DoneEntry, Insight, Voice
from voc.selectors.voices import STAGE

DELIVERED_TARGET, DECIDED_TARGET = 95.0, 80.0


class Median(Aggregate):
    """The middle value, by PostgreSQL."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def _days(period: Period) -> dict[str, Any]:
    """The local days of the period, for comparison with dates."""
    last = period.end - timedelta(microseconds=1)
    return {"start": timezone.localdate(period.start), "end": timezone.localdate(last)}


def _cut(rows: QuerySet[Any], by: str | None, **counts: Any) -> list[tuple[Any, ...]]:
    """Counts whole (key "") or by segment; an insight of two segments counts in both. One statement."""
    if by is None:
        return [("", *rows.aggregate(**counts).values())]
    groups = rows.annotate(cut=Func(F("segments"), function="unnest")).order_by().values_list("cut").annotate(**counts)
    return [(str(key), *figures) for key, *figures in groups]


def decided_on_time(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Insights to be decided within the period, and decided by their day, once that is known."""
    days = _days(period)
    known = Q(decided_at__isnull=False) | Q(decide_by__lt=timezone.localdate())
    rows = Insight.objects.filter(known, decide_by__gte=days["start"], decide_by__lte=days["end"])
    rows = rows.annotate(day=TruncDate("decided_at"))
    groups = _cut(rows, by, n=Count("pk"), good=Count("pk", filter=Q(day__lte=F("decide_by"))))
    return {key: share(good, n) for key, n, good in groups}


def followed_up_on_time(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Follow-ups that fell due within the period, and were made by their day."""
    days = _days(period)
    known = Q(followed_up_at__isnull=False) | Q(follow_up_on__lt=timezone.localdate())
    rows = Insight.objects.filter(known, follow_up_on__gte=days["start"], follow_up_on__lte=days["end"])
    rows = rows.annotate(day=TruncDate("followed_up_at"))
    groups = _cut(rows, by, n=Count("pk"), good=Count("pk", filter=Q(day__lte=F("follow_up_on"))))
    return {key: share(good, n) for key, n, good in groups}


def voice_to_decision(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Days from the earliest voice behind an insight to the decision, the middle one of those decided."""
    rows = Insight.objects.filter(decided_at__gte=period.start, decided_at__lt=period.end)
    span = ExpressionWrapper(TruncDate("decided_at") - F("heard_since"), output_field=FloatField())
    seconds = Func(span, function="EXTRACT", template="EXTRACT(EPOCH FROM %(expressions)s)", output_field=FloatField())
    rows = rows.annotate(days=Cast(seconds, FloatField()) / 86400.0)
    return {key: Value(middle, n) for key, n, middle in _cut(rows, by, n=Count("pk"), middle=Median("days"))}


def published(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Announcements published within the period."""
    rows = Announcement.objects.filter(published_at__gte=period.start, published_at__lt=period.end)
    if by is None:
        n = rows.count()
        return {"": Value(n, n)}
    groups = rows.order_by().values_list("kind").annotate(n=Count("pk"))
    return {kind: Value(n, n) for kind, n in groups}


def delivered(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the messages of announcements that were to go out in the period, those that were delivered."""
    out = (DeliveryOutcome.DELIVERED, DeliveryOutcome.FAILED, DeliveryOutcome.WAITING)
    return _delivered(period, by, Q(result__in=out))


def reached(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the customers meant by announcements sent in the period, those that were reached by e-mail."""
    return _delivered(period, by, Q())


def _delivered(period: Period, by: str | None, among: Q) -> Mapping[str, Value]:
    rows = AnnouncementDelivery.objects.filter(at__gte=period.start, at__lt=period.end).with_result().filter(among)
    counts = {"n": Count("pk"), "good": Count("pk", filter=Q(result=DeliveryOutcome.DELIVERED))}
    if by is None:
        n, good = rows.aggregate(**counts).values()
        return {"": share(good, n)}
    groups = rows.annotate(cut=segment_of("customer_id")).order_by().values_list("cut").annotate(**counts)
    return {str(key or ""): share(good, n) for key, n, good in groups}


def done_published(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Entries of "you said, we did" put on the portal within the period."""
    n = DoneEntry.objects.filter(published_at__gte=period.start, published_at__lt=period.end).count()
    return {"": Value(n, n)}


def stages_heard(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Stages of the customer's life in which at least one voice was heard, of all stages."""
    heard = Voice.objects.filter(occurred_at__gte=period.start, occurred_at__lt=period.end)
    codes = heard.annotate(cut=STAGE).filter(cut__isnull=False).order_by().values("cut")
    known = LifecycleStage.objects.in_use_on(timezone.localdate(period.end - timedelta(microseconds=1)))
    stages = known.aggregate(n=Count("pk"), good=Count("pk", filter=Q(code__in=codes)))
    return {"": Value(100 * stages["good"] / stages["n"] if stages["n"] else None, stages["n"])}


METRICS = (
    Metric(
        key="voc.stages_heard",
        clause="3.2",
        title=_("Stages of the customer's life in which we hear customers"),
        unit="%",
        formula=_("Stages with at least one voice at one of their touchpoints within the period ÷ all stages × 100"),
        direction=Direction.UP,
        query=stages_heard,
        target=100.0,
    ),
    Metric(
        key="voc.insights_decided_on_time",
        clause="3.3",
        title=_("Insights decided on time"),
        unit="%",
        formula=_("Insights decided by their day ÷ insights whose day fell within the period × 100"),
        direction=Direction.UP,
        query=decided_on_time,
        target=DECIDED_TARGET,
        decimals=1,
        dimensions=("segment",),
    ),
    Metric(
        key="voc.follow_ups_on_time",
        clause="3.3",
        title=_("Follow-ups of insights on time"),
        unit="%",
        formula=_("Follow-ups made by their day ÷ follow-ups that fell due within the period × 100"),
        direction=Direction.UP,
        query=followed_up_on_time,
        target=DECIDED_TARGET,
        decimals=1,
        dimensions=("segment",),
    ),
    Metric(
        key="voc.voice_to_decision",
        clause="3.3",
        title=_("From the first voice to the decision"),
        unit=_("days"),
        formula=_(
            "Middle value of the days from the earliest voice of an insight to its decision,"
            " over those decided within the period"
        ),
        direction=Direction.DOWN,
        query=voice_to_decision,
        dimensions=("segment",),
    ),
    Metric(
        key="voc.announcements_published",
        clause="3.4",
        title=_("Announcements to customers"),
        unit=_("announcements"),
        formula=_("Announcements published within the period, corrected editions included"),
        direction=Direction.NEUTRAL,
        query=published,
        dimensions=("announcement_kind",),
    ),
    Metric(
        key="voc.announcements_delivered",
        clause="3.4",
        title=_("Announcements delivered"),
        unit="%",
        formula=_(
            "Messages of announcements delivered ÷ messages that were to go out within the period × 100;"
            " those without consent or address are not counted"
        ),
        direction=Direction.UP,
        query=delivered,
        target=DELIVERED_TARGET,
        decimals=1,
        dimensions=("segment",),
    ),
    Metric(
        key="voc.announcements_reached",
        clause="3.4",
        title=_("Customers reached by e-mail"),
        unit="%",
        formula=_("Customers to whom an announcement was delivered ÷ customers meant within the period × 100"),
        direction=Direction.UP,
        query=reached,
        decimals=1,
        dimensions=("segment",),
    ),
    Metric(
        key="voc.done_published",
        clause="3.4",
        title=_("“You said, we did” on the portal"),
        unit=_("entries"),
        formula=_("Entries put on the portal within the period"),
        direction=Direction.NEUTRAL,
        query=done_published,
    ),
)
DIMENSIONS = (dimension_of_choices("announcement_kind", _("What announcements are about"), AnnouncementKind),)
