"""k-means whose answer does not hang on the number of cores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from segmentation.pipeline.scale import Matrix

Labels = NDArray[np.int64]
RESTARTS = 10


@dataclass(frozen=True)
class Grouping:
    """Each row's segment (0 is the largest), the segments' centres, and the sum of squared distances to them."""

    labels: Labels
    centres: Matrix
    inertia: float

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.centres)

    @property
    def sizes(self) -> list[int]:
        """Rows in each segment."""
        return [int(size) for size in np.bincount(self.labels, minlength=self.k)]


def kmeans(matrix: Matrix, k: int, *, seed: int, restarts: int = RESTARTS) -> Grouping:
    """Group the rows by k-means++ with restarts. Segments are numbered by falling size, then by their centres.

    The starts hang on the seed and on the order of the rows, which `inputs.prepare` fixes. One thread, because sums of
    floats depend on how they are split. Source: Arthur & Vassilvitskii, k-means++ (2007).
    """
    model = KMeans(n_clusters=k, n_init=restarts, random_state=seed)
    with threadpool_limits(limits=1):
        labels = model.fit_predict(matrix)
    return _numbered(labels.astype(np.int64), np.asarray(model.cluster_centers_), float(model.inertia_))


def _numbered(labels: Labels, centres: Matrix, inertia: float) -> Grouping:
    sizes = np.bincount(labels, minlength=len(centres))
    rank = sorted(range(len(centres)), key=lambda i: (-sizes[i], *np.round(centres[i], 6)))
    place = np.empty(len(centres), dtype=np.int64)
    place[rank] = np.arange(len(centres))
    return Grouping(place[labels], centres[rank], inertia)
