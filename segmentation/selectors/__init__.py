"""Reads of segmentation, for its pages and for the rooms above."""

from segmentation.selectors.among import in_any_segment, in_segment, segments_on_offer
from segmentation.selectors.in_force import (
    current_members,
    memberships_over_time,
    run_in_force,
    segment_names,
    segment_of,
    segments_in_force,
    study_in_force,
)
from segmentation.selectors.markets import markets, overdue_markets, retired_markets
from segmentation.selectors.periods import Move, came_from, periods_at, segments_on, went_to
from segmentation.selectors.population import (
    categories_on_offer,
    feature_quality,
    features_on_offer,
    population_of,
    read_categories,
    read_figures,
)
from segmentation.selectors.profiles import content_of, profile_of, profiles_of, told_outside
from segmentation.selectors.strategies import overdue_steps, step_of, stepped_segments, steps_due, strategy_of
from segmentation.selectors.studies import (
    members_of,
    members_page,
    run_of,
    segment_with_study,
    studies_page,
    studies_to_adopt,
    study_of,
)
from segmentation.selectors.targets import SEGMENT_KIND, Standing, decisions_of, decisions_on, standings

__all__ = [
    "SEGMENT_KIND",
    "Move",
    "Standing",
    "came_from",
    "categories_on_offer",
    "content_of",
    "current_members",
    "decisions_of",
    "decisions_on",
    "feature_quality",
    "features_on_offer",
    "in_any_segment",
    "in_segment",
    "markets",
    "members_of",
    "members_page",
    "memberships_over_time",
    "overdue_markets",
    "overdue_steps",
    "periods_at",
    "population_of",
    "profile_of",
    "profiles_of",
    "read_categories",
    "read_figures",
    "retired_markets",
    "run_in_force",
    "run_of",
    "segment_names",
    "segment_of",
    "segment_with_study",
    "segments_in_force",
    "segments_on",
    "segments_on_offer",
    "standings",
    "step_of",
    "stepped_segments",
    "steps_due",
    "strategy_of",
    "studies_page",
    "studies_to_adopt",
    "study_in_force",
    "study_of",
    "told_outside",
    "went_to",
]
