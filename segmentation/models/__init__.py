"""Tables of segmentation: the study, its runs, their segments, who belongs where and belonged when, and which segments
are aimed at with which strategy."""

from segmentation.models.period import SegmentFlow, SegmentPeriod
from segmentation.models.result import Membership, Run, Segment
from segmentation.models.strategy import SegmentStrategy, StrategyStep
from segmentation.models.study import Study
from segmentation.models.target import TargetDecision

__all__ = [
    "Membership",
    "Run",
    "Segment",
    "SegmentFlow",
    "SegmentPeriod",
    "SegmentStrategy",
    "StrategyStep",
    "Study",
    "TargetDecision",
]
