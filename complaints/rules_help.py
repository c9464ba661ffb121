"""Help with filing (5.1 and 7.1): by when it is promised, how far ahead a day may be chosen, and whether it came."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from complaints.enums_help import HelpState
from foundation.core.clock import Duration

if TYPE_CHECKING:
    from complaints.models import Help

# While no charter in force promises another time.
FALLBACK = Duration(1, "days")
HELP_AHEAD = timedelta(days=30)


def was_kept(row: "Help", *, now: datetime) -> bool | None:
    """Whether the promise was kept; None while nothing is known, and where the help was no longer needed in time."""
    if row.state == HelpState.GIVEN:
        return row.ended_at is not None and row.ended_at <= row.due_at
    if row.state == HelpState.NOT_GIVEN:
        return False
    return False if (row.ended_at or now) > row.due_at else None
