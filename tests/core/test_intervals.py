"""Confidence intervals of proportions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.intervals import net_promoter, wilson


def test_wilson_of_eighty_in_a_hundred() -> None:
    assert wilson(80, 100) == pytest.approx((0.7112, 0.8666), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_a_share(counts: tuple[int, int]) -> None:
    successes, n = counts
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n + 1e-12
    assert successes / n - 1e-12 <= high <= 1


def test_nothing_observed_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("counts", [(3, 2), (-1, 2)])
def test_wilson_refuses_what_is_no_proportion(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(*counts)


def test_net_promoter_of_the_worked_example() -> None:
    assert net_promoter(100, 40, 200) == pytest.approx((30, 19.18, 40.82), abs=0.01)


def test_net_promoter_stays_within_its_scale() -> None:
    assert net_promoter(3, 0, 3) == (100, 100, 100)


@pytest.mark.parametrize("counts", [(1, 1, 1), (-1, 0, 5), (0, 0, 0)])
def test_net_promoter_refuses_counts_that_do_not_fit(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        net_promoter(*counts)
