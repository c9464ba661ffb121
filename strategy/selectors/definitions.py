"""What customer and market mean, now and before."""

import datetime as dt

from django.db.models import Q, QuerySet

from strategy.enums import BINDING
from strategy.models import Definition


def definitions() -> QuerySet[Definition]:
    """Every edition, newest first within a term."""
    rows = Definition.objects.select_related("resolution__meeting", "drafted_by")
    return rows.order_by("term", "-edition")


def definition_in_force(term: str, day: dt.date) -> Definition | None:
    """The edition that binds on a day."""
    standing = Q(effective_until__isnull=True) | Q(effective_until__gt=day)
    return definitions().filter(standing, term=term, status__in=BINDING, effective_on__lte=day).first()
