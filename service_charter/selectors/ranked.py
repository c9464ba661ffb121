"""Results for those who answer for them: worst first, with what changed and what runs late now."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from foundation.core.metrics import Period
from foundation.core.thai.dates import FiscalQuarter
from service_charter import running
from service_charter.enums import Facet
from service_charter.models import Standard
from service_charter.running import Load
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.measurement import Judged, Tally, by_facet, by_standard, names_of_facet

_WORST = (Judged.BROKEN, Judged.UNSURE, Judged.KEPT, Judged.HIDDEN, Judged.NONE)
CUTS = (Facet.UNIT, Facet.TOUCHPOINT, Facet.PARTNER, Facet.SOURCE, Facet.CASE)


@dataclass(frozen=True)
class Result:
    """A promise in a quarter: what came of it, which way it went since the quarter before, and what is late now."""

    standard: Standard
    tally: Tally
    before: Tally
    load: Load

    @property
    def judged(self) -> str:
        """What the result says of the target."""
        return self.tally.judged(float(self.standard.target_percent))

    @property
    def trend(self) -> int:
        """1 better, -1 worse, 0 where chance explains the difference."""
        return self.tally.against(self.before)


@dataclass(frozen=True)
class CutRow:
    """One unit, touchpoint, partner, source or kind of case, against the target of the promise."""

    name: str
    tally: Tally
    judged: str


def results(quarter: FiscalQuarter, *, now: dt.datetime) -> list[Result]:
    """The promises in force, worst first: broken beyond chance, then by how far the interval lies below the target."""
    charter = charter_in_force(now)
    if charter is None:
        return []
    found, before = by_standard(quarter.period), by_standard(quarter.previous().period)
    loads = _loads(now)
    rows = []
    for standard in charter.standards.select_related("owner_unit").order_by("number"):
        standard.charter = charter
        code = standard.code
        rows.append(Result(standard, found.get(code, Tally()), before.get(code, Tally()), loads.get(code, Load())))
    return sorted(rows, key=lambda row: _badness(row.judged, row.tally, float(row.standard.target_percent)))


def cut(period: Period, facet: str, standard: Standard) -> list[CutRow]:
    """The results of a promise by one facet, worst first; two queries."""
    found = by_facet(period, facet, standard.code)
    names = names_of_facet(facet, found)
    target = float(standard.target_percent)
    rows = [CutRow(names.get(key, key), tally, tally.judged(target)) for key, tally in found.items()]
    return sorted(rows, key=lambda row: _badness(row.judged, row.tally, target))


def _badness(judged: str, tally: Tally, target: float) -> tuple[int, float]:
    return _WORST.index(Judged(judged)), tally.high - target


def _loads(now: dt.datetime) -> Mapping[str, Load]:
    """Late and near dates by code: a matter runs on the standard that bound when it came, perhaps an older one."""
    by_id = running.load(now)
    codes = dict(Standard.objects.filter(pk__in=by_id).values_list("pk", "code"))
    found: dict[str, Load] = {}
    for pk, load in by_id.items():
        before = found.get(codes[pk], Load())
        found[codes[pk]] = Load(before.late + load.late, before.soon + load.soon)
    return found
