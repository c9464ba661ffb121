"""The rest of the figures that ISO 10002 names (annex H, 8.3): at the first contact, wrongly judged, sent on, repeated,
improvements, and how many complainants tell us how it was."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models import DateTimeField as At
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.enums import FINISHED, Status
from complaints.enums_help import HelpState
from complaints.metrics import DONE_DIMENSIONS, SATISFIED_FROM, grouped, promised, received_in
from complaints.models import Complaint, Help, Rating
from foundation.core.metrics import Direction, Metric, Period, Query, Text, Value, share
from foundation.governance.models import CorrectiveAction
from service_charter.enums import Event

AT_ONCE = timedelta(days=1)
REPEATS_WITHIN = timedelta(days=365)


def _shares(period: Period, by: str | None, hits: Q, among: Q) -> Mapping[str, Value]:
    groups = grouped(received_in(period).filter(among), by, n=Count("pk"), hits=Count("pk", filter=hits))
    return {key or "": share(good, n) for key, n, good in groups}


def settled_at_once(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the complaints received whose outcome was told, the share that heard it within a day."""
    soon = Q(resolved_at__lte=ExpressionWrapper(F("received_at") + AT_ONCE, output_field=At()))
    return _shares(period, by, soon, Q(resolved_at__isnull=False))


def wrongly_judged(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the assessed complaints received, the share whose severity or order of work had to be corrected."""
    history = Complaint.history.model.objects.filter(id=OuterRef("pk"), assessed_at__isnull=False)
    other = history.exclude(severity=OuterRef("severity"), priority=OuterRef("priority"))
    rows = received_in(period).filter(assessed_at__isnull=False).annotate(other=Exists(other))
    groups = grouped(rows, by, n=Count("pk"), hits=Count("pk", filter=Q(other=True)))
    return {key or "": share(hits, n) for key, n, hits in groups}


def sent_on(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the complaints received, the share whose complainant was told of outside bodies because we did not agree."""
    return _shares(period, by, Q(external_recourse_at__isnull=False), Q())


def repeated(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the complaints received that name a place, the share told before of the same subject and place in a year."""
    earlier = (
        Complaint.objects.ordinary()
        .exclude(status=Status.MERGED)
        .alias(spot=Lower("place"))
        .filter(
            category=OuterRef("category"),
            spot=Lower(OuterRef("place")),
            received_at__lt=OuterRef("received_at"),
            received_at__gte=ExpressionWrapper(OuterRef("received_at") - REPEATS_WITHIN, output_field=At()),
        )
    )
    rows = received_in(period).exclude(place="").annotate(again=Exists(earlier))
    groups = grouped(rows, by, n=Count("pk"), hits=Count("pk", filter=Q(again=True)))
    return {key or "": share(hits, n) for key, n, hits in groups}


def improvements(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Corrective and preventive actions that were set up from complaints within the period."""
    rows = CorrectiveAction.objects.filter(source_kind="complaint")
    n = rows.filter(created_at__gte=period.start, created_at__lt=period.end).count()
    return {"": Value(n, n)}


def satisfied_with_outcome(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Complainants who rate what came of it 4 or 5 of 5, apart from how it was handled."""
    rated = Rating.objects.filter(complaint__is_misconduct=False, at__gte=period.start, at__lt=period.end)
    rated = rated.filter(outcome__isnull=False)
    good = Count("pk", filter=Q(outcome__gte=SATISFIED_FROM))
    groups = grouped(rated, by, customer="complaint__customer_id", n=Count("pk"), good=good)
    return {key: share(hits, n) for key, n, hits in groups}


def rated(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the complaints received that are over, the share that was rated: how far the satisfaction figures carry."""
    return _shares(period, by, Q(rating__isnull=False), Q(status__in=FINISHED))


def help_on_time(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Of the help with filing that was asked for and is over or overdue, the share given by the promised time."""
    asked = Help.objects.filter(asked_at__gte=period.start, asked_at__lt=period.end)
    asked = asked.exclude(complaint__is_misconduct=True)
    asked = asked.exclude(state=HelpState.DROPPED, ended_at__lte=F("due_at"))  # nothing was broken
    known = asked.filter(~Q(state=HelpState.WAITING) | Q(due_at__lt=timezone.now()))
    kept = Q(state=HelpState.GIVEN, ended_at__lte=F("due_at"))
    figures = known.aggregate(n=Count("pk"), hits=Count("pk", filter=kept))
    return {"": share(figures["hits"], figures["n"])}


def _metric(key: str, title: Text, formula: Text, direction: Direction, query: Query, **more: Any) -> Metric:
    facts: dict[str, Any] = {"unit": "%", "decimals": 1, "dimensions": DONE_DIMENSIONS} | more
    return Metric(
        key=f"complaints.{key}", clause="5.4", title=title, formula=formula, direction=direction, query=query, **facts
    )


METRICS = (
    _metric(
        "settled_at_once",
        _("Settled at the first contact"),
        _(
            "Complaints received within the period whose outcome was told within a day ÷ those whose outcome was told"
            " × 100"
        ),
        Direction.UP,
        settled_at_once,
    ),
    _metric(
        "wrongly_judged",
        _("Severity or order of work corrected"),
        _(
            "Complaints received within the period whose first severity or order of work was changed later ÷ those"
            " assessed × 100"
        ),
        Direction.DOWN,
        wrongly_judged,
    ),
    _metric(
        "sent_on",
        _("Referred to outside bodies"),
        _(
            "Complaints received within the period whose complainant was told of outside bodies ÷ complaints received"
            " within the period × 100"
        ),
        Direction.DOWN,
        sent_on,
    ),
    _metric(
        "repeated",
        _("Repeated complaints"),
        _(
            "Complaints received within the period of a subject and place that was complained of in the year before ÷"
            " those that name a place × 100"
        ),
        Direction.DOWN,
        repeated,
    ),
    _metric(
        "improvements",
        _("Improvements from complaints"),
        _("Corrective and preventive actions set up from complaints within the period"),
        Direction.NEUTRAL,
        improvements,
        unit=_("actions"),
        decimals=0,
        dimensions=(),
    ),
    _metric(
        "satisfied_with_outcome",
        _("Satisfied with what came of the complaint"),
        _("Ratings of the outcome of 4 or 5 of 5 ÷ all ratings of the outcome given within the period × 100"),
        Direction.UP,
        satisfied_with_outcome,
        dimensions=("segment",),
    ),
    _metric(
        "rated",
        _("Complainants who rate"),
        _("Complaints received within the period that are over and were rated ÷ those that are over × 100"),
        Direction.NEUTRAL,
        rated,
    ),
    _metric(
        "help_on_time",
        _("Help with filing given in time"),
        _(
            "Call-backs, interpreters and other help asked for within the period that were given by the promised time ÷"
            " those that are over or overdue × 100"
        ),
        Direction.UP,
        help_on_time,
        dimensions=(),
        promised=promised(Event.HELP),
    ),
)
