"""What the two homes show, gathered from the rooms' selectors and metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from foundation.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, where it leads, by when."""

    title: str
    url: str
    detail: str = ""
    due: datetime | None = None
    start: datetime | None = None


@dataclass(frozen=True)
class Block:
    """What one room lays on the desk of this person; `url` shows all of it."""

    title: str | Promise
    icon: str
    lines: Sequence[Line]
    url: str
    empty: str | Promise


@dataclass(frozen=True)
class Kept:
    """One promise of the charter with what came of it in a quarter."""

    number: str
    promise: str
    detail: str
    kept: int
    n: int
    target: float

    @property
    def share(self) -> float:
        """Kept of all, in per cent."""
        return 100 * self.kept / self.n

    @property
    def is_kept(self) -> bool:
        """Whether the target was met."""
        return self.share >= self.target


def my_work(user: User, *, now: datetime) -> list[Block]:
    """The blocks of "my work" for this person."""
    return []


def promise_ledger(*, now: datetime) -> list[Kept]:
    """The promises of the charter in force with the result of the last whole quarter; empty before one is measured."""
    return []
