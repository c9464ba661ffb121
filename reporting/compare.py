"""What a redraft of the policy changes, clause by clause and word by word."""

from dataclasses import dataclass

from foundation.core.changes import Fate, Piece, compare
from foundation.governance.models import PolicyClause, PolicyVersion
from reporting.enums import Assessed
from reporting.models import AnnualReview


@dataclass(frozen=True)
class ClauseChange:
    """A clause before and after, word by word; `asked` says whether an assessment asked for the change."""

    clause: PolicyClause
    pieces: list[Piece]
    asked: bool

    @property
    def gone(self) -> int:
        """Characters that went."""
        return sum(len(piece.text) for piece in self.pieces if piece.fate == Fate.GONE)

    @property
    def new(self) -> int:
        """Characters that came."""
        return sum(len(piece.text) for piece in self.pieces if piece.fate == Fate.NEW)


def changes_of(review: AnnualReview) -> list[ClauseChange]:
    """The clauses of the draft whose text differs from the text in force, in the order of the policy."""
    if review.draft_version is None:
        return []
    asked = set(review.assessments.filter(verdict=Assessed.CHANGE).values_list("clause", flat=True))
    return [
        ClauseChange(clause, compare(before, clause.text_th), clause.key in asked)
        for before, clause in _pairs(review.base_version, review.draft_version)
        if before != clause.text_th
    ]


def _pairs(base: PolicyVersion, draft: PolicyVersion) -> list[tuple[str, PolicyClause]]:
    before = dict(base.clauses.values_list("key", "text_th"))
    return [(before.get(clause.key, ""), clause) for clause in draft.clauses.order_by("position")]
