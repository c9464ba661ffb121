"""Forgetting a person: the key is destroyed, what was plain is cleared, in the row and in its history.

The sealed columns fall silent with the key wherever they lie: timeline, history, backups. Names stood plain, so that
lists can sort and search; they are taken out by hand.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import ContactPerson, Customer, Enquiry, Interaction, MarketStanding, RelationshipHealth
from customers.selectors.facts import files_of_timeline
from customers.services.enquiry_moves import drop_enquiries
from customers.services.follow_ups import drop_follow_ups
from customers.services.name_words import forget, words_of
from customers.services.register import refresh_derived
from foundation.accounts.models import User
from foundation.core.append_only import writable_history
from foundation.core.crypto import destroy_data_key
from foundation.core.errors import Refused
from foundation.core.files import remove
from foundation.core.models import locked

_NAMES = ("title_th", "name_th", "family_th", "title_en", "name_en", "family_en")
_SEALED = ("national_id", "phone", "email", "address", "place")


@transaction.atomic
def erase_customer(*, customer_id: int, by: User | None, now: datetime) -> Customer:
    """Make a person unreadable, with every record that was joined with it. Doing it twice changes nothing.

    Raises Refused for an organisation: its contact persons are erased one by one.
    """
    customer = locked(Customer.with_merged.select_related("data_key"), pk=customer_id)
    if customer.is_organisation:
        raise Refused(_("An organisation is not a person; its contact persons can be forgotten one by one."))
    if customer.is_erased:
        return customer
    borne = words_of(customer.search_text)
    for name in (*_NAMES, "postcode"):
        setattr(customer, name, "")
    for name in _SEALED:
        setattr(customer, name, None)
    customer.attributes, customer.tags, customer.erased_at = {}, [], now
    refresh_derived(customer)
    for file in files_of_timeline(customer):
        remove(file)
    RelationshipHealth.objects.filter(customer=customer).delete()
    MarketStanding.objects.filter(customer=customer).delete()
    drop_follow_ups(customer, by=by, now=now)
    drop_enquiries(customer, by=by, now=now)
    if customer.data_key:
        destroy_data_key(customer.data_key, now=now)
    customer._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    customer._change_reason = "erasure"  # type: ignore[attr-defined]
    customer.save()
    forget(borne)
    customer.history.update(**dict.fromkeys((*_NAMES, "postcode"), ""), attributes={}, tags=[])
    customer.source_keys.filter(key__startswith="id:").delete()
    for contact in customer.contacts.select_related("data_key"):
        erase_contact(contact_id=contact.pk, by=by, now=now)
    for joined in Customer.with_merged.filter(merged_into=customer).values_list("pk", flat=True):
        erase_customer(customer_id=joined, by=by, now=now)
    return customer


@transaction.atomic
def erase_contact(*, contact_id: int, by: User | None, now: datetime) -> ContactPerson:
    """Make a contact person unreadable. Doing it twice changes nothing."""
    contact = locked(ContactPerson.objects.select_related("data_key"), pk=contact_id)
    if contact.data_key and not contact.data_key.is_destroyed:
        contact.name = contact.phone = contact.email = contact.address = contact.place = None
        contact.phone_hash = contact.email_hash = contact.phone_end4 = contact.phone_end7 = contact.role = ""
        contact.postcode = ""
        contact.is_main, contact.ended_on = False, contact.ended_on or now.date()
        destroy_data_key(contact.data_key, now=now)
        _forget_in_questions(contact)
        contact._history_user = by  # type: ignore[attr-defined]
        contact._change_reason = "erasure"  # type: ignore[attr-defined]
        contact.save()
        contact.history.update(role="", postcode="")
    return contact


def _forget_in_questions(contact: ContactPerson) -> None:
    """Enquiries once bore who asked in the timeline, as the last paragraph, under the key of the customer; of those of
    the contact person the question stays. Later ones have it apart, under the person's own key, and need nothing."""
    old = Enquiry.objects.filter(interaction__contact=contact, data_key=None).values("interaction")
    rows = list(Interaction.objects.filter(pk__in=old).select_related("data_key"))
    if not rows:
        return
    with writable_history():
        for entry in rows:
            question, _blank, _who = (entry.summary or "").rpartition("\n\n")
            if question:
                entry.summary = question
                entry.save(update_fields=["summary"])
