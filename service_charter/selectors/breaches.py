"""Broken promises: which there are, what shows that they are, and what was measured since."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, FloatField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.control_charts import Signal
from foundation.core.metrics import Period
from foundation.governance.enums import ActionState
from service_charter.breach_rules import RECENT, WINDOW, is_broken
from service_charter.enums import UNSETTLED, BreachState, Facet, Tripped
from service_charter.models import Breach, DaySum, Standard
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.measurement import Tally, by_standard, by_standard_and, control_chart, weekly

_FELL = frozenset({Signal.BELOW, Signal.RUN_BELOW})


@dataclass(frozen=True)
class Broken:
    """A promise of the charter in force that is broken now, as a whole or in one unit."""

    standard: Standard
    unit_id: int | None
    tripped: str
    first_day: dt.date
    last_day: dt.date
    tally: Tally


def breaches() -> "QuerySet[Breach]":
    """Every breach with what its lists and page show."""
    return Breach.objects.select_related(
        "standard__charter", "standard__owner_unit", "unit", "action__owner", "closed_by"
    )


def worst_first(rows: "QuerySet[Breach]") -> "QuerySet[Breach]":
    """By how far the share lies below its target, in percentage points: `gap`, the largest at the top."""
    share = Cast(F("kept"), FloatField()) * 100 / Cast(F("n"), FloatField())
    return rows.annotate(gap=Case(When(n=0, then=Value(0.0)), default=Cast(F("target_percent"), FloatField()) - share))


def standing(at: dt.datetime) -> "QuerySet[Breach]":
    """Those that stood at that moment."""
    return Breach.objects.filter(found_at__lte=at).filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at))


def waiting_for(user: User) -> "QuerySet[Breach]":
    """Breaches that want this person's step: a cause and an action from the unit and those who answer for measuring,
    the closing of what was verified from the latter, unless they carried it out."""
    rows = breaches().order_by("found_at", "id")
    wanted = Q(pk__in=())
    if user.can(Permission.RISK_EDIT):
        mine = Q() if user.can(Permission.CHARTER_MEASURE) else Q(pk__in=())
        if user.unit_id is not None:
            of_unit = Q(unit=user.unit_id) | Q(standard__owner_unit=user.unit_id)
            mine = Q() if user.can(Permission.CHARTER_MEASURE) else of_unit
        wanted |= Q(state=BreachState.OPEN) & mine
    if user.can(Permission.CHARTER_MEASURE):
        wanted |= Q(state=BreachState.ACTING, action__state=ActionState.VERIFIED) & ~Q(action__owner=user)
    return rows.filter(wanted)


def broken_now(now: dt.datetime) -> Iterator[Broken]:
    """What the sums of the last quarter and the control charts show; a unit is named where the whole is not broken."""
    charter = charter_in_force(now)
    if charter is None:
        return
    last = timezone.localdate(now) - dt.timedelta(days=1)  # today is not over
    first = last - WINDOW + dt.timedelta(days=1)
    period = _days(first, last)
    whole, by_unit = by_standard(period), by_standard_and(period, Facet.UNIT)
    for standard in charter.standards.select_related("owner_unit").order_by("number"):
        target, tally = float(standard.target_percent), whole.get(standard.code, Tally())
        if is_broken(tally, target):
            yield Broken(standard, None, Tripped.BELOW_TARGET, first, last, tally)
            continue
        if fallen := _fallen(standard, now):
            yield fallen
        for (code, unit), part in by_unit.items():
            if code == standard.code and is_broken(part, target):
                yield Broken(standard, int(unit), Tripped.BELOW_TARGET, first, last, part)


def measured_since(breach: Breach, *, now: dt.datetime) -> Tally:
    """What was measured from the day after its action was done to yesterday; nothing before that."""
    action = breach.action
    if action is None or action.done_at is None:
        return Tally()
    first = timezone.localdate(action.done_at) + dt.timedelta(days=1)
    return measured(breach, first, timezone.localdate(now) - dt.timedelta(days=1))


def measured(breach: Breach, first: dt.date, last: dt.date) -> Tally:
    """What the ledger says now of the promise (and unit) of a breach in those days; one query."""
    facet, key = (Facet.UNIT, str(breach.unit_id)) if breach.unit_id else (Facet.ALL, "")
    rows = DaySum.objects.filter(facet=facet, key=key, standard__code=breach.standard_code, day__range=(first, last))
    found: dict[str, Any] = rows.aggregate(all=Sum("n"), kept=Sum("kept"))
    return Tally(found["all"] or 0, found["kept"] or 0)


def before(breach: Breach) -> Tally:
    """What was measured when it was last seen."""
    return Tally(breach.n, breach.kept)


def is_standing_of(code: str) -> "QuerySet[Breach]":
    """The breaches of a promise that are not over."""
    return breaches().filter(standard_code=code, state__in=UNSETTLED).order_by("found_at")


def _fallen(standard: Standard, now: dt.datetime) -> Broken | None:
    """The promise fell out of its usual range in one of the last whole weeks."""
    weeks = weekly(standard.code, now=now)
    recent = timezone.localdate(now) - RECENT
    tallies = {week.isoformat(): tally for week, tally in weeks}
    for point in reversed(control_chart(weeks).points):
        monday = dt.date.fromisoformat(point.label)
        sunday = monday + dt.timedelta(days=6)
        if sunday < recent:
            return None
        if point.signal in _FELL:
            return Broken(standard, None, Tripped.CONTROL_CHART, monday, sunday, tallies[point.label])
    return None


def _days(first: dt.date, last: dt.date) -> Period:
    zone = timezone.get_current_timezone()
    ends = (first, last + dt.timedelta(days=1))
    start, end = (dt.datetime.combine(day, dt.time(), zone) for day in ends)
    return Period(start, end)
