"""What "my work" shows: everything that waits for one person across the rooms, from one list of desks."""

from dataclasses import dataclass
from datetime import datetime

from foundation.accounts.models import User
from trdcrm.home import cases, charter, customers, house
from trdcrm.home.shape import Block, Desk, Line

__all__ = ["DESKS", "Block", "Desk", "Line", "Work", "my_work"]

# The most pressing kind first; what is only read comes last.
DESKS = tuple(sorted((*cases.DESKS, *customers.DESKS, *charter.DESKS, *house.DESKS), key=lambda desk: desk.is_news))


@dataclass(frozen=True)
class Work:
    """What waits for a person, and the desks of that person on which nothing lies now."""

    blocks: list[Block]
    quiet: list[Desk]

    @property
    def tasks(self) -> list[Block]:
        """What is to be done, without what is only to be read."""
        return [block for block in self.blocks if not block.desk.is_news]


def my_work(user: User, *, now: datetime) -> Work:
    """Every desk of this person, those with something on them first."""
    blocks, quiet = [], []
    for desk in DESKS:
        if any(user.can(permission) for permission in desk.needs):
            found = desk.find(user, now)
            if found.lines:
                blocks.append(Block(desk, found.lines, found.total))
            else:
                quiet.append(desk)
    return Work(blocks, quiet)
