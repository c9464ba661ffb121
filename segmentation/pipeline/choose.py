"""Which number of segments: gates first, then one index, then the fewest among equals. Each step stays on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Two numbers of segments whose index differs by less than this share of the best are equal: take the fewer.
TIE = 0.01


@dataclass(frozen=True)
class Candidate:
    """What is known of one number of segments."""

    k: int
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    smallest_share: float
    least_stability: float | None
    gap: float | None = None
    gap_error: float | None = None


@dataclass(frozen=True)
class Gates:
    """What a number of segments must fulfil: share of the smallest segment, stability of the least stable one."""

    smallest_share: float
    least_stability: float

    def failures(self, candidate: Candidate) -> tuple[str, ...]:
        """Names of the gates at which the candidate stops."""
        failed = []
        if candidate.smallest_share < self.smallest_share:
            failed.append("too_small")
        if candidate.least_stability is not None and candidate.least_stability < self.least_stability:
            failed.append("unstable")
        return tuple(failed)


@dataclass(frozen=True)
class Choice:
    """The chosen number, whether any candidate passed the gates, and which were set aside for fewer segments."""

    k: int
    passed: bool
    failures: dict[int, tuple[str, ...]]
    tied_with: tuple[int, ...] = ()


def choose(candidates: Sequence[Candidate], gates: Gates, criterion: str) -> Choice:
    """Among the candidates that pass the gates (among all, if none does) the best by the criterion.

    Raises ValueError without candidates, or for `gap` where the gap was not computed.
    """
    if not candidates:
        raise ValueError("nothing to choose from")
    failures = {candidate.k: gates.failures(candidate) for candidate in candidates}
    passing = [candidate for candidate in candidates if not failures[candidate.k]]
    pool = sorted(passing or candidates, key=lambda candidate: candidate.k)
    if criterion == "gap":
        return Choice(_by_gap(candidates, {candidate.k for candidate in pool}), bool(passing), failures)
    scores = {candidate.k: _score(candidate, criterion) for candidate in pool}
    best = max(scores.values())
    equals = [k for k, score in scores.items() if best - score <= TIE * abs(best)]
    return Choice(equals[0], bool(passing), failures, tuple(equals[1:]))


def _score(candidate: Candidate, criterion: str) -> float:
    """The index, turned so that more is better."""
    return -candidate.davies_bouldin if criterion == "davies_bouldin" else float(getattr(candidate, criterion))


def _by_gap(candidates: Sequence[Candidate], pool: set[int]) -> int:
    """The smallest k of the pool with Gap(k) ≥ Gap(k+1) − s(k+1); its largest when none fulfils it."""
    ordered = sorted(candidates, key=lambda candidate: candidate.k)
    for here, following in pairwise(ordered):
        if here.gap is None or following.gap is None or following.gap_error is None:
            raise ValueError("the gap statistic was not computed")
        if here.k in pool and here.gap >= following.gap - following.gap_error:
            return here.k
    return max(pool)
