"""Results for those who answer for them: worst first, with what changed and what runs late now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from foundation.core.thai.dates import FiscalQuarter
from service_charter import running
from service_charter.enums import Facet
from service_charter.models import Standard
from service_charter.running import Load
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.measurement import Judged, Tally, by_facets, by_standard, names_of_facet

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
    before: Tally
    load: Load

    @property
    def trend(self) -> int:
        """1 better, -1 worse, 0 where chance explains the difference."""
        return self.tally.against(self.before)


@dataclass(frozen=True)
class Cut:
    """The results of a promise by one facet, worst first; `knows_load` where running matters are told apart by it."""

    facet: Facet
    rows: list[CutRow]
    knows_load: bool

    @property
    def label(self) -> str | Promise:
        """What the facet is called."""
        return self.facet.label

    @property
    def has_trend(self) -> bool:
        """Whether any of them changed more than chance explains."""
        return any(row.trend for row in self.rows)


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


def cuts(quarter: FiscalQuarter, standard: Standard, *, now: dt.datetime) -> list[Cut]:
    """A promise in a quarter by every facet of which something is known; the results of all of them in two queries.

    Who has no result yet but is late stands there too: that is where help is needed first.
    """
    found = by_facets(quarter.period, CUTS, standard.code)
    before = by_facets(quarter.previous().period, CUTS, standard.code)
    versions = Standard.objects.filter(code=standard.code).values_list("pk", flat=True)
    loads: dict[Facet, dict[str, Load]] = defaultdict(dict)
    for (facet, key), load in running.load_at(now, versions).items():
        loads[facet][key] = load
    known = running.facets()
    rows = {facet: _rows(facet, standard, found[facet], before[facet], loads[facet]) for facet in CUTS}
    return [Cut(facet, rows[facet], facet in known) for facet in CUTS if rows[facet]]


def _rows(
    facet: Facet,
    standard: Standard,
    found: Mapping[str, Tally],
    before: Mapping[str, Tally],
    loads: Mapping[str, Load],
) -> list[CutRow]:
    keys = sorted({*found, *loads})
    names, target = names_of_facet(facet, keys), float(standard.target_percent)
    rows = []
    for key in keys:
        tally = found.get(key, Tally())
        row = CutRow(
            name=names.get(key, key),
            tally=tally,
            judged=tally.judged(target),
            before=before.get(key, Tally()),
            load=loads.get(key, Load()),
        )
        rows.append(row)
    return sorted(rows, key=lambda row: (*_badness(row.judged, row.tally, target), -row.load.late, -row.load.soon))


def _badness(judged: str, tally: Tally, target: float) -> tuple[int, float]:
    return _WORST.index(Judged(judged)), tally.high - target


def _loads(now: dt.datetime) -> Mapping[str, Load]:
    """Late and near dates by code: a matter runs on the standard that bound when it came, perhaps an older one."""
    by_id = running.load(now)
    codes = dict(Standard.objects.filter(pk__in=by_id).values_list("pk", "code"))
    found: dict[str, Load] = {}
    for pk, load in by_id.items():
        found[codes[pk]] = found.get(codes[pk], Load()) + load
    return found
