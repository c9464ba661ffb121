"""The last part of a review: published, acknowledged by staff, closed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import format_date
from foundation.governance import services as governance
from reporting import verdicts
from reporting.models import AnnualReview
from reporting.services.review_common import demand_words, log, moved


@transaction.atomic
def publish_review(
    *, review_id: int, announced_on: date, effective_on: date | None, by: User, now: datetime
) -> AnnualReview:
    """Publish the version that the board approved. Raises NotAllowed, IllegalMove, Refused."""
    review = moved("publish", review_id, by)
    assert review.draft_version_id is not None, "the way of a change has a draft"  # noqa: S101 - by constraint
    governance.publish_policy_version(
        version_id=review.draft_version_id, announced_on=announced_on, effective_on=effective_on, by=by, now=now
    )
    return log("publish", review, by=by, now=now)


@transaction.atomic
def ask_staff(*, review_id: int, acknowledge_by: date, by: User, now: datetime) -> AnnualReview:
    """Ask everyone who signs in to read the new version and say so.

    Raises NotAllowed, IllegalMove, Refused for a day that has passed.
    """
    review = moved("ask_staff", review_id, by)
    if acknowledge_by <= timezone.localdate(now):
        raise Refused(_("Please give people at least until tomorrow."))
    review.acknowledge_by = acknowledge_by
    log("ask_staff", review, by=by, now=now)

    def words() -> str:
        return _("A new version of the policy is in force. Please read it and acknowledge it by %(day)s.") % {
            "day": format_date(acknowledge_by, "long")
        }

    notify_all(staff(), words, review.get_absolute_url(), f"review:{review.public_id}:acknowledge")
    return review


@transaction.atomic
def close_review(*, review_id: int, note: str, by: User, now: datetime) -> AnnualReview:
    """Close the review with a word on what came of it.

    A new version: once everyone has acknowledged or the day has passed. Nothing changed: once the board has decided.
    Raises NotAllowed, IllegalMove, Incomplete.
    """
    is_change = AnnualReview.objects.values_list("draft_version_id", flat=True).get(pk=review_id) is not None
    name = "close" if is_change else "close_unchanged"
    review = moved(name, review_id, by)
    demand_words("note", note, _("Please say what came of the review."))
    if review.acknowledge_by and timezone.localdate(now) <= review.acknowledge_by and not _all_acknowledged(review):
        message = _("Staff may still acknowledge until %(day)s.") % {"day": format_date(review.acknowledge_by, "long")}
        raise Incomplete(message, missing={"note": message})
    review.closed_at, review.closing_note = now, note
    log(name, review, by=by, now=now, note=note)
    transaction.on_commit(verdicts.forget)
    return review


def staff() -> "list[User]":
    """Everyone who may sign in to the staff side."""
    people = User.objects.filter(is_active=True, roles__permissions__contains=[str(Permission.STAFF)])
    return list(people.distinct().order_by("pk"))


def acknowledged_share(review: AnnualReview) -> tuple[int, int]:
    """How many of the staff have acknowledged the new version, and how many there are."""
    people = {person.pk for person in staff()}
    if review.draft_version is None:
        return 0, len(people)
    done = set(review.draft_version.acknowledgements.values_list("user_id", flat=True))
    return len(people & done), len(people)


def _all_acknowledged(review: AnnualReview) -> bool:
    done, total = acknowledged_share(review)
    return done >= total
