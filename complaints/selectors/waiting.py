"""What management reviews lay on the desk of one person, for "my work"."""

from django.db.models import QuerySet

from complaints.models import ReviewDecision
from foundation.accounts.models import User


def decisions_owed_by(user: User) -> QuerySet[ReviewDecision]:
    """Decisions of management reviews that the person carries and that are not done, the first due at the top."""
    owed = ReviewDecision.objects.filter(owner=user, done_at__isnull=True)
    return owed.select_related("review").defer("review__figures").order_by("due_on", "id")
