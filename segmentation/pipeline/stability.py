"""Does a segment come back when the customers are drawn anew? Bootstrap Jaccard similarity.

Source: Hennig, Cluster-wise assessment of cluster stability (2007). Below 0.5 a cluster dissolved, below 0.6 it is not
to be trusted, from 0.75 it is stable, from 0.85 highly stable.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.pipeline.cluster import Grouping, kmeans
from segmentation.pipeline.scale import Matrix

ROWS = 20_000  # of larger tables a drawn sample is resampled
RESTARTS = 4


@dataclass(frozen=True)
class Repeat:
    """How far one segment came back: mean of the resamples, and the range that holds the middle 95 % of them."""

    mean: float
    low: float
    high: float


def repeats(
    matrix: Matrix, grouping: Grouping, *, seed: int, resamples: int, after_each: Callable[[], None] = lambda: None
) -> list[Repeat]:
    """One Repeat a segment. `after_each` is called after every resample, to show progress or to stop."""
    random = np.random.default_rng(seed)
    rows, labels = matrix, grouping.labels
    if len(rows) > ROWS:
        kept = np.sort(random.choice(len(rows), ROWS, replace=False))
        rows, labels = rows[kept], labels[kept]
    found = []
    for number in range(resamples):
        drawn = np.unique(random.integers(0, len(rows), len(rows)), return_counts=True)
        found.append(_best_matches(rows, labels, grouping.k, drawn, seed=seed + number + 1))
        after_each()
    return [_repeat(np.asarray([row[i] for row in found])) for i in range(grouping.k)]


def _best_matches(
    rows: Matrix, labels: NDArray[np.int64], k: int, drawn: tuple[NDArray[np.intp], NDArray[np.intp]], *, seed: int
) -> list[float]:
    """The best Jaccard similarity of each old segment with any new one, over the rows that were drawn."""
    chosen, times = drawn
    again = kmeans(np.repeat(rows[chosen], times, axis=0), k, seed=seed, restarts=RESTARTS)
    new = again.labels[np.cumsum(times) - 1]
    old = labels[chosen]
    both = np.zeros((k, k))
    np.add.at(both, (old, new), 1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    similarity = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return [float(value) for value in similarity.max(axis=1)]


def _repeat(values: NDArray[np.float64]) -> Repeat:
    low, high = np.quantile(values, [0.025, 0.975])
    return Repeat(float(values.mean()), float(low), float(high))
