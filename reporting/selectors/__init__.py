"""Reads of the reporting room."""

from reporting.selectors.cockpit import attestations_of, cockpit, judged_at, verdict_history
from reporting.selectors.quarters import QuarterLine, editions_of, newest_printed, quarter_lines
from reporting.selectors.reviews import open_review, review_lines, reviews

__all__ = [
    "QuarterLine",
    "attestations_of",
    "cockpit",
    "editions_of",
    "judged_at",
    "newest_printed",
    "open_review",
    "quarter_lines",
    "review_lines",
    "reviews",
    "verdict_history",
]
