"""Tables of segmentation: the study, its runs, their segments, who belongs where and belonged when, which segments
are aimed at with which strategy, which profiles were given out, and the market register."""

from segmentation.models.market import Market
from segmentation.models.period import SegmentFlow, SegmentPeriod
from segmentation.models.profile import ProfileIssue
from segmentation.models.result import Membership, Run, Segment
from segmentation.models.strategy import SegmentStrategy, StrategyStep
from segmentation.models.study import Study
from segmentation.models.target import TargetDecision

__all__ = [
    "Market",
    "Membership",
    "ProfileIssue",
    "Run",
    "Segment",
    "SegmentFlow",
    "SegmentPeriod",
    "SegmentStrategy",
    "StrategyStep",
    "Study",
    "TargetDecision",
]
