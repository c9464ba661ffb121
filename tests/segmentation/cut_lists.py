"""Every staff list whose rows hang on a customer, and how a row of it is made: the table of test_cuts.py."""

from collections.abc import Callable
from dataclasses import dataclass

from customers.models import Customer
from tests.complaints.factories import Desk


@dataclass(frozen=True)
class CutList:
    """A list at an address, seen by a role that may see segments; `make` puts a row of a customer into it and answers
    with words that stand in that row alone."""

    key: str
    url: str
    role: str
    make: Callable[[Customer, Desk], str]
    has_strangers: bool = True  # rows whose customer is in no segment


def _customer(customer: Customer, desk: Desk) -> str:
    return customer.number


def _complaint(customer: Customer, desk: Desk) -> str:
    return desk.file(customer_id=customer.pk, description=f"น้ำรั่วที่ร้านของ {customer.number}").number


LISTS = (
    CutList("customers", "/staff/customers/", "auditor", _customer),
    CutList("complaints", "/staff/complaints/?view=all", "auditor", _complaint),
)
