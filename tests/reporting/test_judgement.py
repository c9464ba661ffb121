"""The state rule: met at the target, watched while the interval covers it, missed below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.judgement import State, state_of


def value(number: float | None, low: float | None = None, high: float | None = None) -> dict[str, object]:
    return {"value": number, "n": 100, "low": low, "high": high}


@pytest.mark.parametrize(
    ("measured", "target", "expected"),
    [
        (value(95.0, 92.0, 97.0), 95.0, State.MET),
        (value(93.0, 90.0, 96.0), 95.0, State.WATCH),
        (value(90.0, 86.0, 94.9), 95.0, State.MISSED),
        (value(90.0), 95.0, State.MISSED),
        (value(None), 95.0, None),
        (value(90.0), None, None),
        (None, 95.0, None),
    ],
)
def test_state_of_a_figure_that_should_be_high(measured, target, expected) -> None:
    assert state_of(measured, target) == expected


def test_state_of_a_figure_that_should_be_low() -> None:
    assert state_of(value(3.0, 1.0, 5.0), 4.0, lower_is_better=True) == State.MET
    assert state_of(value(5.0, 3.0, 7.0), 4.0, lower_is_better=True) == State.WATCH
    assert state_of(value(9.0, 8.0, 10.0), 4.0, lower_is_better=True) == State.MISSED


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 20))
def test_a_higher_value_is_never_judged_worse(number: float, target: float, more: float) -> None:
    order = [State.MISSED, State.WATCH, State.MET]
    before = state_of(value(number, number - 5, number + 5), target)
    after = state_of(value(number + more, number + more - 5, number + more + 5), target)
    assert order.index(after) >= order.index(before)
