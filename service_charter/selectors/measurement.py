"""How well promises are kept: sums by day read by span and facet, never the ledger row by row.

A result is a `Tally`: how many of how many, with Wilson's interval. Promises are followed by their code over the
versions of the charter; the target is that of the version in force at the end of the span.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncQuarter, TruncWeek
from django.utils import timezone

from customers.models import Touchpoint
from foundation.accounts.models import Unit
from foundation.core.control_charts import ControlChart, Group, p_chart
from foundation.core.intervals import wilson
from foundation.core.metrics import Period, names_of
from foundation.core.thai.dates import FiscalQuarter
from service_charter.enums import Facet, Source
from service_charter.models import DaySum, Measurement, Partner

# Fewer cases are not shown; fewer than the second are shown with a word of care.
HIDDEN_BELOW, CARE_BELOW = 5, 30
WEEKS = 26


class Judged(StrEnum):
    """What a result says of its target."""

    KEPT = "kept"
    UNSURE = "unsure"
    BROKEN = "broken"
    HIDDEN = "hidden"
    NONE = "none"


@dataclass(frozen=True)
class Tally:
    """`kept` of `n` cases."""

    n: int = 0
    kept: int = 0

    @property
    def percent(self) -> float | None:
        """The share in percent; None where nothing was measured."""
        return 100 * self.kept / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval in percent."""
        low, high = wilson(self.kept, self.n)
        return 100 * low, 100 * high

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.interval[0]

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.interval[1]

    @property
    def is_hidden(self) -> bool:
        """Whether so few were measured that nothing is shown."""
        return 0 < self.n < HIDDEN_BELOW

    @property
    def is_few(self) -> bool:
        """Whether so few were measured that the figure asks for care."""
        return self.n < CARE_BELOW

    def judged(self, target: float) -> Judged:
        """Kept, or broken beyond chance, or below the target by what may be chance."""
        if not self.n:
            return Judged.NONE
        if self.is_hidden:
            return Judged.HIDDEN
        if (self.percent or 0) >= target:
            return Judged.KEPT
        return Judged.BROKEN if self.high < target else Judged.UNSURE

    def against(self, before: "Tally") -> int:
        """1 better, -1 worse than before, 0 where the intervals overlap or one is too small to tell."""
        if self.n < HIDDEN_BELOW or before.n < HIDDEN_BELOW:
            return 0
        return (self.low > before.high) - (self.high < before.low)


def days_of(period: Period) -> tuple[dt.date, dt.date]:
    """The first and the last local day of a period."""
    last = period.end - dt.timedelta(microseconds=1)
    return timezone.localdate(period.start), timezone.localdate(last)


def sums(period: Period, facet: str = Facet.ALL, codes: Iterable[str] | None = None) -> QuerySet[DaySum]:
    """The sums of a period cut by one facet."""
    rows = DaySum.objects.filter(facet=facet, day__range=days_of(period))
    return rows if codes is None else rows.filter(standard__code__in=list(codes))


def by_standard(period: Period) -> dict[str, Tally]:
    """Results by code of the promise; one query."""
    rows = sums(period).values_list("standard__code").annotate(Sum("n"), Sum("kept"))
    return {code: Tally(n, kept) for code, n, kept in rows}


def by_facet(period: Period, facet: str, code: str | None = None) -> dict[str, Tally]:
    """Results by the key of a facet, of one promise or of all; one query."""
    rows = sums(period, facet, None if code is None else [code]).values_list("key").annotate(Sum("n"), Sum("kept"))
    return {key: Tally(n, kept) for key, n, kept in rows if n}


def by_facets(period: Period, facets: Iterable[Facet], code: str) -> dict[Facet, dict[str, Tally]]:
    """Results of one promise by facet and key, for several facets; one query."""
    found: dict[Facet, dict[str, Tally]] = {facet: {} for facet in facets}
    rows = DaySum.objects.filter(facet__in=list(found), day__range=days_of(period), standard__code=code)
    for facet, key, n, kept in rows.values_list("facet", "key").annotate(Sum("n"), Sum("kept")):
        if n:
            found[Facet(facet)][key] = Tally(n, kept)
    return found


def by_standard_and(period: Period, facet: str) -> dict[tuple[str, str], Tally]:
    """Results by code of the promise and key of a facet; one query."""
    rows = sums(period, facet).values_list("standard__code", "key").annotate(Sum("n"), Sum("kept"))
    return {(code, key): Tally(n, kept) for code, key, n, kept in rows if n}


def names_of_facet(facet: str, keys: Iterable[str]) -> dict[str, str]:
    """What the keys of a facet are called, in the reader's language; one query at most a kind."""
    wanted = list(keys)
    models: dict[str, type[Unit] | type[Touchpoint] | type[Partner]] = {
        Facet.UNIT: Unit,
        Facet.TOUCHPOINT: Touchpoint,
        Facet.PARTNER: Partner,
    }
    if facet in models:
        found = models[Facet(facet)].objects.in_bulk([int(key) for key in wanted])
        return {key: str(found[int(key)]) for key in wanted if int(key) in found}
    if facet == Facet.CASE:
        return _case_names(wanted)
    return {key: str(Source(key).label) for key in wanted if key in Source.values}


def _case_names(keys: Iterable[str]) -> dict[str, str]:
    by_dimension: dict[str, list[str]] = {}
    for key in keys:
        dimension, _slash, value = key.partition("/")
        by_dimension.setdefault(dimension, []).append(value)
    return {
        f"{dimension}/{value}": name
        for dimension, values in by_dimension.items()
        for value, name in names_of(dimension, values).items()
    }


def by_quarter(quarters: list[FiscalQuarter]) -> dict[str, dict[FiscalQuarter, Tally]]:
    """Results by code and quarter, for a run of quarters; one query."""
    span = Period(quarters[0].period.start, quarters[-1].period.end)
    starts = {timezone.localdate(quarter.period.start): quarter for quarter in quarters}
    rows = (
        sums(span)
        .annotate(quarter=TruncQuarter("day"))
        .values_list("standard__code", "quarter")
        .annotate(Sum("n"), Sum("kept"))
    )
    found: dict[str, dict[FiscalQuarter, Tally]] = {}
    for code, start, n, kept in rows:
        if start in starts:
            found.setdefault(code, {})[starts[start]] = Tally(n, kept)
    return found


def weekly(code: str, *, now: dt.datetime, weeks: int = WEEKS) -> list[tuple[dt.date, Tally]]:
    """Results of a promise by whole week, Monday first, the present week left out; one query."""
    today = timezone.localdate(now)
    end = today - dt.timedelta(days=today.weekday())
    rows = DaySum.objects.filter(
        facet=Facet.ALL, standard__code=code, day__gte=end - dt.timedelta(weeks=weeks), day__lt=end
    )
    by_week = rows.annotate(week=TruncWeek("day")).values_list("week").annotate(Sum("n"), Sum("kept")).order_by("week")
    return [(week, Tally(n, kept)) for week, n, kept in by_week if n > 0]


def control_chart(weeks: Iterable[tuple[dt.date, Tally]]) -> ControlChart:
    """The p chart of weekly results; the labels are ISO dates of the Mondays."""
    return p_chart(Group(week.isoformat(), tally.kept, tally.n) for week, tally in weeks)


def ledger(*, code: str = "", source: str = "") -> QuerySet[Measurement]:
    """The ledger with what its rows name, for keyset pages."""
    rows = Measurement.objects.select_related(
        "standard__charter", "unit", "touchpoint", "partner", "recorded_by", "cancels", "cancelled_by"
    )
    if code:
        rows = rows.filter(standard__code=code)
    return rows.filter(source=source) if source else rows


def summed(tallies: Mapping[str, Tally]) -> Tally:
    """All together."""
    return Tally(sum(one.n for one in tallies.values()), sum(one.kept for one in tallies.values()))
