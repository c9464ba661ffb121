"""What this room holds about a person, for access, correction, export and erasure (privacy.personal_data)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foundation.privacy.enums import RetentionAction
from foundation.privacy.personal_data import Keeping, Kind, Person
from products.models import IdeaContact
from products.services import erase_contact, hashes_of


def find(person: Person) -> list[str]:
    """Public ids of contacts of ideas that have the e-mail or telephone."""
    rows = IdeaContact.objects.filter(data_key__destroyed_at__isnull=True)
    found: set[str] = set()
    if person.public_id:
        found |= set(rows.filter(public_id=person.public_id).values_list("public_id", flat=True))
    for column, value in hashes_of(email=person.email, phone=person.phone).items():
        found |= set(rows.filter(**{column: value}).values_list("public_id", flat=True))
    return sorted(found)


def describe(public_id: str) -> Mapping[str, str]:
    """Everything held about the person: contact, idea and answer."""
    contact = IdeaContact.objects.select_related("data_key", "idea").get(public_id=public_id)
    held = {name: getattr(contact, name) or "" for name in ("name", "email", "phone")}
    idea = contact.idea
    return held | {
        "number": idea.number,
        "title": idea.title,
        "description": idea.description,
        "answer": idea.answer,
    }


def _erase(public_id: str, *, by: Any, now: datetime) -> None:
    erase_contact(contact_id=IdeaContact.objects.get(public_id=public_id).pk, by=by, now=now)


IDEA_CONTACT = Kind(
    kind="products.idea_contact",
    label=_("Ideas"),
    models=frozenset({"products.IdeaContact"}),
    find=find,
    describe=describe,
    erase=_erase,
    notice="idea",
    keeping=Keeping(
        since=_("the day on which the idea was answered"),
        ended=lambda: IdeaContact.objects.filter(
            idea__answered_at__isnull=False, data_key__destroyed_at__isnull=True
        ).annotate(kept_from=F("idea__answered_at")),
        action=RetentionAction.ERASE,
    ),
)
