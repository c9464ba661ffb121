"""Tables of segmentation: the study, its runs, their segments, who belongs where and belonged when, and which segments
are aimed at."""

from segmentation.models.period import SegmentFlow, SegmentPeriod
from segmentation.models.result import Membership, Run, Segment
from segmentation.models.study import Study
from segmentation.models.target import TargetDecision

__all__ = ["Membership", "Run", "Segment", "SegmentFlow", "SegmentPeriod", "Study", "TargetDecision"]
