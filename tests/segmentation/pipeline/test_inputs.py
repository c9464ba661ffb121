"""Bad input is named, never clustered."""

import numpy as np
import pandas as pd
import pytest

from segmentation.pipeline import inputs, scale
from tests.segmentation.data import blobs


def _code(frame: pd.DataFrame, k_max: int = 3) -> str:
    with pytest.raises(inputs.BadInput) as caught:
        inputs.prepare(frame, k_max=k_max)
    return caught.value.code


def test_no_features() -> None:
    assert _code(pd.DataFrame(index=range(50))) == "no_features"


def test_three_rows() -> None:
    assert _code(blobs().head(3)) == "too_few_rows"


def test_no_rows() -> None:
    assert _code(blobs().head(0)) == "too_few_rows"


def test_constant_column_is_named_with_its_value() -> None:
    with pytest.raises(inputs.BadInput) as caught:
        inputs.prepare(blobs().assign(flat=7.0), k_max=3)
    assert (caught.value.code, caught.value.facts) == ("constant_column", {"column": "flat", "value": 7.0})


def test_column_without_any_figure() -> None:
    assert _code(blobs().assign(none=np.nan)) == "empty_column"


def test_more_segments_than_rows_allow() -> None:
    assert _code(blobs(rows=30), k_max=16) == "too_many_segments"


def test_more_segments_than_different_rows() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0] * 20, "b": [5.0, 6.0] * 20})
    assert _code(frame, k_max=2) == "too_many_segments"


def test_rows_with_missing_or_infinite_figures_are_left_out_and_counted() -> None:
    frame = blobs()
    frame.iloc[0, 0], frame.iloc[1, 1], frame.iloc[2, 0] = np.nan, np.inf, -np.inf
    prepared = inputs.prepare(frame, k_max=3)
    assert (prepared.population, prepared.excluded) == (90, 3)
    assert prepared.missing == {"spend": 2, "visits": 1}
    assert 0 not in prepared.frame.index


def test_negative_figures_have_no_logarithm() -> None:
    with pytest.raises(inputs.BadInput, match="negative_column"):
        scale.fit(blobs() - 30, "log_z")


def test_zeros_are_counted_on_before_the_logarithm() -> None:
    frame = pd.DataFrame({"zeros": [0.0, 1.0, 9.0], "positive": [1.0, 2.0, 4.0]})
    scales = scale.fit(frame, "log")
    assert (scales["zeros"].shift, scales["positive"].shift) == (1.0, 0.0)
    assert scale.transform(frame, scales)[:, 1] == pytest.approx(np.log([1, 2, 4]))


@pytest.mark.parametrize("transformation", ["none", "z", "log", "log_z"])
def test_the_way_back_leads_to_the_original_figures(transformation: str) -> None:
    frame = blobs()
    column = scale.fit(frame, transformation)["spend"]
    values = frame["spend"].to_numpy(float)
    assert column.unbend(column.bend(values)) == pytest.approx(values)
