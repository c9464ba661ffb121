"""Every change of strategy."""

from strategy.services.approval import apply_resolution, enforce, propose, take_back
from strategy.services.definitions import save_definition, start_definition
from strategy.services.drafting import next_edition, remove_part, save_part, save_plan, start_plan
from strategy.services.linking import (
    add_input,
    add_master_item,
    link,
    remove_input,
    remove_master_item,
    save_master_plan,
    unlink,
)
from strategy.services.progress import assign_owner, record_actual, report_progress

__all__ = [
    "add_input",
    "add_master_item",
    "apply_resolution",
    "assign_owner",
    "enforce",
    "link",
    "next_edition",
    "propose",
    "record_actual",
    "remove_input",
    "remove_master_item",
    "remove_part",
    "report_progress",
    "save_definition",
    "save_master_plan",
    "save_part",
    "save_plan",
    "start_definition",
    "start_plan",
    "take_back",
    "unlink",
]
