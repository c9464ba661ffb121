"""What may be clustered: a table of finite numbers in which every column varies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

LEAST_ROWS_PER_SEGMENT = 2
LEAST_ROWS = 10


class BadInput(ValueError):
    """The data can't be clustered. `code` names the reason, `facts` what a message needs to say it kindly."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Prepared:
    """Complete rows of finite numbers in the order of their index, and what was left out on the way."""

    frame: pd.DataFrame
    population: int
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def excluded(self) -> int:
        """How many rows lacked a figure."""
        return self.population - len(self.frame)


def prepare(frame: pd.DataFrame, *, k_max: int) -> Prepared:
    """Keep the rows that have every figure, in the order of the index: a shuffled table gives the same study.

    Raises BadInput: `no_features`, `empty_column`, `constant_column`, `too_few_rows`, `too_many_segments`.
    Infinite numbers count as missing.
    """
    if frame.shape[1] == 0:
        raise BadInput("no_features")
    numbers = frame.sort_index().astype(float).replace([np.inf, -np.inf], np.nan)
    missing = {str(name): int(count) for name, count in numbers.isna().sum().items()}
    for name, count in missing.items():
        if count == len(numbers) and len(numbers):
            raise BadInput("empty_column", column=name)
    complete = numbers.dropna()
    if len(complete) < LEAST_ROWS:
        raise BadInput("too_few_rows", rows=len(complete), least=LEAST_ROWS, population=len(numbers))
    for name in complete.columns:
        if complete[name].nunique() == 1:
            raise BadInput("constant_column", column=str(name), value=float(complete[name].iloc[0]))
    most = min(len(complete) // LEAST_ROWS_PER_SEGMENT, len(complete.drop_duplicates()) - 1)
    if k_max > most:
        raise BadInput("too_many_segments", asked=k_max, most=most, rows=len(complete))
    return Prepared(complete, len(numbers), missing)
