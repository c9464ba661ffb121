"""Every write of segmentation, one function a use case."""

from segmentation.services.adoption import adopt_study
from segmentation.services.exports import export_members
from segmentation.services.markets import retire_market, save_market
from segmentation.services.periods import ask_for_missing_periods, ask_to_keep_periods, keep_periods
from segmentation.services.profiles import issue_profile
from segmentation.services.runs import execute_run, give_up_run, start_run
from segmentation.services.strategies import add_step, change_step, move_step_up, set_done, write_strategy
from segmentation.services.studies import change_study, copy_study, create_study, rename_segment, revise_study
from segmentation.services.targets import decide_target

__all__ = [
    "add_step",
    "adopt_study",
    "ask_for_missing_periods",
    "ask_to_keep_periods",
    "change_step",
    "change_study",
    "copy_study",
    "create_study",
    "decide_target",
    "execute_run",
    "export_members",
    "give_up_run",
    "issue_profile",
    "keep_periods",
    "move_step_up",
    "rename_segment",
    "retire_market",
    "revise_study",
    "save_market",
    "set_done",
    "start_run",
    "write_strategy",
]
