"""Canned answers: who writes them, and who puts the words of another into use."""

from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission

if TYPE_CHECKING:
    from foundation.accounts.models import User

# Who writes canned answers; a manager who did not write them approves.
WRITES_ANSWERS = (Permission.COMPLAINT_HANDLE, Permission.ADMINISTER)


def may_write_answers(user: "User") -> bool:
    """Whether the person may write canned answers."""
    return any(user.can(permission) for permission in WRITES_ANSWERS)


def may_approve_answer(user: "User", *, author_id: int | None) -> bool:
    """Whether the person may put words into use; never those of one's own hand."""
    return user.can(Permission.COMPLAINT_DECIDE) and user.pk != author_id
