"""Plans, and which of them bind on a day."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from foundation.core.thai.dates import fiscal_year_of
from strategy.enums import BINDING
from strategy.models import Plan


def plans() -> QuerySet[Plan]:
    """Every edition of every plan, newest years first, with its resolution and the number of its parts."""
    rows = Plan.objects.select_related("resolution__meeting", "drafted_by", "under")
    return rows.annotate(
        goal_count=Count("goals", distinct=True), initiative_count=Count("initiatives", distinct=True)
    ).order_by("-first_year", "kind", "-edition")


def plans_in_force(day: dt.date) -> QuerySet[Plan]:
    """The editions that bind on a day: in force then, and covering its fiscal year."""
    year = fiscal_year_of(day)
    return Plan.objects.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gt=day),
        status__in=BINDING,
        effective_on__lte=day,
        first_year__lte=year,
        last_year__gte=year,
    )


def plan_in_force(kind: str, day: dt.date) -> Plan | None:
    """The strategy or action plan that binds on a day; the one that began last, should two cover it."""
    rows = plans_in_force(day).filter(kind=kind).select_related("resolution__meeting")
    return rows.order_by("-first_year").first()


def edition_before(plan: Plan) -> Plan | None:
    """The edition that this one follows."""
    return Plan.objects.filter(kind=plan.kind, first_year=plan.first_year, edition=plan.edition - 1).first()
