"""Showing personal data in full: the reason first, written to the access log, then the values."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from customers.models import ContactPerson, Customer, Enquiry
from customers.selectors.looks import CONTACT_KIND, KIND
from foundation.accounts.models import User
from foundation.core.contacts import format_phone
from foundation.core.identifiers import format_national_id
from foundation.core.thai.places import place
from foundation.privacy.services import log_access, log_views

CUSTOMER_FIELDS = ("national_id", "phone", "email", "address", "place")
ASKER_FIELDS = ("name", "phone", "email")
CONTACT_FIELDS = ("phone", "email", "address", "place")


def print_place(code: str) -> str:
    """A place as it stands in an address, in the reader's language."""
    found = place(code)
    return found.line(get_language() or "th") if found else code


_PRINTED = {"national_id": format_national_id, "phone": format_phone, "place": print_place}


def note_opened(customers: Iterable[Customer], *, by: User, now: datetime) -> None:
    """Names and the words of a timeline are shown unmasked: who opens a record stands in the access log, once a day."""
    new = (row.public_id for row in customers if not getattr(row, "is_noted_today", False))
    log_views(by=by, kind=KIND, public_ids=new, now=now)


@transaction.atomic
def reveal_customer(
    *, customer: Customer, fields: Iterable[str], reason: str, by: User, now: datetime
) -> dict[str, str]:
    """The asked fields of a customer in full, as people write them. Raises Incomplete without a reason."""
    asked = [field for field in CUSTOMER_FIELDS if field in set(fields)]
    log_access(by=by, kind=KIND, public_id=customer.public_id, fields=asked, reason=reason, now=now)
    return {field: _printed(field, getattr(customer, field)) for field in asked}


@transaction.atomic
def reveal_contact(*, contact: ContactPerson, reason: str, by: User, now: datetime) -> dict[str, str]:
    """Telephone, e-mail and address of a contact person in full. Raises Incomplete without a reason."""
    log_access(by=by, kind=CONTACT_KIND, public_id=contact.public_id, fields=CONTACT_FIELDS, reason=reason, now=now)
    return {field: _printed(field, getattr(contact, field)) for field in CONTACT_FIELDS}


@transaction.atomic
def reveal_asker(*, enquiry: Enquiry, reason: str, by: User, now: datetime) -> str:
    """Who asked, in the words of the form. The look is that at the contact person who asked, else at the customer.

    Raises Incomplete without a reason.
    """
    contact = enquiry.interaction.contact
    kind, subject = (CONTACT_KIND, contact) if contact else (KIND, enquiry.customer)
    log_access(by=by, kind=kind, public_id=subject.public_id, fields=ASKER_FIELDS, reason=reason, now=now)
    return enquiry.asker or ""


def _printed(field: str, value: str | None) -> str:
    return _PRINTED.get(field, str)(value) if value else ""
