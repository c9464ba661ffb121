"""Who is at the telephone: customers that the officer may see, and what each of them has open with us."""

from typing import TYPE_CHECKING

from complaints.models import Complaint
from customers.models import Customer
from service_charter.selectors.request_customers import known_by_number, looked_up

if TYPE_CHECKING:
    from foundation.accounts.models import User

SHOWN = 5
_LISTED = ("number", "subject", "status", "received_at", "customer_id")


def callers(user: "User", needle: str) -> list[Customer]:
    """Customers of a number, name, telephone or e-mail; exactly one for the number of a customer. At most five."""
    exact = known_by_number(user, needle)
    return [exact] if exact else looked_up(user, needle)


def open_cases_of(user: "User", customer: Customer) -> list[Complaint]:
    """The customer's newest open cases that this person may see."""
    rows = Complaint.objects.visible_to(user).open().filter(customer=customer)
    return list(rows.only(*_LISTED).order_by("-received_at", "-id")[:SHOWN])
