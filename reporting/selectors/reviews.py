"""Annual reviews: the list, one review clause by clause, what waits for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.evidence import CLAUSES
from foundation.governance.clauses import outline
from foundation.governance.models import PolicyClause
from reporting.enums import Assessed, ReviewState
from reporting.figures import in_language
from reporting.lifecycle import MOVES, ONLY_FOR
from reporting.models import AnnualReview, ClauseAssessment
from reporting.rules import followed
from reporting.verdicts import JudgedClause, judge


@dataclass(frozen=True)
class ReviewClause:
    """A clause in a review: its text in force, what was said of it, and the evidence that stood beside."""

    key: str
    clause: PolicyClause | None
    assessment: ClauseAssessment | None
    now: JudgedClause | None
    language: str

    @property
    def title(self) -> str:
        """Number and title in the reader's language."""
        return self.clause.heading if self.clause else outline(self.key).heading

    @property
    def evidence(self) -> dict[str, Any]:
        """The frozen evidence of the assessment in the reader's language; empty before."""
        told: dict[str, Any] = in_language(self.assessment.evidence, self.language) if self.assessment else {}
        return told


def reviews() -> QuerySet[AnnualReview]:
    """Every review, newest first, with what lists show."""
    rows = AnnualReview.objects.select_related("policy", "base_version", "draft_version", "resolution__meeting")
    return rows.select_related("opened_by", "concluded_by", "reviewed_by").order_by("-opened_at")


def review_lines() -> QuerySet[AnnualReview]:
    """Reviews with the number of clauses assessed."""
    return reviews().annotate(assessed=Count("assessments"))


def open_review() -> AnnualReview | None:
    """The review that is under way; at most one is (of the one policy)."""
    found = reviews().exclude(state=ReviewState.CLOSED).first()
    return followed(found) if found else None


def clauses_of(review: AnnualReview, *, language: str, now: datetime | None = None) -> list[ReviewClause]:
    """Every clause of a review in order. With `now` the evidence of this moment stands beside."""
    texts = {clause.key: clause for clause in review.base_version.clauses.all()}
    said = {row.clause: row for row in review.assessments.select_related("assessed_by")}
    judged = {each.clause: each for each in judge(now).clauses} if now else {}
    return [ReviewClause(key, texts.get(key), said.get(key), judged.get(key), language) for key in CLAUSES]


def possible_moves(review: AnnualReview, user: User) -> list[str]:
    """Names of the moves that this person may take now, in the order of the table."""
    return [
        name
        for name, move in MOVES.items()
        if review.state in move.sources
        and ONLY_FOR.get(name, review.outcome) == review.outcome
        and move.permission is not None
        and user.can(move.permission)
    ]


def waits_for(user: User, *, now: datetime) -> list[tuple[AnnualReview, str]]:
    """The open review where this person has something to do, with the name of the step; empty where not."""
    review = open_review()
    if review is None:
        return []
    if review.state == ReviewState.ASSESSING and user.can(Permission.POLICY_ASSESS):
        left = len(CLAUSES) - review.assessments.exclude(verdict=Assessed.UNCLEAR).count()
        return [(review, "assess")] if left else []
    moves = possible_moves(review, user)
    if moves:
        return [(review, moves[0])]
    is_asked = review.state == ReviewState.ACKNOWLEDGING and review.draft_version is not None
    if is_asked and not review.draft_version.acknowledgements.filter(user=user).exists():  # type: ignore[union-attr]
        return [(review, "acknowledge")]
    return []


def is_overdue(review: AnnualReview, now: datetime) -> bool:
    """Whether an open review is past its due date."""
    return review.state != ReviewState.CLOSED and timezone.localdate(now) > review.due_on
