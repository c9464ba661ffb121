"""Help with filing that nobody waits for any more, because the complaint it was asked for is over."""

from datetime import datetime
from typing import TYPE_CHECKING

from complaints.enums import Status
from complaints.enums_help import HelpState
from complaints.models import Complaint, Help
from complaints.services import measuring
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User

# In a merged or turned matter the help goes on.
ENDING = frozenset({Status.CLOSED, Status.WITHDRAWN})


def drop_help(complaint: Complaint, *, by: "User | None", now: datetime) -> None:
    """What still waits for a locked complaint that is over is no longer needed; `by` is None for the complainant."""
    if complaint.status not in ENDING:
        return
    for pk in complaint.helps.filter(state=HelpState.WAITING).values_list("pk", flat=True):
        row = locked(Help.objects.all(), pk=pk)
        if row.state == HelpState.WAITING:
            row.state, row.ended_at, row.ended_by = HelpState.DROPPED, now, by
            signed(row, by=by, now=now, reason=complaint.status).save()
            measuring.tell_help(row, now=now)
