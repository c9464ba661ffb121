"""Reads of customer relationships, for its pages and for the rooms above."""

from relationships.selectors.history import course_of
from relationships.selectors.holdings import (
    HoldingQuery,
    find_holdings,
    holdings_expiring,
    holdings_of,
    holdings_page,
    visible_holding,
    with_value_in_force,
)
from relationships.selectors.needs import needs_by_segment, segments_without_met_need, visible_needs
from relationships.selectors.opportunities import (
    OpportunityQuery,
    board_of,
    find_opportunities,
    opportunities_of,
    opportunities_page,
    visible_opportunity,
)
from relationships.selectors.programmes import (
    find_programmes,
    member_count,
    programme_of,
    programmes_list,
    programmes_of,
    target_segments,
)

__all__ = [
    "HoldingQuery",
    "OpportunityQuery",
    "board_of",
    "course_of",
    "find_holdings",
    "find_opportunities",
    "find_programmes",
    "holdings_expiring",
    "holdings_of",
    "holdings_page",
    "member_count",
    "needs_by_segment",
    "opportunities_of",
    "opportunities_page",
    "programme_of",
    "programmes_list",
    "programmes_of",
    "segments_without_met_need",
    "target_segments",
    "visible_holding",
    "visible_needs",
    "visible_opportunity",
    "with_value_in_force",
]
