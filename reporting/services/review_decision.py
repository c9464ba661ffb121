"""The middle of a review: the draft or the result is reviewed by another person and decided by the board."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked
from foundation.governance import services as governance
from foundation.governance.enums import PolicyStatus
from foundation.governance.models import Resolution
from reporting.enums import Assessed, Outcome, ReviewState
from reporting.models import AnnualReview
from reporting.services.review_common import demand_words, log, moved, step_on

CONTENT_KIND = "reporting.policy_review"


@transaction.atomic
def submit_draft(*, review_id: int, by: User, now: datetime) -> AnnualReview:
    """Send the redrafted policy to its reviewer.

    Raises NotAllowed, IllegalMove, Incomplete naming the clauses that were to change and read as before.
    """
    review = moved("submit", review_id, by)
    _demand_changes(review)
    governance.submit_policy_for_review(version_id=_draft(review), by=by, now=now)
    return log("submit", review, by=by, now=now)


@transaction.atomic
def approve_review(*, review_id: int, note: str, by: User, now: datetime) -> AnnualReview:
    """The reviewer lets the result go to the board.

    Raises NotAllowed without the permission or for who drafted, assessed or concluded; IllegalMove.
    """
    review = moved("approve", review_id, by)
    _demand_another_person(review, by)
    if review.outcome == Outcome.CHANGE:
        governance.review_policy(version_id=_draft(review), passes=True, note=note, by=by, now=now)
    review.reviewed_by, review.reviewed_at = by, now
    return log("approve", review, by=by, now=now, note=note)


@transaction.atomic
def send_back(*, review_id: int, reason: str, by: User, now: datetime) -> AnnualReview:
    """The reviewer sends the draft back to redrafting, or an unchanged policy back to assessment, with a reason.

    Raises NotAllowed, IllegalMove, Incomplete.
    """
    is_change = AnnualReview.objects.values_list("outcome", flat=True).get(pk=review_id) == Outcome.CHANGE
    name = "send_back" if is_change else "reassess"
    review = moved(name, review_id, by)
    _demand_another_person(review, by)
    demand_words("reason", reason, _("Please say what has to change."))
    if is_change:
        governance.review_policy(version_id=_draft(review), passes=False, note=reason, by=by, now=now)
    else:
        _reopen_assessment(review)
    return log(name, review, by=by, now=now, note=reason)


@transaction.atomic
def propose_review(*, review_id: int, by: User, now: datetime) -> AnnualReview:
    """Lay the exact text, or the result "no change" with every assessment, before the board.

    Raises NotAllowed, IllegalMove.
    """
    review = moved("propose", review_id, by)
    if review.outcome == Outcome.CHANGE:
        version = governance.propose_policy_version(version_id=_draft(review), by=by, now=now)
        review.content_hash = version.content_hash
    else:
        review.content_hash = result_hash(review)
        governance.propose(
            content_kind=CONTENT_KIND,
            content_public_id=review.public_id,
            content_hash=review.content_hash,
            title_th=f"ผลการทบทวนนโยบายประจำปี {review.year_be}: คงนโยบายฉบับที่ {review.base_version.number} ไว้ตามเดิม",
            title_en=f"Policy review {review.year_be - 543}: version {review.base_version.number} stays as it is",
            url=review.get_absolute_url(),
            drafter_ids=_who_worked(review),
            by=by,
            now=now,
        )
    return log("propose", review, by=by, now=now)


def apply_resolution(resolution: Resolution) -> None:
    """The board has decided about a review's draft or its result. Called inside the recording transaction, after
    governance has moved the version; anything else before the board is left alone."""
    if resolution.content_kind == CONTENT_KIND:
        found = AnnualReview.objects.filter(public_id=resolution.content_public_id)
    else:
        found = AnnualReview.objects.filter(draft_version__public_id=resolution.content_public_id)
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        return
    review = locked(AnnualReview.objects.all(), pk=pk)
    if review.state != ReviewState.PROPOSED or review.content_hash != resolution.content_hash:
        return
    name = "board_approves" if resolution.approves else _returned(review)
    step_on(name, review)
    if resolution.approves:
        review.resolution = resolution
    elif review.outcome == Outcome.KEEP:
        _reopen_assessment(review)
    else:
        review.reviewed_by = review.reviewed_at = None
    log(name, review, by=resolution.recorded_by, now=resolution.created_at, note=resolution.remarks or str(resolution))


def result_hash(review: AnnualReview) -> str:
    """The sha-256 of a result "no change": the text that stays and every assessment that says so."""
    rows = review.assessments.order_by("clause").values_list("clause", "verdict", "comment")
    content = {
        "review": review.public_id,
        "policy": review.base_version.content_hash,
        "outcome": str(review.outcome),
        "assessments": [list(row) for row in rows],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _returned(review: AnnualReview) -> str:
    return "board_returns" if review.outcome == Outcome.CHANGE else "board_doubts"


def _reopen_assessment(review: AnnualReview) -> None:
    review.concluded_by = review.reviewed_by = review.reviewed_at = None
    # The way is chosen anew; the outcome stays until then only in the log.
    review.outcome = ""


def _draft(review: AnnualReview) -> int:
    assert review.draft_version_id is not None, "a redrafted policy has a draft"  # noqa: S101 - by constraint
    return review.draft_version_id


def _who_worked(review: AnnualReview) -> set[int]:
    """Who assessed, concluded or drafted: none of them may review the result or record the board's decision."""
    people = set(review.assessments.values_list("assessed_by_id", flat=True))
    if review.concluded_by_id:
        people.add(review.concluded_by_id)
    if review.draft_version is not None:
        people |= set(review.draft_version.drafter_ids)
    return people


def _demand_another_person(review: AnnualReview, by: User) -> None:
    if by.pk in _who_worked(review):
        raise NotAllowed(_("You assessed or drafted in this review, so someone else must review its result."))


def _demand_changes(review: AnnualReview) -> None:
    if review.draft_version is None or review.draft_version.status != PolicyStatus.DRAFT:
        return  # governance refuses with its own words
    wanted = review.assessments.filter(verdict=Assessed.CHANGE).values_list("clause", flat=True)
    before = dict(review.base_version.clauses.values_list("key", "text_th"))
    after = dict(review.draft_version.clauses.values_list("key", "text_th"))
    unchanged = [clause for clause in wanted if before.get(clause) == after.get(clause)]
    if unchanged:
        words = _("These clauses were to change and still read as before: %(clauses)s.")
        message = words % {"clauses": ", ".join(sorted(unchanged))}
        raise Incomplete(message, missing={"clauses": message})
