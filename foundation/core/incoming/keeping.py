"""How long letters stay readable: those that were taken and that no room still has on its desk fall silent."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, Q

from foundation.core.incoming.receiving import KEPT, forget_letter
from foundation.core.models import IncomingLetter, LetterState

# Letters that a room still needs, as a condition on the row.
_held: list[Callable[[], Q | Exists]] = []


def hold(needed: Callable[[], Q | Exists]) -> None:
    """Keep letters that fit readable; called from `AppConfig.ready()`."""
    _held.append(needed)


def forget_past(*, now: datetime, limit: int = 1000) -> int:
    """Silence letters taken a month ago. Returns how many."""
    past = IncomingLetter.objects.filter(state=LetterState.TAKEN, taken_at__lt=now - KEPT).exclude(stored_as="")
    for needed in _held:
        past = past.exclude(needed())
    letters = list(past.select_related("data_key").order_by("taken_at")[:limit])
    for letter in letters:
        forget_letter(letter, now=now)
    return len(letters)
