"""Every write of the customer register, one function a use case."""

from customers.services.contacts import add_contact, change_contact, end_contact
from customers.services.interactions import log_interaction
from customers.services.register import change_relation, create_customer, update_customer
from customers.services.reveal import reveal_contact, reveal_customer

__all__ = [
    "add_contact",
    "change_contact",
    "change_relation",
    "create_customer",
    "end_contact",
    "log_interaction",
    "reveal_contact",
    "reveal_customer",
    "update_customer",
]
