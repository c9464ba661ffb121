"""Who may do what: pure predicates."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from foundation.accounts.permissions import Permission
from foundation.core.access import Person, may
from foundation.core.models import Attachment
from foundation.governance.enums import PolicyStatus
from reporting.enums import ReviewState
from reporting.lifecycle import FOLLOWS, ON_ITS_WAY

if TYPE_CHECKING:
    from reporting.models import AnnualReview


def may_fetch_evidence(person: Person | None, attachment: Attachment, request: HttpRequest) -> bool:
    """Evidence of an attestation is for everyone who may see the cockpit."""
    return may(person, Permission.POLICY_VIEW)


def followed(review: "AnnualReview") -> "AnnualReview":
    """The review in the state that its version's state means, unsaved: a version on its way leads."""
    version = review.draft_version
    if version is None or review.state not in ON_ITS_WAY:
        return review
    review.state = FOLLOWS.get(PolicyStatus(version.status), ReviewState(review.state))
    review.reviewed_by, review.reviewed_at = version.reviewed_by, version.reviewed_at
    review.resolution = version.resolution
    return review
