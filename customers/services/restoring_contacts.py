"""Old values of a contact person put back, from the history of that record."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import ContactPerson
from customers.rules import CONTACT_GROUPS
from customers.services.contacts import fill_contact, save_contact
from customers.services.restoring import grounds, told_of
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked


@transaction.atomic
def restore_contact(
    *,
    contact_id: int,
    history_id: int,
    shown_version: int,
    groups: Collection[str],
    reason: str,
    by: User,
    now: datetime,
) -> ContactPerson:
    """Put the facts of these groups (`rules.CONTACT_GROUPS`) back to what they were in one version of the record.

    Who is first to be contacted again takes the place of who is now. Raises NotAllowed, StaleVersion, Incomplete,
    Refused for a forgotten person or a version of another record.
    """
    if not by.can(Permission.CUSTOMER_EDIT):
        raise NotAllowed(_("Your role does not include changing customers."))
    contact = locked(ContactPerson.objects.select_related("data_key"), pk=contact_id, shown_version=shown_version)
    if contact.data_key is None or contact.data_key.is_destroyed:
        raise Refused(_("This person asked to be forgotten. Nothing more is recorded here."))
    words = grounds(groups, reason, all(group in CONTACT_GROUPS for group in groups))
    then = contact.history.filter(history_id=history_id).select_related("data_key").first()
    if then is None:
        raise Refused(_("This version of the record is no longer there."))
    values = {name: getattr(then, name) for group in groups for name in CONTACT_GROUPS[group]}
    if "ended_on" in values:
        contact.ended_on = values.pop("ended_on")
    try:
        fill_contact(contact, {name: "" if value is None else value for name, value in values.items()})
    except Incomplete as refusal:
        raise Incomplete(
            _("The old value does not fit any more: %(why)s") % {"why": " ".join(refusal.missing.values())},
            missing={"groups": " ".join(refusal.missing.values()) or refusal.message},
        ) from refusal
    save_contact(contact, by=by, reason=told_of(then, words))
    return contact
