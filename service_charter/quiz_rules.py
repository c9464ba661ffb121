"""Numbers of the quiz on the charter, and who may do what."""

from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import QuizAttempt

ENOUGH = 90  # percent of staff: some are always new, away or ill
OPTIONS = range(1, 5)


def may_keep(user: "User") -> bool:
    """Whoever hands the charter down writes the questions."""
    return user.can(Permission.CHARTER_CASCADE)


def may_see(user: "User", attempt: "QuizAttempt") -> bool:
    """Nobody sees what another answered: those in charge see only who has passed."""
    return attempt.person_id == user.pk


def passes(right: int, asked: int, pass_percent: int) -> bool:
    """Whether so many right answers reach the mark."""
    return 100 * right >= pass_percent * asked
