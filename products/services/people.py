"""Contacts of ideas: how they are found, looked at and forgotten."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.crypto import destroy_data_key, keyed_hash
from foundation.core.errors import NotAllowed
from foundation.core.models import locked, signed
from foundation.privacy.services import log_access
from products.models import Idea, IdeaContact

GONE = "[erased at the person's wish / ลบตามคำขอของเจ้าของข้อมูล]"
CONTACT_FIELDS = ("name", "email", "phone")


def email_hash(email: str) -> str:
    """The keyed hash by which an address is found."""
    return keyed_hash(email.casefold(), purpose="products.email") if email else ""


def phone_hash(phone: str) -> str:
    """The keyed hash by which a telephone number is found."""
    return keyed_hash(phone, purpose="products.phone") if phone else ""


def hashes_of(*, email: str, phone: str) -> dict[str, str]:
    """Columns and hashes by which a person is found; what is no address or number finds nobody."""
    found: dict[str, str] = {}
    for column, given, read, hashed in (
        ("email_hash", email, read_email, email_hash),
        ("phone_hash", phone, read_phone, phone_hash),
    ):
        try:
            if given:
                found[column] = hashed(read(given))
        except BadContact:
            continue
    return found


@transaction.atomic
def reveal_contact(*, idea_id: int, reason: str, by: User, now: dt.datetime) -> dict[str, str]:
    """The contact in clear, after a reason that is logged. Raises NotAllowed, Incomplete, IdeaContact.DoesNotExist."""
    if not by.can(Permission.PRODUCT_EDIT):
        raise NotAllowed(_("You may not see the contact of this person."))
    contact = IdeaContact.objects.select_related("data_key").get(idea_id=idea_id)
    shown = {name: getattr(contact, name) or "" for name in CONTACT_FIELDS}
    log_access(
        by=by,
        kind="products.idea_contact",
        public_id=contact.public_id,
        fields=[name for name in CONTACT_FIELDS if shown[name]],
        reason=reason,
        now=now,
    )
    return shown


@transaction.atomic
def erase_contact(*, contact_id: int, by: User | None, now: dt.datetime) -> None:
    """Destroy the person's key and clear what the person wrote; title, dates and answer stay, so figures stay true."""
    contact = locked(IdeaContact.objects.select_related("data_key"), pk=contact_id)
    if contact.data_key and not contact.data_key.is_destroyed:
        destroy_data_key(contact.data_key, now=now)
    contact.email_hash = contact.phone_hash = ""
    signed(contact, by=by, now=now, reason="erasure").save()
    idea = locked(Idea.objects.all(), pk=contact.idea_id)
    if idea.description:
        idea.description, idea.search_text = GONE, idea.title_form
        signed(idea, by=by, now=now, reason="erasure").save()
        idea.history.exclude(description="").update(description=GONE)
