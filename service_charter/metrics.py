"""Figures of the charter."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from foundation.core.metrics import Direction, Metric, Period, Value
from service_charter.selectors import all_in_force


def _published(period: Period, by: str | None) -> Mapping[str, Value]:
    """Promises in force on the last day of the period; one query."""
    rows = all_in_force(at=period.end - timedelta(microseconds=1))
    if by == "area":
        counts = rows.values("area").annotate(n=Count("id")).values_list("area", "n")
        return {area: Value(n, n) for area, n in counts}
    n = rows.count()
    return {"": Value(n, n)}


STANDARDS_PUBLISHED = Metric(
    key="service_charter.standards_published",
    clause="5.2",
    title=_("Service standards in force"),
    unit=_("standards"),
    formula=_("Standards of the charter version that is in force on the last day of the period."),
    direction=Direction.NEUTRAL,
    query=_published,
    dimensions=("area",),
)
