"""Tables of segmentation: the study, its runs, their segments, and who belongs where."""

from segmentation.models.result import Membership, Run, Segment
from segmentation.models.study import Study

__all__ = ["Membership", "Run", "Segment", "Study"]
