"""Figures of training: who has what the roles need, and the hours of training."""

from collections.abc import Mapping

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.core.metrics import Direction, Metric, Period, Value, share
from service_charter.selectors.awareness import readers
from service_charter.selectors.measurement import days_of
from service_charter.selectors.training import competent_by_unit, hours_between


def _competent(period: Period, by: str | None) -> Mapping[str, Value]:
    """The share that lacked nothing on the last day of the period; one statement."""
    found = competent_by_unit(User.objects.all(), days_of(period)[1])
    if by is None:
        whole = [sum(numbers) for numbers in zip(*found.values(), strict=True)] or [0, 0]
        return {"": share(whole[1], whole[0], digits=1)}
    return {code: share(good, n, digits=1) for code, (n, good) in found.items()}


def _hours(period: Period, by: str | None) -> Mapping[str, Value]:
    """Hours a head of those asked to know the charter; two statements."""
    hours = hours_between(*days_of(period))
    heads: dict[str, int] = {
        code or "": n
        for code, n in readers().select_related(None).order_by().values_list("unit__code").annotate(n=Count("pk"))
    }
    if by is None:
        total, people = sum(each for each, _people in hours.values()), sum(heads.values())
        return {"": Value(round(total / people, 1) if people else None, people)}
    return {code: Value(round(hours.get(code, (0.0, 0))[0] / n, 1), n) for code, n in heads.items()}


COMPETENT = Metric(
    key="service_charter.competent",
    clause="5.2",
    title=_("Staff who have every competence that their roles need"),
    unit="%",
    formula=_(
        "Of the staff whose roles need a competence, the share that had all of them on the last day of the period: for "
        "each, one attendance of a course that gives it and was still good. Staff and roles are those of today."
    ),
    direction=Direction.UP,
    query=_competent,
    decimals=1,
    dimensions=("unit",),
)
HOURS = Metric(
    key="service_charter.training_hours",
    clause="5.2",
    title=_("Hours of service training for each member of staff"),
    unit=_("hours"),
    formula=_(
        "Hours of the courses attended in the period, divided by the staff who are asked to know the charter. "
        "Withdrawn records do not count."
    ),
    direction=Direction.UP,
    query=_hours,
    decimals=1,
    dimensions=("unit",),
)
METRICS = (COMPETENT, HOURS)
