"""Customers of the register who may be the one who asks: offered to the desk, never linked by themselves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.derived import email_hash, phone_hash
from customers.models import ContactPerson, Customer
from customers.selectors import find_customers
from foundation.accounts.permissions import Permission
from foundation.core.pages import bounded_counts
from service_charter.models import ServiceRequest

if TYPE_CHECKING:
    from foundation.accounts.models import User

SHOWN = 5
_PHONE, _EMAIL = _("the same telephone"), _("the same e-mail")


@dataclass(frozen=True)
class Likely:
    """A customer who may be the one who asks, and what says so."""

    customer: Customer
    why: "tuple[str | Promise, ...]"


def likely(user: "User", request: ServiceRequest) -> list[Likely]:
    """Those with the same telephone or e-mail, their contact persons' too, that this person may see. At most two
    queries; none where the request is linked or who asked was forgotten."""
    if request.customer_id or not user.can(Permission.CUSTOMER_VIEW):
        return []
    hashes = {"phone_hash": phone_hash(request.phone), "email_hash": email_hash(request.email)}
    hashes = {column: value for column, value in hashes.items() if value}
    if not hashes:
        return []
    either = Q(*hashes.items(), _connector=Q.OR)
    contacts = ContactPerson.objects.filter(either, ended_on__isnull=True)[: SHOWN * 10]
    of_contacts = {contact.customer_id: contact for contact in contacts}
    rows = Customer.objects.visible_to(user).filter(either | Q(pk__in=list(of_contacts)))[:SHOWN]
    return [Likely(row, _why((row, of_contacts.get(row.pk)), hashes)) for row in rows]


def known_by_number(user: "User", number: str) -> Customer | None:
    """The customer of exactly this number, if this person may see it."""
    rows = Customer.objects.visible_to(user) if user.can(Permission.CUSTOMER_VIEW) else Customer.objects.none()
    return rows.filter(number=number.strip().upper()).first()


def looked_up(user: "User", needle: str) -> list[Customer]:
    """Customers of a number, name, telephone or e-mail, as said at the telephone; none for who may not see any."""
    return find_customers(user, needle, SHOWN) if user.can(Permission.CUSTOMER_VIEW) and needle else []


def newest_of(user: "User", customer: Customer) -> tuple[list[ServiceRequest], dict[str, int]]:
    """The customer's newest requests that this person may see, and how many are open and in all."""
    rows = ServiceRequest.objects.visible_to(user).filter(customer=customer)
    newest = list(rows.select_related("form").only(*_LISTED).order_by("-received_at", "-id")[:SHOWN])
    counted: dict[str, QuerySet[ServiceRequest]] = {"open": rows.open(), "all": rows}
    return newest, bounded_counts(counted) if newest else {}


def _why(found: "tuple[Customer | ContactPerson | None, ...]", hashes: dict[str, str]) -> "tuple[str | Promise, ...]":
    words = {"phone_hash": _PHONE, "email_hash": _EMAIL}
    same = {column for row in found if row for column, value in hashes.items() if getattr(row, column) == value}
    return tuple(word for column, word in words.items() if column in same)


_LISTED = ("number", "status", "received_at", "score", "form__title_th", "form__title_en")
