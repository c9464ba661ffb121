"""Every write of products and innovation."""

from products.services.catalogue import (
    PRODUCT_FIELDS,
    add_delivery,
    move_product,
    remove_delivery,
    review_product,
    save_product,
)
from products.services.contents import (
    REQUIREMENT_FIELDS,
    TARGET_FIELDS,
    record_actual,
    remove_requirement,
    remove_target,
    save_requirement,
    save_target,
    verify_requirement,
)
from products.services.gates import CRITERION_FIELDS, call_meeting, call_off, cast_vote, decide_gate, save_criterion
from products.services.ideas import Contact, answer_idea, recompute_due_dates, submit_idea, submit_public_idea
from products.services.people import GONE, erase_contact, hashes_of, reveal_contact
from products.services.projects import (
    FROZEN_FIELDS,
    PLAN_FIELDS,
    START_FIELDS,
    attach_paper,
    record_launch,
    resume,
    save_plan,
    start_project,
)

__all__ = [
    "CRITERION_FIELDS",
    "FROZEN_FIELDS",
    "GONE",
    "PLAN_FIELDS",
    "PRODUCT_FIELDS",
    "REQUIREMENT_FIELDS",
    "START_FIELDS",
    "TARGET_FIELDS",
    "Contact",
    "add_delivery",
    "answer_idea",
    "attach_paper",
    "call_meeting",
    "call_off",
    "cast_vote",
    "decide_gate",
    "erase_contact",
    "hashes_of",
    "move_product",
    "recompute_due_dates",
    "record_actual",
    "record_launch",
    "remove_delivery",
    "remove_requirement",
    "remove_target",
    "resume",
    "reveal_contact",
    "review_product",
    "save_criterion",
    "save_plan",
    "save_product",
    "save_requirement",
    "save_target",
    "start_project",
    "submit_idea",
    "submit_public_idea",
    "verify_requirement",
]
