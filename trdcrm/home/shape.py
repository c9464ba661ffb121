"""What "my work" is made of: lines that wait, blocks of them, and desks, which say how a block is found."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.pages import with_total

LINES = 5


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, where it leads, and either its clock (working time) or the day by which it is due."""

    title: str
    url: str
    detail: str = ""
    due: dt.datetime | None = None
    due_label: str = ""
    used: dt.timedelta | None = None
    allowed: dt.timedelta | None = None
    is_paused: bool = False
    due_on: dt.date | None = None

    @property
    def overrun(self) -> dt.timedelta | None:
        """Working time past the due moment; None while the promise can still be kept."""
        if self.used is None or self.allowed is None or self.used <= self.allowed:
            return None
        return self.used - self.allowed


class Found(NamedTuple):
    """The most pressing lines, and how many there are in all."""

    lines: Sequence[Line]
    total: int


NOTHING = Found((), 0)


@dataclass(frozen=True)
class Desk:
    """What a room lays on the desk of those who hold one of the permissions `needs`.

    `find` reads it in one statement or a few; `url` shows all of it; `empty` says, where nothing waits, what will come
    here. News are read, not done: they are not counted among what waits.
    """

    key: str
    needs: tuple[Permission, ...]
    title: str | Promise
    icon: str
    url: str
    empty: str | Promise
    find: Callable[[User, dt.datetime], Found]
    is_news: bool = False


@dataclass(frozen=True)
class Block:
    """A desk as one person finds it."""

    desk: Desk
    lines: Sequence[Line]
    total: int


def first_of(rows: "QuerySet[Any]", line: Callable[[Any], Line]) -> Found:
    """The first rows as lines, and how many there are; one statement."""
    shown = list(with_total(rows)[:LINES])
    return Found([line(row) for row in shown], shown[0].of if shown else 0)


def joined(*found: Found) -> Found:
    """Several kinds of one desk, one after the other."""
    return Found([line for each in found for line in each.lines][:LINES], sum(each.total for each in found))
