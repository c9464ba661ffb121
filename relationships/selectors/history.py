"""What happened to a contract, an opportunity or a programme, in the words of its life."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

LIMIT = 12


@dataclass(frozen=True)
class Happening:
    """One change: the state the row came to, or that it was recorded or changed; who, when and why."""

    what: str
    row: Any


def course_of(row: Any, state: str) -> list[Happening]:
    """The latest changes, newest first; `state` is the field of its lifecycle. One statement."""
    rows = list(row.history.select_related("history_user").order_by("-history_date", "-history_id")[: LIMIT + 1])
    pairs = list(zip_longest(rows, rows[1:]))
    return [Happening(_what(new, old, state), new) for new, old in pairs[:LIMIT]]


def _what(new: Any, old: Any, state: str) -> str:
    if new.history_type == "+":
        return _("Recorded")
    if old is not None and getattr(new, state) != getattr(old, state):
        return str(getattr(new, f"get_{state}_display")())
    return _("Changed")
