"""Every write of the customer register, one function a use case."""

from customers.services.contacts import add_contact, change_contact, end_contact
from customers.services.interactions import log_interaction
from customers.services.register import change_relation, create_customer, update_customer
from customers.services.reveal import reveal_contact, reveal_customer
from customers.services.touchpoints import (
    add_stage,
    add_touchpoint,
    close_touchpoint,
    reopen_touchpoint,
    update_stage,
    update_touchpoint,
)

__all__ = [
    "add_contact",
    "add_stage",
    "add_touchpoint",
    "change_contact",
    "change_relation",
    "close_touchpoint",
    "create_customer",
    "end_contact",
    "log_interaction",
    "reopen_touchpoint",
    "reveal_contact",
    "reveal_customer",
    "update_customer",
    "update_stage",
    "update_touchpoint",
]
