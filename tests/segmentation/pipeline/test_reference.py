"""The published values of the wholesale data, to the digits in which they are published."""

import pytest
from sklearn.metrics import adjusted_rand_score

from segmentation.pipeline import inputs, study
from tests.segmentation.data import SPEND, needs_wholesale, wholesale

pytestmark = [needs_wholesale]


@pytest.fixture(scope="module")
def result() -> study.Result:
    prepared = inputs.prepare(wholesale()[SPEND], k_max=5)
    settings = study.Settings(k_min=2, k_max=5, resamples=20)
    return study.run(prepared, settings, descriptors=wholesale()[["Channel", "Region"]])


@pytest.mark.parametrize(
    ("k", "silhouette", "calinski_harabasz", "davies_bouldin"),
    [(2, 0.2896, 187.7, 1.353), (3, 0.2581, 151.7, 1.346)],
)
def test_indices_are_the_published_ones(
    result: study.Result, k: int, silhouette: float, calinski_harabasz: float, davies_bouldin: float
) -> None:
    found = {candidate.k: candidate for candidate in result.candidates}[k]
    assert round(found.silhouette, 4) == silhouette
    assert round(found.calinski_harabasz, 1) == calinski_harabasz
    assert round(found.davies_bouldin, 3) == davies_bouldin


def test_silhouette_of_five_is_the_published_one(result: study.Result) -> None:
    assert round(result.candidates[-1].silhouette, 3) == 0.191


def test_two_segments_are_chosen_and_agree_with_the_trade_channel(result: study.Result) -> None:
    assert result.choice.k == 2
    assert result.choice.passed
    assert round(adjusted_rand_score(wholesale()["Channel"], result.grouping.labels), 2) == 0.52
    channel, region = result.descriptors
    assert (channel.key, round(channel.v, 2)) == ("Channel", 0.73)
    assert (region.key, round(region.v, 2)) == ("Region", 0.06)


def test_rows_in_another_order_give_the_same_segments(result: study.Result) -> None:
    shuffled = wholesale()[SPEND].sample(frac=1, random_state=7)
    again = study.run(inputs.prepare(shuffled, k_max=5), study.Settings(k_min=2, k_max=2, resamples=0))
    assert again.grouping.labels.tolist() == result.grouping.labels.tolist()
