"""Reads of strategy."""

from strategy.selectors.definitions import definition_in_force, definitions
from strategy.selectors.gaps import Gaps, gaps_of, input_gaps, inputs_of, master_plans
from strategy.selectors.indicators import IndicatorResult, results_of
from strategy.selectors.initiatives import (
    initiative_of,
    initiatives_in_force,
    obligations,
    standing_counts,
    with_standing,
)
from strategy.selectors.plans import edition_before, plan_in_force, plans, plans_in_force

__all__ = [
    "Gaps",
    "IndicatorResult",
    "definition_in_force",
    "definitions",
    "edition_before",
    "gaps_of",
    "initiative_of",
    "initiatives_in_force",
    "input_gaps",
    "inputs_of",
    "master_plans",
    "obligations",
    "plan_in_force",
    "plans",
    "plans_in_force",
    "results_of",
    "standing_counts",
    "with_standing",
]
