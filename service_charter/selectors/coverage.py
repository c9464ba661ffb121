"""Which promise holds at which touchpoint, how it is kept there, and where nothing is promised (policy 5.1, 5.2)."""

import datetime as dt
from dataclasses import dataclass

from customers.models import Touchpoint
from customers.selectors import touchpoints_in_use
from foundation.core.metrics import Period
from service_charter.enums import Facet
from service_charter.models import CharterVersion, Standard
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.kept import last_quarters
from service_charter.selectors.measurement import Tally, by_standard_and


@dataclass(frozen=True)
class Crossing:
    """A promise at a touchpoint; `tally` is what was measured there in the last four quarters."""

    standard: Standard
    is_covered: bool
    tally: Tally


@dataclass(frozen=True)
class TouchpointRow:
    """A touchpoint with every promise of the charter."""

    touchpoint: Touchpoint
    crossings: list[Crossing]

    @property
    def is_hole(self) -> bool:
        """Nothing is promised here."""
        return not any(crossing.is_covered for crossing in self.crossings)


@dataclass(frozen=True)
class Coverage:
    """The table: touchpoints in use by the promises in force."""

    charter: CharterVersion | None
    standards: list[Standard]
    rows: list[TouchpointRow]

    @property
    def holes(self) -> list[Touchpoint]:
        """Touchpoints where nothing is promised."""
        return [row.touchpoint for row in self.rows if row.is_hole]

    @property
    def homeless(self) -> list[Standard]:
        """Promises that name no touchpoint in use."""
        places = {row.touchpoint.code for row in self.rows}
        return [standard for standard in self.standards if not places & set(standard.touchpoints)]


def coverage(now: dt.datetime) -> Coverage:
    """The promises in force at every touchpoint in use; four statements, however large the table."""
    charter = charter_in_force(now)
    standards = list(charter.standards.order_by("number")) if charter else []
    quarters = last_quarters(now)
    year = Period(quarters[0].period.start, quarters[-1].period.end)
    found = by_standard_and(year, Facet.TOUCHPOINT) if standards else {}
    rows = [
        TouchpointRow(
            place,
            [
                Crossing(each, place.code in each.touchpoints, found.get((each.code, str(place.pk)), Tally()))
                for each in standards
            ],
        )
        for place in (touchpoints_in_use() if standards else ())
    ]
    return Coverage(charter, standards, rows)
