"""What every service of this room asks before it writes."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, Refused


def demand_customer(customer: Customer, by: User) -> None:
    """The customer is there and for this person. Raises NotAllowed, Refused for one who asked to be forgotten."""
    if customer.is_erased:
        raise Refused(_("This person asked to be forgotten. Nothing more is recorded here."))
    if not Customer.objects.visible_to(by).filter(pk=customer.pk).exists():
        raise NotAllowed(_("Another unit keeps this customer to itself."))


def missing_of(row: Any, names: Iterable[str]) -> dict[str, str]:
    """A message for each of the fields that is empty."""
    return {name.removesuffix("_id"): _("Please fill this in.") for name in names if getattr(row, name) in (None, "")}


def refuse_missing(missing: dict[str, str]) -> None:
    """Raises Incomplete when anything is missing."""
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
