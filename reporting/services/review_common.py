"""What every step of a review shares: the lock, the demands of the lifecycle, the log."""

from datetime import datetime

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked, signed
from reporting.lifecycle import MOVES, ONLY_FOR
from reporting.models import AnnualReview, ReviewStep
from reporting.rules import followed


def demand_words(field: str, words: str, message: str) -> None:
    """Raises Incomplete naming the field when nothing was written."""
    if not words:
        raise Incomplete(message, missing={field: message})


def locked_review(review_id: int) -> AnnualReview:
    """The review for update, its state that of its version where one is on its way. Raises DoesNotExist."""
    return followed(locked(AnnualReview.objects.select_related("draft_version", "base_version"), pk=review_id))


def moved(name: str, review_id: int, by: User) -> AnnualReview:
    """The locked review, moved but not yet saved. Raises NotAllowed, IllegalMove."""
    demand(by, MOVES[name].permission)
    return step_on(name, locked_review(review_id))


def step_on(name: str, review: AnnualReview) -> AnnualReview:
    """Move a locked review; `log` saves it. Raises IllegalMove from a wrong state or on the other way."""
    if ONLY_FOR.get(name, review.outcome) != review.outcome:
        raise IllegalMove(_("This step belongs to the other way of a review. Please look at the latest status."))
    review.came_from = review.state  # type: ignore[attr-defined]  # for the log alone
    review.state = MOVES[name].from_(review.state)
    return review


def log(name: str, review: AnnualReview, *, by: User | None, now: datetime, note: str = "") -> AnnualReview:
    """Save a moved review and write the step down."""
    signed(review, by=by, now=now, reason=note or name).save()
    source = getattr(review, "came_from", "")
    ReviewStep.objects.create(review=review, move=name, source=source, target=review.state, by=by, at=now, note=note)
    return review
