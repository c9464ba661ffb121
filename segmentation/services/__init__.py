"""Every write of segmentation, one function a use case."""

from segmentation.services.adoption import adopt_study
from segmentation.services.runs import execute_run, give_up_run, start_run
from segmentation.services.studies import change_study, copy_study, create_study, rename_segment, revise_study
from segmentation.services.targets import decide_target

__all__ = [
    "adopt_study",
    "change_study",
    "copy_study",
    "create_study",
    "decide_target",
    "execute_run",
    "give_up_run",
    "rename_segment",
    "revise_study",
    "start_run",
]
