"""The segments on paper: the two directions in which customers differ most."""

from dataclasses import dataclass

import numpy as np

from segmentation.pipeline.cluster import Grouping
from segmentation.pipeline.scale import Matrix

POINTS = 240


@dataclass(frozen=True)
class Picture:
    """Points (x, y, segment) of a drawn sample, the centres, and the share of variance each axis explains."""

    points: list[tuple[float, float, int]]
    centres: list[tuple[float, float]]
    explained: tuple[float, float]


def picture(matrix: Matrix, grouping: Grouping, *, seed: int) -> Picture:
    """The first two principal components; with one figure the second axis is flat. Signs are fixed."""
    middle = matrix.mean(axis=0)
    values, axes = np.linalg.eigh(np.atleast_2d(np.cov(matrix, rowvar=False, bias=True)))
    axes = axes[:, ::-1][:, :2]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1, 1)
    if axes.shape[1] == 1:
        axes = np.column_stack([axes, np.zeros(len(axes))])
        values = np.concatenate([[0.0], values])
    order = np.arange(len(matrix))
    if len(order) > POINTS:
        order = order[np.sort(np.random.default_rng(seed).choice(len(order), POINTS, replace=False))]
    places = (matrix[order] - middle) @ axes
    points = [(*_rounded(place), int(grouping.labels[row])) for place, row in zip(places, order, strict=True)]
    centres = [_rounded(place) for place in (grouping.centres - middle) @ axes]
    shares = values[::-1][:2] / values.sum()
    return Picture(points, centres, (float(shares[0]), float(shares[1])))


def _rounded(place: Matrix) -> tuple[float, float]:
    return round(float(place[0]), 3), round(float(place[1]), 3)
