"""Taking a record in hand to write of it: one door, so that nothing is written of who was forgotten or has gone."""

from django.utils.translation import gettext as _

from customers.models import ContactPerson, Customer
from foundation.core.errors import IllegalMove, StaleVersion


def writable_customer(customer_id: int) -> Customer:
    """The record with its key, locked for the caller's transaction.

    Raises IllegalMove for a person who was forgotten, StaleVersion for a record that was joined with another meanwhile.
    """
    _lock(Customer, customer_id)
    customer = Customer.with_merged.select_related("data_key").get(pk=customer_id)
    if customer.is_erased:
        raise forgotten()
    if customer.is_merged:
        message = _("This record was joined with another one meanwhile. Please write it into the one that stands now.")
        raise StaleVersion(message, shown=0, stored=customer.version)
    return customer


def demand_writable_contact(contact_id: int) -> None:
    """Lock a contact person for the caller's transaction. Raises IllegalMove for one who was forgotten."""
    _lock(ContactPerson, contact_id)
    if ContactPerson.objects.filter(pk=contact_id, data_key__destroyed_at__isnull=False).exists():
        raise forgotten()


def forgotten() -> IllegalMove:
    """What is said instead of writing of a person who was forgotten."""
    return IllegalMove(_("This person asked to be forgotten. Nothing more is recorded here."))


def _lock(model: type[Customer] | type[ContactPerson], pk: int) -> None:
    """In a statement of its own: what the lock waited for is seen whole by the next one, the key of the person too."""
    model._base_manager.select_for_update(of=("self",)).only("pk").get(pk=pk)
