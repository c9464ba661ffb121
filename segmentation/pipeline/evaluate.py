"""How well a grouping holds together: internal indices of one grouping."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from threadpoolctl import threadpool_limits

from segmentation.pipeline.cluster import Grouping, kmeans
from segmentation.pipeline.scale import Matrix

SILHOUETTE_ROWS = 10_000  # all pairs of more rows would take minutes; 10,000 drawn rows take two seconds
GAP_ROWS = 5_000


@dataclass(frozen=True)
class Indices:
    """Silhouette (−1 to 1, more is better), Calinski–Harabasz (more), Davies–Bouldin (less)."""

    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float


@dataclass(frozen=True)
class Gap:
    """The gap statistic and the standard error of its reference."""

    value: float
    error: float


def indices(matrix: Matrix, grouping: Grouping, *, seed: int) -> Indices:
    """The three indices. Beyond 10,000 rows the silhouette is that of 10,000 rows drawn by the seed.

    Sources: Rousseeuw (1987); Caliński & Harabasz (1974); Davies & Bouldin (1979).
    """
    sample = SILHOUETTE_ROWS if len(matrix) > SILHOUETTE_ROWS else None
    with threadpool_limits(limits=1):
        width = float(silhouette_score(matrix, grouping.labels, sample_size=sample, random_state=seed))
        variance_ratio = float(calinski_harabasz_score(matrix, grouping.labels))
        similarity = float(davies_bouldin_score(matrix, grouping.labels))
    return Indices(width, variance_ratio, similarity)


def gap(matrix: Matrix, grouping: Grouping, *, seed: int, references: int) -> Gap:
    """The gap statistic against uniform rows in the box of the principal components.

    Source: Tibshirani, Walther & Hastie (2001), reference distribution (b). Beyond 5,000 rows, of a drawn sample.
    """
    random = np.random.default_rng(seed)
    rows, inertia = matrix, grouping.inertia
    if len(rows) > GAP_ROWS:
        rows = rows[np.sort(random.choice(len(rows), GAP_ROWS, replace=False))]
        inertia = kmeans(rows, grouping.k, seed=seed).inertia
    centred = rows - rows.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    logs = [
        np.log(kmeans(random.uniform(low, high, size=turned.shape), grouping.k, seed=seed, restarts=3).inertia)
        for _ in range(references)
    ]
    error = float(np.std(logs) * np.sqrt(1 + 1 / references))
    return Gap(float(np.mean(logs) - np.log(max(inertia, 1e-300))), error)
