"""Initiatives against their time: what is expected, what was last reported, who owes a report."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.shortcuts import get_object_or_404
from django.utils import timezone

from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from strategy.models import Initiative, Progress
from strategy.rules import TOLERANCE, due_on, first_day, judged_on, last_day
from strategy.selectors.plans import plans_in_force

_MONEY = DecimalField(max_digits=14, decimal_places=2)


class _Days(Func):
    """Whole days from the second date to the first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def with_standing(rows: QuerySet[Initiative], day: dt.date, *, today: dt.date) -> QuerySet[Initiative]:
    """Each with `expected`, the percent of its time that had passed when it is judged (rules.judged_on), and the last
    report about a quarter that had begun by the day: `percent`, `spent`, `last_year`, `last_quarter`."""
    quarter = fiscal_quarter_of(day)
    told = Progress.objects.filter(
        Q(year__lt=quarter.year_be) | Q(year=quarter.year_be, quarter__lte=quarter.quarter), thread=OuterRef("thread")
    ).order_by("-year", "-quarter")
    judged = judged_on(day, today)
    share = 100 * _Days(Value(judged, DateField()), F("starts_on")) / _Days(F("ends_on"), F("starts_on"))
    return rows.annotate(
        expected=Case(When(starts_on__gt=judged, then=0), default=Least(share, 100), output_field=IntegerField()),
        percent=Subquery(told.values("percent")[:1]),
        spent=Coalesce(Subquery(told.values("spent")[:1]), Value(Decimal(0)), output_field=_MONEY),
        last_year=Subquery(told.values("year")[:1]),
        last_quarter=Subquery(told.values("quarter")[:1]),
    )


def initiative_of(public_id: str, *, today: dt.date) -> Initiative:
    """One initiative with its standing today and what its page needs. Raises Http404."""
    rows = with_standing(Initiative.objects.all(), today, today=today)
    return get_object_or_404(
        rows.select_related("plan", "owner", "owner_unit", "line__goal", "indicator"), public_id=public_id
    )


def initiatives_in_force(day: dt.date, *, today: dt.date) -> QuerySet[Initiative]:
    """Initiatives of the plans that bind on a day, with their standing, in the order of plans and numbers."""
    rows = Initiative.objects.filter(plan__in=plans_in_force(day))
    return (
        with_standing(rows, day, today=today)
        .select_related("owner", "owner_unit", "plan", "line")
        .order_by("plan", "number")
    )


def obligations(quarter: FiscalQuarter) -> QuerySet[Initiative]:
    """The initiatives whose progress in a quarter is owed: at work then, in a plan that binds on the day it is due.

    `reported_at` is when it was first told, None where it was not.
    """
    told = Progress.objects.filter(thread=OuterRef("thread"), year=quarter.year_be, quarter=quarter.quarter)
    binding = plans_in_force(last_day(quarter))
    rows = Initiative.objects.filter(
        plan__in=binding, starts_on__lte=last_day(quarter), ends_on__gte=first_day(quarter)
    )
    return rows.annotate(reported_at=Subquery(told.values("reported_at")[:1])).select_related(
        "owner", "owner_unit", "plan"
    )


def standing_counts(day: dt.date, by: str | None = None, *, today: dt.date) -> list[tuple[Any, int, int]]:
    """(key, judged, on track) of the initiatives in force that should have moved or have reported, whole or by a
    column; one statement."""
    rows = with_standing(Initiative.objects.filter(plan__in=plans_in_force(day)), day, today=today)
    rows = rows.filter(Q(expected__gt=0) | Q(percent__isnull=False))
    counts = {"n": Count("pk"), "good": Count("pk", filter=Q(percent__gte=F("expected") - TOLERANCE))}
    if by is None:
        n, good = rows.aggregate(**counts).values()
        return [("", n, good)]
    return list(rows.order_by().values_list(by).annotate(**counts))


def report_counts(quarter: FiscalQuarter, by: str | None = None) -> list[tuple[Any, int, int]]:
    """(key, owed, told by the due day) of a quarter; one statement."""
    after = due_on(quarter) + dt.timedelta(days=1)
    in_time = Progress.objects.filter(
        thread=OuterRef("thread"), year=quarter.year_be, quarter=quarter.quarter, reported_at__lt=_midnight(after)
    )
    rows = obligations(quarter).order_by().annotate(kept=Exists(in_time))
    counts = {"n": Count("pk"), "good": Count("pk", filter=Q(kept=True))}
    if by is None:
        n, good = rows.aggregate(**counts).values()
        return [("", n, good)]
    return list(rows.values_list(by).annotate(**counts))


def money_counts(
    day: dt.date, by: str | None = None, *, today: dt.date
) -> list[tuple[Any, int, Decimal | None, Decimal | None]]:
    """(key, initiatives, budget, spent) of the initiatives in force; one statement."""
    rows = with_standing(Initiative.objects.filter(plan__in=plans_in_force(day)), day, today=today)
    sums = {"n": Count("pk"), "whole": Sum("budget"), "used": Sum("spent")}
    if by is None:
        n, whole, used = rows.aggregate(**sums).values()
        return [("", n, whole, used)]
    return list(rows.order_by().values_list(by).annotate(**sums))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
