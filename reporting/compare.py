"""Two texts word by word, as Thais cut words: what stays, what went, what came."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from foundation.core.thai.text import words
from foundation.governance.models import PolicyClause, PolicyVersion
from reporting.enums import Assessed
from reporting.models import AnnualReview


class Fate(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Neighbouring words of one fate."""

    fate: Fate
    text: str


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


def compare(before: str, after: str) -> list[Piece]:
    """The pieces from one text to the other, deletions before insertions."""
    old, new = words(before) if before else [], words(after) if after else []
    cut: list[tuple[Fate, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            cut.append((Fate.SAME, "".join(old[i1:i2])))
        else:
            cut += [(Fate.GONE, "".join(old[i1:i2])), (Fate.NEW, "".join(new[j1:j2]))]
    told = [(fate, text) for fate, text in cut if text]
    return [Piece(fate, "".join(text for _fate, text in run)) for fate, run in groupby(told, key=lambda one: one[0])]


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
