"""Pareto: which few kinds make up most of it, so that mending begins there."""

from collections.abc import Mapping
from dataclasses import dataclass

VITAL = 0.8


@dataclass(frozen=True)
class Slice:
    """One kind: how many, its share of all, the share together with all larger ones (0 to 1), and whether it is one of
    the vital few: the fewest that together reach four fifths."""

    key: str
    n: int
    share: float
    cumulative: float
    is_vital: bool


def pareto(counts: Mapping[str, int]) -> list[Slice]:
    """The kinds by size; kinds without any are left out, kinds of one size stand in the order of their keys.

    Raises ValueError for a negative count. {a: 8, b: 1, c: 1} has one vital kind, a.
    """
    if any(n < 0 for n in counts.values()):
        raise ValueError("a count is not negative")
    ordered = sorted(((key, n) for key, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
    total, before, slices = sum(n for _key, n in ordered), 0, []
    for key, n in ordered:
        slices.append(Slice(key, n, n / total, (before + n) / total, before < VITAL * total))
        before += n
    return slices
