"""Differences between two editions of a text, for those who decide and for the record.

`components/changes.html` shows a list of them, `components/pieces.html` one text word by word, as Thais cut words;
the rooms say what is compared (service_charter.compare, strategy.compare, reporting.compare).
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from foundation.core.thai.text import words


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
class Change:
    """One difference in the reader's language; an empty side means added or removed."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> "list[Piece]":
        """The difference word by word."""
        return compare(self.before, self.after)


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
