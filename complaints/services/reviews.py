"""Management reviews: opened by the manager with frozen figures, minuted, decided, closed by the executive."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import ManagementReview, ReviewDecision
from complaints.review_inputs import gather
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify

if TYPE_CHECKING:
    from foundation.accounts.models import User

TEXTS = ("internal_factors", "external_factors", "recommendations", "attendees", "minutes")
NEEDED = ("internal_factors", "external_factors", "recommendations", "attendees", "minutes", "held_on")
MANAGES = Permission.COMPLAINT_DECIDE
# Top management: who approves the programme of audits also ends a review of what they look at.
DIRECTS = Permission.AUDIT_APPROVE


@transaction.atomic
def open_review(*, first_day: date, last_day: date, by: "User", now: datetime) -> ManagementReview:
    """Open the review of a span of days; its figures are gathered now and stay.

    Raises NotAllowed, Incomplete for days that run backward or are not over, IllegalMove while another one is open.
    """
    _demand(by, MANAGES)
    if last_day < first_day:
        message = _("The last day comes before the first.")
        raise Incomplete(message, missing={"last_day": message})
    if last_day > timezone.localdate(now):
        message = _("Please choose days that are over; figures of days to come are not known.")
        raise Incomplete(message, missing={"last_day": message})
    review = ManagementReview(
        first_day=first_day,
        last_day=last_day,
        figures=gather(first_day, last_day, now=now),
        opened_by=by,
        opened_at=now,
        created_at=now,
    )
    try:
        with transaction.atomic():
            signed(review, by=by, now=now).save()
    except IntegrityError as error:
        raise IllegalMove(_("Another review is still open. Please close it first.")) from error
    return review


@transaction.atomic
def write_review(
    *, review_id: int, said: Mapping[str, Any], by: "User", now: datetime, shown_version: int | None = None
) -> ManagementReview:
    """Write factors, recommendations and minutes. Raises NotAllowed, IllegalMove once closed, StaleVersion."""
    _demand(by, MANAGES)
    review = _open(review_id, shown_version)
    for name in (*TEXTS, "held_on"):
        if name in said:
            setattr(review, name, said[name])
    signed(review, by=by, now=now).save()
    return review


@transaction.atomic
def record_decision(
    *, review_id: int, kind: str, what: str, owner: "User", due_on: date, by: "User", now: datetime
) -> ReviewDecision:
    """Minute a decision with the person who carries it and the day. Raises NotAllowed, IllegalMove, Incomplete."""
    _demand(by, MANAGES)
    review = _open(review_id, None)
    missing = {}
    if not what.strip():
        missing["what"] = _("Please say what will be done.")
    if due_on < timezone.localdate(now):
        missing["due_on"] = _("Please choose today or a later day.")
    if not owner.can(MANAGES) and not owner.can(DIRECTS):
        missing["owner"] = _("Please choose a complaint manager or an executive.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    row = ReviewDecision.objects.create(
        review=review, kind=kind, what=what, owner=owner, due_on=due_on, recorded_by=by, recorded_at=now, created_at=now
    )
    if owner != by:
        notify(
            owner,
            gettext_lazy("A management review gave you something to do."),
            review.get_absolute_url(),
            row.public_id,
        )
    return row


@transaction.atomic
def complete_decision(*, decision_id: int, note: str, by: "User", now: datetime) -> ReviewDecision:
    """The owner reports what was done. Raises NotAllowed for anybody else, IllegalMove, Incomplete without a note."""
    row = locked(ReviewDecision.objects.all(), pk=decision_id)
    if row.owner_id != by.pk:
        raise NotAllowed(_("Only the person who carries a decision reports it as done."))
    if row.done_at is not None:
        raise IllegalMove(_("This was reported as done already."))
    if not note.strip():
        message = _("Please say what was done.")
        raise Incomplete(message, missing={"note": message})
    row.done_at, row.done_by, row.done_note = now, by, note
    row.save()
    return row


@transaction.atomic
def close_review(*, review_id: int, note: str, by: "User", now: datetime) -> ManagementReview:
    """End the review. Raises NotAllowed for all but an executive who did not open it, IllegalMove, Incomplete."""
    _demand(by, DIRECTS)
    review = _open(review_id, None)
    if review.opened_by_id == by.pk:
        raise NotAllowed(_("Whoever opened a review does not close it."))
    missing = {name: _("Still to be written.") for name in NEEDED if not getattr(review, name)}
    if not review.decisions.exists():
        missing["decisions"] = _("A review ends with at least one decision.")
    if missing:
        raise Incomplete(
            _("The review is not complete: factors, recommendations, minutes and decisions are needed."),
            missing=missing,
        )
    review.closed_by, review.closed_at, review.closing_note = by, now, note
    signed(review, by=by, now=now, reason=note).save()
    return review


def _open(review_id: int, shown_version: int | None) -> ManagementReview:
    review = locked(ManagementReview.objects.all(), pk=review_id, shown_version=shown_version)
    if not review.is_open:
        raise IllegalMove(_("This review is closed; it stays as it is."))
    return review


def _demand(by: "User", permission: str) -> None:
    if not by.can(permission):
        raise NotAllowed(_("Your role does not include this step."))
