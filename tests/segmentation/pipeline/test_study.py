"""The study as a whole: what must not change its answer, what must, and how it is watched and stopped."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.pipeline import bands, inputs, study
from segmentation.pipeline.choose import Candidate, Gates, choose
from segmentation.pipeline.cluster import kmeans
from segmentation.pipeline.evaluate import gap
from segmentation.pipeline.profile import descriptor
from segmentation.pipeline.stability import repeats
from tests.segmentation.data import blobs

QUICK = study.Settings(transformation="z", k_min=2, k_max=4, resamples=0)


def _labels(frame: pd.DataFrame, settings_: study.Settings = QUICK) -> pd.Series:
    prepared = inputs.prepare(frame, k_max=settings_.k_max)
    result = study.run(prepared, settings_)
    return pd.Series(result.grouping.labels, index=prepared.frame.index).sort_index()


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_order_of_the_rows_does_not_matter(seed: int) -> None:
    frame = blobs(rows=60)
    assert _labels(frame.sample(frac=1, random_state=seed)).tolist() == _labels(frame).tolist()


@settings(max_examples=15)
@given(st.floats(1e-6, 1e6), st.floats(-1e3, 1e3))
def test_unit_of_a_figure_does_not_matter_on_a_common_scale(factor: float, shift: float) -> None:
    frame = blobs(rows=60)
    assert _labels(frame.assign(spend=frame["spend"] * factor + shift * factor)).tolist() == _labels(frame).tolist()


def test_three_plain_groups_are_found() -> None:
    result = study.run(inputs.prepare(blobs(), k_max=5), study.Settings("z", 2, 5, resamples=20))
    assert result.choice.k == 3
    assert result.grouping.sizes == [30, 30, 30]
    assert bands.strength(result.candidates[1].silhouette) == "strong"
    assert all(repeat.mean > 0.95 for repeat in result.repeats)


def test_the_same_seed_gives_the_same_study_and_steps_are_counted() -> None:
    steps: list[tuple[int, int]] = []
    options = study.Settings("log_z", 2, 3, resamples=5)
    prepared = inputs.prepare(blobs(), k_max=3)
    first = study.run(prepared, options, watch=study.Watch(lambda done, total: steps.append((done, total))))
    again = study.run(prepared, options)
    assert first.candidates == again.candidates
    assert first.traits == again.traits
    assert first.picture == again.picture
    assert steps == [(n, 12) for n in range(1, 13)]


def test_a_watch_that_raises_stops_the_study() -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        study.run(inputs.prepare(blobs(), k_max=3), QUICK, watch=study.Watch(stop))


def test_traits_speak_in_original_units_with_an_interval() -> None:
    result = study.run(inputs.prepare(blobs(), k_max=3), study.Settings("log_z", 3, 3, resamples=0))
    for traits, size in zip(result.traits, result.grouping.sizes, strict=True):
        assert size == 30
        for trait in traits:
            assert trait.low < trait.typical < trait.high
    spends = sorted(round(traits[0].typical) for traits in result.traits)
    assert spends == pytest.approx([10, 25, 40], abs=1)


def test_differences_of_all_segments_weigh_out() -> None:
    result = study.run(inputs.prepare(blobs(), k_max=3), study.Settings("z", 3, 3, resamples=0))
    for column in range(2):
        total = sum(t[column].difference * n for t, n in zip(result.traits, result.grouping.sizes, strict=True))
        assert total == pytest.approx(0, abs=1e-9)


def test_noise_is_told_as_weak_and_unstable() -> None:
    noise = pd.DataFrame(np.random.default_rng(3).normal(size=(200, 6)), columns=list("abcdef"))
    result = study.run(inputs.prepare(noise, k_max=6), study.Settings("z", 4, 6, resamples=15))
    chosen = next(c for c in result.candidates if c.k == result.choice.k)
    assert bands.strength(chosen.silhouette) == "none"
    assert chosen.least_stability is not None
    assert chosen.least_stability < 0.75


def test_gap_finds_the_three_groups_and_one_for_noise() -> None:
    frame = blobs()
    result = study.run(inputs.prepare(frame, k_max=5), study.Settings("z", 2, 5, criterion="gap", resamples=0))
    assert result.choice.k == 3
    assert all(c.gap is not None and c.gap_error is not None for c in result.candidates)
    uniform = np.random.default_rng(0).uniform(size=(300, 2))
    one = gap(uniform, kmeans(uniform, 1, seed=0), seed=0, references=10)
    two = gap(uniform, kmeans(uniform, 2, seed=0), seed=0, references=10)
    assert one.value >= two.value - two.error


def test_stability_counts_every_resample() -> None:
    matrix = blobs().to_numpy(float)
    calls: list[int] = []
    found = repeats(matrix, kmeans(matrix, 3, seed=0), seed=0, resamples=7, after_each=lambda: calls.append(1))
    assert len(calls) == 7
    assert [round(repeat.mean, 6) for repeat in found] == [1.0, 1.0, 1.0]


def _candidate(k: int, silhouette: float, *, share: float = 0.2, stability: float | None = 0.9) -> Candidate:
    return Candidate(k, silhouette, 100.0, 1.0, share, stability)


GATES = Gates(smallest_share=0.05, least_stability=0.6)


def test_gates_come_before_the_index() -> None:
    found = choose(
        [_candidate(2, 0.30), _candidate(3, 0.60, share=0.01), _candidate(4, 0.55, stability=0.4)], GATES, "silhouette"
    )
    assert (found.k, found.passed) == (2, True)
    assert found.failures == {2: (), 3: ("too_small",), 4: ("unstable",)}


def test_equals_go_to_the_fewer_segments() -> None:
    found = choose([_candidate(2, 0.30), _candidate(3, 0.5995), _candidate(4, 0.6)], GATES, "silhouette")
    assert (found.k, found.tied_with) == (3, (4,))


def test_when_none_passes_the_best_is_named_and_said_not_to_pass() -> None:
    found = choose([_candidate(2, 0.30, stability=0.3), _candidate(3, 0.6, stability=0.2)], GATES, "silhouette")
    assert (found.k, found.passed) == (3, False)


def test_davies_bouldin_is_better_when_lower() -> None:
    candidates = [Candidate(2, 0.5, 90, 1.4, 0.2, 0.9), Candidate(3, 0.4, 80, 0.9, 0.2, 0.9)]
    assert choose(candidates, GATES, "davies_bouldin").k == 3
    assert choose(candidates, GATES, "calinski_harabasz").k == 2


def test_gap_needs_the_gap_and_skips_what_did_not_pass() -> None:
    with pytest.raises(ValueError, match="not computed"):
        choose([_candidate(2, 0.3), _candidate(3, 0.3)], GATES, "gap")
    rows = [
        Candidate(2, 0, 0, 0, 0.2, 0.1, 0.9, 0.01),
        Candidate(3, 0, 0, 0, 0.2, 0.9, 0.8, 0.01),
        Candidate(4, 0, 0, 0, 0.2, 0.9, 0.7, 0.01),
    ]
    assert choose(rows, GATES, "gap").k == 3


def test_nothing_to_choose_from_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        choose([], GATES, "silhouette")


@pytest.mark.parametrize(
    ("silhouette", "word"),
    [
        (0.71, "strong"),
        (0.70, "reasonable"),
        (0.51, "reasonable"),
        (0.5, "weak"),
        (0.2896, "weak"),
        (0.25, "none"),
        (-0.1, "none"),
    ],
)
def test_bands_of_structure(silhouette: float, word: str) -> None:
    assert bands.strength(silhouette) == word


@pytest.mark.parametrize(
    ("jaccard", "word"),
    [(0.85, "high"), (0.75, "stable"), (0.74, "doubtful"), (0.6, "doubtful"), (0.59, "untrusted"), (0.49, "dissolved")],
)
def test_bands_of_stability(jaccard: float, word: str) -> None:
    assert bands.stability(jaccard) == word


def test_association_of_a_known_table() -> None:
    labels = np.repeat([0, 1], 40)
    values = pd.Series(["a"] * 30 + ["b"] * 10 + ["a"] * 10 + ["b"] * 30)
    found = descriptor("party", values, labels)
    assert found is not None
    assert (round(found.v, 3), found.n, found.sparse) == (0.5, 80, False)
    assert found.shares[0] == {"a": 0.75, "b": 0.25}


def test_a_category_that_does_not_vary_says_nothing() -> None:
    assert descriptor("party", pd.Series(["a", "a", "", None]), np.array([0, 1, 0, 1])) is None
