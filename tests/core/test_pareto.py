"""Pareto against a worked value, and what must hold for any counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.pareto import VITAL, pareto


def test_the_vital_few_are_the_fewest_that_reach_four_fifths() -> None:
    slices = pareto({"lift": 50, "dust": 10, "toilet": 30, "sign": 10, "never": 0})
    assert [(each.key, each.cumulative, each.is_vital) for each in slices] == [
        ("lift", pytest.approx(0.5), True),
        ("toilet", pytest.approx(0.8), True),
        ("dust", pytest.approx(0.9), False),
        ("sign", pytest.approx(1.0), False),
    ]


def test_nothing_has_no_vital_few_and_less_than_nothing_is_refused() -> None:
    assert pareto({}) == []
    with pytest.raises(ValueError, match="negative"):
        pareto({"lift": -1})


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 1000), max_size=20))
def test_shares_add_up_and_no_smaller_set_of_kinds_would_do(counts: dict[str, int]) -> None:
    slices = pareto(counts)
    total = sum(counts.values())
    assert sum(each.n for each in slices) == total
    assert [each.n for each in slices] == sorted((each.n for each in slices), reverse=True)
    vital = [each.n for each in slices if each.is_vital]
    if total:
        assert sum(vital) >= VITAL * total
        assert sum(vital[:-1]) < VITAL * total
        assert slices[-1].cumulative == pytest.approx(1)
