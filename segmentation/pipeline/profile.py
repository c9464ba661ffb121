"""What the segments are like: typical figures with intervals, in original units, and what sets each apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from segmentation.pipeline.cluster import Grouping
from segmentation.pipeline.scale import Matrix, Scale


@dataclass(frozen=True)
class Trait:
    """One figure of one segment.

    `typical` is the centre in original units (the geometric mean where a logarithm was taken), `low` to `high` its 95 %
    interval, `overall` the same centre over everybody, `difference` the distance between the two centres in standard
    deviations of everybody.
    """

    feature: str
    typical: float
    low: float
    high: float
    overall: float
    difference: float


@dataclass(frozen=True)
class Descriptor:
    """How strongly segments go with a category that did not form them.

    `v` is Cramér's V (0 to 1), `p` the chi-squared probability, `sparse` whether an expected count is under 5.
    """

    key: str
    v: float
    p: float
    n: int
    sparse: bool
    shares: dict[int, dict[str, float]]


def traits(frame: pd.DataFrame, scales: Mapping[str, Scale], grouping: Grouping) -> list[list[Trait]]:
    """For each segment its traits, in the order of the columns."""
    return [
        [_trait(frame[name].to_numpy(float), scales[str(name)], grouping.labels == number, str(name)) for name in frame]
        for number in range(grouping.k)
    ]


def _trait(values: Matrix, scale: Scale, inside: np.ndarray, name: str) -> Trait:
    bent = scale.bend(values)
    own = bent[inside]
    centre, overall, spread = own.mean(), bent.mean(), bent.std()
    reach = stats.t.ppf(0.975, len(own) - 1) * own.std(ddof=1) / np.sqrt(len(own)) if len(own) > 1 else np.nan
    typical, low, high, everybody = scale.unbend(np.array([centre, centre - reach, centre + reach, overall]))
    difference = (centre - overall) / spread if spread else 0.0
    return Trait(name, float(typical), float(low), float(high), float(everybody), float(difference))


def explained(matrix: Matrix, grouping: Grouping, columns: list[str]) -> dict[str, float]:
    """η² of each figure: the share of its variance that lies between the segments."""
    total = ((matrix - matrix.mean(axis=0)) ** 2).sum(axis=0)
    within = ((matrix - grouping.centres[grouping.labels]) ** 2).sum(axis=0)
    shares = 1 - np.divide(within, total, out=np.ones_like(total), where=total > 0)
    return dict(zip(columns, (float(max(share, 0.0)) for share in shares), strict=True))


def descriptor(key: str, values: pd.Series, labels: np.ndarray) -> Descriptor | None:
    """The category against the segments, over the rows that have it; None where it does not vary."""
    known = values.notna().to_numpy() & (values.astype("string").fillna("") != "").to_numpy()
    table = pd.crosstab(labels[known], values[known].astype("string"))
    if min(table.shape) < 2:
        return None
    chi2, p, _, expected = stats.chi2_contingency(table, correction=False)
    n = int(table.to_numpy().sum())
    v = float(np.sqrt(chi2 / (n * (min(table.shape) - 1))))
    shares = table.div(table.sum(axis=1), axis=0)
    by_segment = {
        int(row): {str(name): float(share) for name, share in shares.loc[row].items()} for row in shares.index
    }
    return Descriptor(key, v, float(p), n, bool((expected < 5).any()), by_segment)
