"""Which teams the ledger proposes for recognition, and what was decided."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from foundation.accounts.models import Unit, User
from foundation.core.metrics import Period
from service_charter.enums import Facet, Look, Verdict
from service_charter.models import Recognition, Standard, Withdrawal
from service_charter.models.recognition import RecognitionQuerySet
from service_charter.recognition_rules import LOOKERS, QUARTERS, is_earned, lower_end
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.kept import last_quarters
from service_charter.selectors.measurement import CARE_BELOW, Tally, by_standard_and, days_of


@dataclass(frozen=True)
class Candidate:
    """A unit that kept a promise beyond chance over the last whole quarters."""

    unit: Unit
    standard: Standard
    tally: Tally
    low: float


def span(now: dt.datetime) -> Period:
    """The last four whole quarters."""
    quarters = last_quarters(now, QUARTERS)
    return Period(quarters[0].period.start, quarters[-1].period.end)


def candidates(now: dt.datetime) -> list[Candidate]:
    """Those not decided yet, the clearest first; a handful of queries however many results there are.

    Promises that a machine keeps earn nobody anything. Every result with cases enough counts as looked at.
    """
    charter = charter_in_force(now)
    if charter is None:
        return []
    period = span(now)
    standards = {row.code: row for row in charter.standards.filter(automatic=False)}
    for row in standards.values():
        row.charter = charter
    found = {
        key: tally
        for key, tally in by_standard_and(period, Facet.UNIT).items()
        if key[0] in standards and key[1] and tally.n >= CARE_BELOW
    }
    earned = {
        (code, int(unit)): tally
        for (code, unit), tally in found.items()
        if is_earned(tally.kept, tally.n, float(standards[code].target_percent), len(found))
    }
    if not earned:
        return []
    decided = set(Recognition.objects.filter(first_day=days_of(period)[0]).values_list("standard__code", "unit_id"))
    units = Unit.objects.in_bulk({unit for _code, unit in earned})
    rows = [
        Candidate(units[unit], standards[code], tally, lower_end(tally.kept, tally.n, len(found)))
        for (code, unit), tally in earned.items()
        if unit in units and (code, unit) not in decided
    ]
    return sorted(rows, key=lambda row: float(row.standard.target_percent) - row.low)


def recognitions() -> RecognitionQuerySet:
    """Every decision with what was said of taking it back, the newest first."""
    withdrawals = Prefetch("withdrawals", Withdrawal.objects.select_related("asked_by", "looked_by"))
    rows = Recognition.objects.select_related("unit", "standard__charter", "decided_by")
    return rows.prefetch_related(withdrawals)


def given() -> RecognitionQuerySet:
    """Those that were recognised, also by mistake: the page says so."""
    return recognitions().filter(verdict=Verdict.GIVEN)


def for_public(now: dt.datetime) -> RecognitionQuerySet:
    """What customers may read: recognised within a year, meant for them and not taken back."""
    return _public(now).standing()


def taken_back_for_public(now: dt.datetime) -> RecognitionQuerySet:
    """What customers could read and we were wrong about, for a year after it was given."""
    return _public(now).taken_back()


def looks_waiting_for(user: User) -> QuerySet[Withdrawal]:
    """Withdrawals that this person may look at a second time."""
    if not any(user.can(permission) for permission in LOOKERS):
        return Withdrawal.objects.none()
    rows = Withdrawal.objects.filter(state=Look.ASKED).exclude(asked_by=user)
    if user.unit_id is not None:
        rows = rows.exclude(recognition__unit=user.unit_id)
    return rows.select_related("recognition__unit", "recognition__standard").order_by("id")


def _public(now: dt.datetime) -> RecognitionQuerySet:
    return given().filter(is_public=True, created_at__gte=now - dt.timedelta(days=365))
