"""Figures of promises kept, and of what is done where they are broken."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.core.metrics import Direction, Metric, Period, Value, share
from service_charter.breach_rules import ANSWER_WITHIN
from service_charter.enums import Facet
from service_charter.models import Breach
from service_charter.selectors.breaches import standing
from service_charter.selectors.measurement import sums


def kept(period: Period, by: str | None) -> Mapping[str, Value]:
    """The share of all measured cases in which the promise was kept; one query, by unit two."""
    if by is None:
        found = sums(period).aggregate(n=Sum("n"), kept=Sum("kept"))
        return {"": share(found["kept"] or 0, found["n"] or 0, digits=1)}
    rows = sums(period, Facet.UNIT).values_list("key").annotate(Sum("n"), Sum("kept"))
    counts = {int(key): (good, n) for key, n, good in rows if n}
    codes = dict(Unit.objects.filter(pk__in=counts).values_list("pk", "code"))
    return {codes[pk]: share(*count, digits=1) for pk, count in counts.items() if pk in codes}


def stand(period: Period, by: str | None) -> Mapping[str, Value]:
    """Breaches that stand at the end of the period."""
    n = standing(period.end - timedelta(microseconds=1)).count()
    return {"": Value(n, n)}


def answered_in_time(period: Period, by: str | None) -> Mapping[str, Value]:
    """Of the breaches whose time to answer ended in the period, the share that had an action by then."""
    due = Breach.objects.filter(found_at__gte=period.start - ANSWER_WITHIN, found_at__lt=period.end - ANSWER_WITHIN)
    in_time = Q(action__created_at__lte=F("found_at") + ANSWER_WITHIN)
    found = due.aggregate(n=Count("pk"), good=Count("pk", filter=in_time))
    return {"": share(found["good"], found["n"], digits=1)}


KEPT = Metric(
    key="service_charter.promises_kept",
    clause="5.2",
    title=_("Promises kept"),
    unit="%",
    formula=_(
        "Cases in which a promise of the charter was kept ÷ all cases measured in the period × 100, from complaints, "
        "service requests, partners, mystery visits and samples; what was taken back does not count"
    ),
    direction=Direction.UP,
    query=kept,
    decimals=1,
    dimensions=("unit",),
)
STAND = Metric(
    key="service_charter.breaches_standing",
    clause="5.2",
    title=_("Broken promises that stand"),
    unit=_("promises"),
    formula=_("Promises, as a whole or in a unit, broken beyond chance and not yet mended at the end of the period"),
    direction=Direction.DOWN,
    query=stand,
)
ANSWERED = Metric(
    key="service_charter.breaches_answered_in_time",
    clause="5.2",
    title=_("Broken promises answered in time"),
    unit="%",
    formula=_(
        "Of the broken promises whose ten days to answer ended in the period, the share that had a cause and an action "
        "by then × 100"
    ),
    direction=Direction.UP,
    query=answered_in_time,
    decimals=1,
)
METRICS = (KEPT, STAND, ANSWERED)
