"""Tables of segmentation: the study, its runs, their segments, who belongs where, and which segments are aimed at."""

from segmentation.models.result import Membership, Run, Segment
from segmentation.models.study import Study
from segmentation.models.target import TargetDecision

__all__ = ["Membership", "Run", "Segment", "Study", "TargetDecision"]
