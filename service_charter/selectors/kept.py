"""What the public reads of the promises: quarter by quarter, against the target that bound then, chance told apart."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from foundation.core.metrics import Period
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from service_charter.enums import Facet
from service_charter.models import IN_FORCE_ONCE, Standard
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.measurement import (
    HIDDEN_BELOW,
    Judged,
    Tally,
    by_facet,
    by_quarter,
    days_of,
    names_of_facet,
)

QUARTERS = 4


@dataclass(frozen=True)
class Cell:
    """One promise in one quarter; `target` is that of the version in force on its last day, None where none was."""

    quarter: FiscalQuarter
    tally: Tally
    target: float | None

    @property
    def judged(self) -> str:
        """What the result says of the target; nothing where no promise bound."""
        return Judged.NONE if self.target is None else self.tally.judged(self.target)


@dataclass(frozen=True)
class KeptPromise:
    """A promise in force with its quarters, the newest first."""

    standard: Standard
    cells: list[Cell]

    @property
    def last(self) -> Cell:
        """The last whole quarter."""
        return self.cells[0]


def last_quarters(now: dt.datetime, count: int = QUARTERS) -> list[FiscalQuarter]:
    """The last whole quarters, oldest first."""
    quarters = [fiscal_quarter_of(now).previous()]
    while len(quarters) < count:
        quarters.insert(0, quarters[0].previous())
    return quarters


def kept_promises(*, now: dt.datetime, quarters: list[FiscalQuarter]) -> list[KeptPromise]:
    """The promises in force with what came of them in each quarter; four queries, however many results there are."""
    charter = charter_in_force(now)
    if charter is None:
        return []
    standards = list(charter.standards.select_related("owner_unit").order_by("number"))
    found = by_quarter(quarters)
    targets = _targets([standard.code for standard in standards], quarters)
    rows = []
    for standard in standards:
        standard.charter = charter
        tallies = found.get(standard.code, {})
        cells = [
            Cell(quarter, tallies.get(quarter, Tally()), targets.get((standard.code, quarter)))
            for quarter in reversed(quarters)
        ]
        rows.append(KeptPromise(standard, cells))
    return rows


def case_mix(period: Period) -> list[tuple[str, Tally]]:
    """What the results were about, the most first. Kinds with so few that they are hidden stand together, unnamed."""
    found = by_facet(period, Facet.CASE)
    shown = {key: tally for key, tally in found.items() if tally.n >= HIDDEN_BELOW}
    names = names_of_facet(Facet.CASE, shown)
    rows = sorted(((names.get(key, key), tally) for key, tally in shown.items()), key=lambda row: -row[1].n)
    few = [tally for tally in found.values() if tally.n < HIDDEN_BELOW]
    rest = Tally(sum(tally.n for tally in few), sum(tally.kept for tally in few))
    return [*rows, ("", rest)] if rest.n >= HIDDEN_BELOW else rows


def _targets(codes: Iterable[str], quarters: list[FiscalQuarter]) -> dict[tuple[str, FiscalQuarter], float]:
    first, last = days_of(quarters[0].period)[1], days_of(quarters[-1].period)[1]
    rows = Standard.objects.filter(
        Q(charter__effective_until__isnull=True) | Q(charter__effective_until__gt=first),
        charter__status__in=IN_FORCE_ONCE,
        charter__effective_on__lte=last,
        code__in=list(codes),
    ).values_list("code", "target_percent", "charter__effective_on", "charter__effective_until")
    found = {}
    for code, target, since, until in rows:
        for quarter in quarters:
            day = days_of(quarter.period)[1]
            if since is not None and since <= day and (until is None or day < until):
                found[code, quarter] = float(target)
    return found
