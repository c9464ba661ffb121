"""Notes to people who sign in, shown at the bell."""

from collections.abc import Callable, Iterable

from django.utils import timezone, translation
from django.utils.functional import Promise

from foundation.core.access import Person
from foundation.core.models import Notification
from foundation.core.prepared import Prepared

# A plain text, a lazy one, or a function that makes the text; the latter two are read in the person's language.
Text = str | Promise | Callable[[], str]
MOST_COUNTED = 100  # the bell shows 99+ from here on
_UNREAD_OF = Prepared(
    lambda key: Notification.objects.filter(user=key, read_at__isnull=True).order_by().values_list("pk")[:MOST_COUNTED]
)


def notify(user: Person, text: Text, url: str = "", key: str = "") -> None:
    """Leave a note for one person; with a key, once."""
    notify_all([user], text, url, key)


def notify_all(users: Iterable[Person], text: Text, url: str = "", key: str = "") -> None:
    """Leave the same note for several people, each in the own language, in one statement."""
    notes = [Notification(user=user, text=_text_for(user, text), url=url, key=key) for user in users]
    Notification.objects.bulk_create(notes, ignore_conflicts=True)


def unread_count(user: Person) -> int:
    """How many notes the person has not read, as far as the bell counts: up to MOST_COUNTED."""
    return len(_UNREAD_OF(user.pk))


def mark_read(user: Person, public_id: str | None = None) -> int:
    """Mark one note, or all, as read. Returns how many were unread."""
    unread = Notification.objects.filter(user=user, read_at__isnull=True)
    return (unread.filter(public_id=public_id) if public_id else unread).update(read_at=timezone.now())


def _text_for(user: Person, text: Text) -> str:
    with translation.override(user.language):
        return str(text() if callable(text) else text)[:500]
