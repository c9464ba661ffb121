"""Reads of this room, one module an aggregate."""

from service_charter.selectors.charter import (
    all_in_force,
    by_area,
    charter_in_force,
    charter_to_come,
    charters,
    open_version,
    published_charters,
    standards_by_key,
    standards_in_force,
    version_before,
)
from service_charter.selectors.coverage import Coverage, coverage
from service_charter.selectors.kept import case_mix, kept_promises, last_quarters
from service_charter.selectors.measurement import (
    CARE_BELOW,
    HIDDEN_BELOW,
    Judged,
    Tally,
    by_facet,
    by_quarter,
    by_standard,
    by_standard_and,
    control_chart,
    ledger,
    names_of_facet,
    weekly,
)
from service_charter.selectors.ranked import CUTS, cut, results

__all__ = [
    "CARE_BELOW",
    "CUTS",
    "HIDDEN_BELOW",
    "Coverage",
    "Judged",
    "Tally",
    "all_in_force",
    "by_area",
    "by_facet",
    "by_quarter",
    "by_standard",
    "by_standard_and",
    "case_mix",
    "charter_in_force",
    "charter_to_come",
    "charters",
    "control_chart",
    "coverage",
    "cut",
    "kept_promises",
    "last_quarters",
    "ledger",
    "names_of_facet",
    "open_version",
    "published_charters",
    "results",
    "standards_by_key",
    "standards_in_force",
    "version_before",
    "weekly",
]
