"""What may be told outside about the customers of a segment: small cells never, and none that a reader could work out.

A profile names kinds of customers with their numbers, beside the number of them all. Leaving out the small numbers is
not enough, for two reasons. One gap is what the others lack of the whole: so more kinds are left unnamed until what
remains could be divided among them in enough ways, and only their sum is told. And one table can fill the gaps of
another, where kinds of the one lie within kinds of the other: a table that would is not told. No profile tells totals
over several segments, so that two of them can't be set against each other. `tests/segmentation/test_disclosure.py`
holds this against a reader who knows these rules.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor, log10

import numpy as np

# No number of customers under this is told, and an untold one could be at least this many numbers.
LEAST = 5
# More kinds than this tell a reader nothing more.
MOST_NAMED = 8
# Figures of a segment outside are about right, not to the baht.
DIGITS = 2

# Sums of zeros and ones: what is not exact is far from it.
EXACT = 1e-6

Sums = np.ndarray[tuple[int, int], np.dtype[np.float64]]

_ADDRESS_OR_NUMBER = re.compile(r"\S@\S|(?:\d[\s-]?){9,}")


@dataclass(frozen=True)
class Mix:
    """The kinds that may be named with their customers, most first, and the customers of all others together."""

    named: tuple[tuple[str, int], ...]
    together: int


def mix_to_tell(counts: Mapping[str, int]) -> Mix | None:
    """Which of these numbers may be told; None where nothing may be."""
    occupied = {key: n for key, n in counts.items() if n > 0}
    named = {key: n for key, n in occupied.items() if n >= LEAST}
    while len(named) > MOST_NAMED or (named and not _is_told_safely(occupied, named)):
        # Equal numbers go together: which of them went would tell the reader how they are sorted.
        least = min(named.values())
        named = {key: n for key, n in named.items() if n > least}
    together = sum(occupied.values()) - sum(named.values())
    return Mix(tuple(sorted(named.items(), key=lambda cell: (-cell[1], cell[0]))), together) if named else None


def _is_told_safely(occupied: Mapping[str, int], named: Mapping[str, int]) -> bool:
    untold = [n for key, n in occupied.items() if key not in named]
    return not untold or is_hidden(untold)


# How many customers have each combination of values, one value for each category.
Combinations = Mapping[tuple[str, ...], int]


def tables_to_tell(combinations: Combinations) -> dict[int, Mix]:
    """The categories that may be told beside one another, by their place in a combination.

    Of two that would give a kind away, the one with more kinds is told."""
    counts = margins(combinations)
    told: dict[int, Mix] = {}
    mixes = {place: mix for place, found in enumerate(counts) if (mix := mix_to_tell(found))}
    for place in sorted(mixes, key=lambda place: (-len(counts[place]), place)):
        if not gives_away(combinations, {**told, place: mixes[place]}):
            told[place] = mixes[place]
    return dict(sorted(told.items()))


def margins(combinations: Combinations) -> list[dict[str, int]]:
    """For each category the customers of each value."""
    counts: list[dict[str, int]] = [{} for _category in next(iter(combinations), ())]
    for values, n in combinations.items():
        for found, value in zip(counts, values, strict=True):
            found[value] = found.get(value, 0) + n
    return counts


def gives_away(combinations: Combinations, told: Mapping[int, Mix]) -> bool:
    """Whether the number of some small kind, of any category, can be worked out by adding and taking away what is
    told, by a reader who knows which combinations occur at all."""
    occurring = [values for values, n in combinations.items() if n > 0]

    def holders(place: int, value: str) -> list[bool]:
        return [values[place] == value for values in occurring]

    known = [[True] * len(occurring)]
    known += [holders(place, value) for place, mix in told.items() for value, _n in mix.named]
    small = [
        holders(place, value)
        for place, found in enumerate(margins(combinations))
        for value, n in found.items()
        if 0 < n < LEAST
    ]
    return bool(small) and _any_follows(np.array(small, dtype=float), np.array(known, dtype=float))


def _any_follows(wanted: Sums, known: Sums) -> bool:
    """Whether one of the wanted sums is a linear combination of the known ones."""
    factors = np.linalg.lstsq(known.T, wanted.T, rcond=None)[0]
    return bool((np.abs(known.T @ factors - wanted.T).max(axis=0) < EXACT).any())


def is_hidden(untold: Iterable[int]) -> bool:
    """Whether the sum leaves each of these numbers, none of them zero, at least LEAST possible values; and, where all
    are small, as a reader of the rule would know, does not leave each the largest small one only."""
    cells = list(untold)
    is_room_below = sum(cells) - len(cells) + 1 >= LEAST
    is_room_above = max(cells) >= LEAST or sum(cells) < len(cells) * (LEAST - 1)
    return len(cells) > 1 and is_room_below and is_room_above


def may_be_told(customers: int) -> bool:
    """Whether a number of customers may be told at all."""
    return customers >= LEAST


def about(value: float) -> float:
    """The figure to two significant digits: it describes the segment and singles out nobody."""
    if not value:
        return 0.0
    return float(round(value, DIGITS - 1 - floor(log10(abs(value)))))


def seems_personal(text: str) -> bool:
    """Whether a text seems to hold an e-mail address, or digits enough for a phone or identity number."""
    return _ADDRESS_OR_NUMBER.search(text) is not None
