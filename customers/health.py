"""Signs by which a relationship is judged. Each room registers its own with its panel (`panels.register(…, signs=…)`).

    Sign("complaints.late", Health.POOR, Permission.COMPLAINT_VIEW, _("Complaints past their date: %(value)s"), find)

    def find(now: datetime) -> QuerySet:          # one row a customer, never one query a customer
        return health.each(Complaint.objects.overdue(at=now), Count("pk"))

A sign is what a person would say: a level, a sentence, and which customers it is true of. Nothing is weighed or summed:
the worst level of the signs that are true is the verdict (`services.health`), and their sentences are the reasons.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Expression, F, QuerySet
from django.utils.functional import Promise

from customers.enums import Health
from foundation.accounts.permissions import Permission
from foundation.core.thai.dates import format_date

# Rows of (customer_id, value); the value, a number or a day, fills the sentence.
Find = Callable[[datetime], "QuerySet[Any, Any]"]


@dataclass(frozen=True)
class Sign:
    """What may be true of a customer. `words` tells it in the reader's language and may hold %(value)s.

    `permission` says who reads the sentence; everybody else learns only that there is a reason elsewhere.
    """

    key: str
    level: Health
    permission: Permission
    words: str | Promise
    find: Find

    def told(self, value: Any) -> str:
        """The sentence, filled."""
        return str(self.words) % {"value": _shown(value)}


def each(rows: "QuerySet[Any]", value: Expression, *, customer: str = "customer") -> "QuerySet[Any, Any]":
    """One row a customer: what of the rows fills the sentence (their number, the last day among them). `customer` leads
    from a row to its customer; rows without one may be among them."""
    if customer == "customer":
        by_customer = rows.order_by().values("customer_id")
    else:
        by_customer = rows.order_by().values(customer_id=F(f"{customer}_id"))
    found: QuerySet[Any, Any] = by_customer.annotate(value=value)
    return found


_signs: dict[str, Sign] = {}


def register(sign: Sign) -> None:
    """Offer a sign; called by `panels.register`. Raises ValueError when the key is taken by another."""
    if _signs.get(sign.key, sign) != sign:
        raise ValueError(f"sign {sign.key} is declared twice")
    _signs[sign.key] = sign


def signs() -> list[Sign]:
    """Every sign, the worst first, in the order in which rooms registered."""
    order = list(Health)
    return sorted(_signs.values(), key=lambda sign: order.index(sign.level))


def sign_of(key: str) -> Sign | None:
    """A sign by its key; None where its room no longer offers it."""
    return _signs.get(key)


def _shown(value: Any) -> str:
    try:
        return format_date(date.fromisoformat(value)) if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)
