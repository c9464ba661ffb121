"""Transformations of the figures before grouping, and the way back into original units."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from segmentation.pipeline.inputs import BadInput

Matrix = NDArray[np.float64]
# Figures are rounded here before grouping, so that 0.1 + 0.2 and 0.3 are the same place on every machine.
DECIMALS = 10


@dataclass(frozen=True)
class Scale:
    """How one figure is bent and measured: `shift` is added before the logarithm, None means no logarithm."""

    shift: float | None
    mean: float
    spread: float

    def bend(self, values: Matrix) -> Matrix:
        """The figure after the logarithm, before the common scale."""
        return values if self.shift is None else np.log(values + self.shift)

    def forward(self, values: Matrix) -> Matrix:
        """From original units to the space in which distances are taken."""
        return np.round((self.bend(values) - self.mean) / self.spread, DECIMALS)

    def unbend(self, values: Matrix) -> Matrix:
        """From the bent space back to original units."""
        return values if self.shift is None else np.exp(values) - self.shift


def fit(frame: pd.DataFrame, transformation: str) -> dict[str, Scale]:
    """The scale of each column for `none`, `z`, `log` or `log_z`.

    The logarithm is natural; a column that holds zeros is taken as ln(1 + x), one with negative figures has no
    logarithm. The standard deviation is that of the population.
    Raises BadInput `negative_column`, and `constant_column` where a column does not vary after the transformation.
    """
    return {str(name): _fit_column(str(name), frame[name].to_numpy(float), transformation) for name in frame.columns}


def _fit_column(name: str, values: Matrix, transformation: str) -> Scale:
    shift = _shift(name, values) if transformation in {"log", "log_z"} else None
    if transformation in {"none", "log"}:
        return Scale(shift, 0.0, 1.0)
    bent = Scale(shift, 0.0, 1.0).bend(values)
    mean, spread = float(bent.mean()), float(bent.std())
    if spread <= 1e-12 * max(abs(mean), 1e-300):
        raise BadInput("constant_column", column=name, value=float(values[0]))
    return Scale(shift, mean, spread)


def _shift(name: str, values: Matrix) -> float:
    least = float(values.min())
    if least < 0:
        raise BadInput("negative_column", column=name, value=least)
    return 0.0 if least > 0 else 1.0


def transform(frame: pd.DataFrame, scales: Mapping[str, Scale]) -> Matrix:
    """The frame as a matrix in the space of the scales, columns in the order of the frame."""
    return np.column_stack([scales[str(name)].forward(frame[name].to_numpy(float)) for name in frame.columns])
