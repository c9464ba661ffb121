"""The figure of the quiz on the charter."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.core.metrics import Direction, Metric, Period, Value, share
from service_charter.selectors.measurement import summed
from service_charter.selectors.quiz import by_unit, quiz_to_pass


def _passed(period: Period, by: str | None) -> Mapping[str, Value]:
    """The share of staff that had passed at the end of the period; four statements at most."""
    at = period.end - dt.timedelta(microseconds=1)
    quiz = quiz_to_pass(at)
    if quiz is None:
        return {"": Value(None, 0)} if by is None else {}
    found = by_unit(quiz, at)
    if by is None:
        whole = summed({str(key): tally for key, tally in found.items()})
        return {"": share(whole.kept, whole.n, digits=1)}
    codes = dict(Unit.objects.filter(pk__in=[pk for pk in found if pk]).values_list("pk", "code"))
    return {codes.get(key or 0, ""): share(tally.kept, tally.n, digits=1) for key, tally in found.items()}


QUIZ_PASSED = Metric(
    key="service_charter.quiz_passed",
    clause="5.2",
    title=_("Staff who have passed the quiz on the charter"),
    unit="%",
    formula=_(
        "Of the staff who are asked to read the charter published last by the end of the period, the share that had "
        "passed the quiz on it by then. Staff are those who serve now; before a quiz is open nothing is measured."
    ),
    direction=Direction.UP,
    query=_passed,
    decimals=1,
    dimensions=("unit",),
)
