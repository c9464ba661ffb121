"""Every write of the customer register, one function a use case."""

from customers.services.contacts import add_contact, change_contact, end_contact
from customers.services.duplicates import keep_apart, put_side_by_side, start_scan
from customers.services.fields import add_field, change_field
from customers.services.follow_ups import add_follow_up, cancel_follow_up, change_follow_up, finish_follow_up
from customers.services.groups import set_parent
from customers.services.interactions import log_interaction
from customers.services.market_tests import note_market_test
from customers.services.merging import merge_customers, undo_merge
from customers.services.register import change_relation, create_customer, update_customer
from customers.services.reveal import reveal_contact, reveal_customer
from customers.services.saved_views import change_view, delete_view, open_with, save_view
from customers.services.stages import add_stage, move_stage, restore_stage, retire_stage, update_stage
from customers.services.tags import add_tag, change_tag
from customers.services.touchpoints import (
    add_touchpoint,
    close_touchpoint,
    reopen_touchpoint,
    update_touchpoint,
)

__all__ = [
    "add_contact",
    "add_field",
    "add_follow_up",
    "add_stage",
    "add_tag",
    "add_touchpoint",
    "cancel_follow_up",
    "change_contact",
    "change_field",
    "change_follow_up",
    "change_relation",
    "change_tag",
    "change_view",
    "close_touchpoint",
    "create_customer",
    "delete_view",
    "end_contact",
    "finish_follow_up",
    "keep_apart",
    "log_interaction",
    "merge_customers",
    "move_stage",
    "note_market_test",
    "open_with",
    "put_side_by_side",
    "reopen_touchpoint",
    "restore_stage",
    "retire_stage",
    "reveal_contact",
    "reveal_customer",
    "save_view",
    "set_parent",
    "start_scan",
    "undo_merge",
    "update_customer",
    "update_stage",
    "update_touchpoint",
]
