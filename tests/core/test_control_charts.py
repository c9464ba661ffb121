"""Control charts against worked values, and what must hold for any data."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.control_charts import ControlChart, Group, Signal, p_chart, u_chart


def groups(*pairs: tuple[float, float]) -> list[Group]:
    return [Group(str(place), hits, n) for place, (hits, n) in enumerate(pairs)]


def test_limits_of_a_share_agree_with_the_worked_value() -> None:
    chart = p_chart(groups((18, 200), (22, 200)))
    assert chart.centre == pytest.approx(0.1)
    assert [(round(point.low, 4), round(point.high, 4)) for point in chart.points] == [(0.0364, 0.1636)] * 2


def test_limits_of_a_count_agree_with_the_worked_value() -> None:
    chart = u_chart(groups((7, 2), (9, 2)))
    assert chart.centre == pytest.approx(4)
    assert (chart.points[0].low, round(chart.points[0].high, 3)) == (0, 8.243)


def test_each_group_has_the_limits_of_its_own_size() -> None:
    small, large = p_chart(groups((9, 10), (900, 1000))).points
    assert (small.low, small.high) == pytest.approx((0.6154, 1.0), abs=1e-4)
    assert (large.low, large.high) == pytest.approx((0.8715, 0.9285), abs=1e-4)


def test_a_point_beyond_its_limit_is_no_chance() -> None:
    chart = p_chart(groups((95, 100), (94, 100), (96, 100), (70, 100), (95, 100)))
    assert [point.label for point in chart.signals] == ["3"]
    assert chart.signals[0].signal == Signal.BELOW


def test_eight_on_one_side_are_no_chance_and_seven_are() -> None:
    def chart(run: int) -> ControlChart:
        return p_chart(groups(*[(93, 100)] * 8, *[(97, 100)] * run, (94, 100)))

    assert not [point for point in chart(7).points if point.signal == Signal.RUN_ABOVE]
    assert [point.label for point in chart(8).points if point.signal == Signal.RUN_ABOVE] == ["15"]
    assert [point.label for point in chart(8).points if point.signal == Signal.RUN_BELOW] == ["7"]


def test_a_point_on_the_mean_ends_a_run() -> None:
    chart = p_chart(groups(*[(96, 100)] * 7, (95, 100), *[(96, 100)] * 7, *[(81, 100)]))
    assert Signal.RUN_ABOVE not in {point.signal for point in chart.points}


def test_big_groups_that_spread_more_than_chance_do_not_cry_wolf() -> None:
    draw = random.Random(7)
    shares = [0.9 + draw.uniform(-0.03, 0.03) for _n in range(20)]
    chart = p_chart(groups(*[(round(share * 50_000), 50_000) for share in shares]))
    assert chart.spread > 5
    assert Signal.BELOW not in {point.signal for point in chart.points}


def test_groups_without_observations_are_left_out() -> None:
    assert [point.label for point in p_chart(groups((0, 0), (5, 10))).points] == ["1"]
    assert p_chart([]).points == ()


@pytest.mark.parametrize("pair", [(11, 10), (-1, 10)])
def test_impossible_counts_are_refused(pair: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="share"):
        p_chart(groups(pair))
    if pair[0] < 0:
        with pytest.raises(ValueError, match="count"):
            u_chart(groups(pair))


@given(st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=30))
def test_limits_hold_the_mean_and_stay_shares(pairs: list[tuple[int, int]]) -> None:
    chart = p_chart(groups(*pairs))
    for point in chart.points:
        assert 0 <= point.low <= chart.centre + 1e-12
        assert chart.centre - 1e-12 <= point.high <= 1
