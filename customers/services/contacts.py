"""Contact persons of a customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers import derived, places
from customers.cells import CONTACT_NAME_LENGTH, CONTACT_ROLE_LENGTH
from customers.models import ContactPerson
from customers.services.register import placed, read_values
from customers.services.writable import demand_writable_contact, writable_customer
from customers.words import say
from foundation.accounts.models import User
from foundation.core.crypto import new_data_key
from foundation.core.errors import Incomplete
from foundation.core.models import locked
from foundation.core.numbers import claim_key, claimed_result
from foundation.core.thai.text import normalise_line

FIELDS = ("name", "role", "phone", "email", "is_main", "address", "place", "postcode", *places.PARTS)
SEALED = ("phone", "email", "address", "place")
ONCE = "customers.contact"


@transaction.atomic
def add_contact(
    *, customer_id: int, values: Mapping[str, Any], by: User | None, now: datetime, once: str = ""
) -> ContactPerson:
    """Record a person who speaks for the customer. The first one is the first to be contacted. `once` is the key of
    the request: sent twice, one person is recorded.

    Raises Incomplete with a message per field, Refused for an erased person, StaleVersion for a record that was joined
    meanwhile.
    """
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return ContactPerson.objects.select_related("data_key").get(public_id=claimed_result(ONCE, once))
    customer = writable_customer(customer_id)
    contact = ContactPerson(customer=customer, data_key=new_data_key(), created_at=now)
    contact.is_main = not customer.contacts.filter(is_main=True, ended_on__isnull=True).exists()
    fill_contact(contact, values)
    save_contact(contact, by=by)
    if claim:
        claim.result = contact.public_id
        claim.save(update_fields=["result"])
    return contact


@transaction.atomic
def change_contact(
    *, contact_id: int, shown_version: int, values: Mapping[str, Any], by: User | None, now: datetime
) -> ContactPerson:
    """Change a contact person. Raises StaleVersion, Incomplete, Refused for an erased one."""
    demand_writable_contact(contact_id)
    contact = locked(ContactPerson.objects.select_related("data_key"), pk=contact_id, shown_version=shown_version)
    fill_contact(contact, values)
    save_contact(contact, by=by)
    return contact


@transaction.atomic
def end_contact(*, contact_id: int, by: User | None, now: datetime) -> ContactPerson:
    """The person no longer speaks for the customer; the record stays for the timeline.

    Raises Refused for an erased one.
    """
    demand_writable_contact(contact_id)
    contact = locked(ContactPerson.objects.select_related("data_key"), pk=contact_id)
    contact.ended_on, contact.is_main = contact.ended_on or timezone.localdate(now), False
    save_contact(contact, by=by)
    return contact


def fill_contact(contact: ContactPerson, values: Mapping[str, Any]) -> None:
    """Write what `values` names (FIELDS) into the record, not saved. Raises Incomplete with a message per field."""
    asked = read_values({field: values[field] for field in FIELDS if field in values})
    for field, value in placed(contact, asked).items():
        told = normalise_line(value)[:CONTACT_NAME_LENGTH] if field in {"name", "role"} else value
        setattr(contact, field, (told or None) if field in SEALED else told)
    if not contact.name:
        raise Incomplete(say("required"), missing={"name": say("required")})
    if len(contact.role) > CONTACT_ROLE_LENGTH:
        sentence = say("too_long", {"max": CONTACT_ROLE_LENGTH})
        raise Incomplete(_("Some values can't be taken as they are."), missing={"role": sentence})
    refresh_found_by(contact)


def refresh_found_by(contact: ContactPerson) -> None:
    """Compute the columns by which the contact person is found."""
    for name, value in derived.reached_by(contact.phone, contact.email).items():
        setattr(contact, name, value)


def save_contact(contact: ContactPerson, *, by: User | None, reason: str = "") -> None:
    """Save, with history; whoever was first to be contacted steps back for a new first one."""
    if contact.is_main:
        for other in contact.customer.contacts.filter(is_main=True, ended_on__isnull=True).exclude(pk=contact.pk):
            row = locked(ContactPerson.objects.all(), pk=other.pk)
            row.is_main = False
            row._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
            row.save()
    contact._history_user = by  # type: ignore[attr-defined]
    contact._change_reason = reason or None  # type: ignore[attr-defined]
    contact.save()
