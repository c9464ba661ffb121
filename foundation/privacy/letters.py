"""Letters waiting in the outbox, declared as personal data on behalf of core, which lies below this room."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.core.models import OutboxMessage
from foundation.privacy.personal_data import Kind, Person


def find(person: Person) -> Iterable[str]:
    """None of their own accord: a letter lies under the key of the person it is for, and falls silent with it; one
    under a key of its own loses that key when it is sent (foundation.core.outbox)."""
    return ()


def describe(public_id: str) -> Mapping[str, str]:
    """What is kept of a letter."""
    message = OutboxMessage.objects.select_related("data_key").get(public_id=public_id)
    return {str(_("to")): message.recipient or "", str(_("subject")): message.subject or ""}


def erase(public_id: str, *, by: Any, now: datetime) -> None:
    """Nothing is left to do once the person's key is gone."""


LETTERS = Kind(
    kind="letter",
    label=_("letter"),
    models=frozenset({OutboxMessage._meta.label}),
    find=find,
    describe=describe,
    erase=erase,
    notice="complaint",
)
