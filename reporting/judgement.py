"""The state rule of a figure against its target, the same on page and paper."""

from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Met, to be watched, or missed."""

    MET = "met"
    WATCH = "watch"
    MISSED = "missed"


def state_of(value: dict[str, Any] | None, target: float | None, *, lower_is_better: bool = False) -> State | None:
    """The state of a value ({value, n, low, high}) against its target; None without value or target.

    Value at least the target: met. Below it, while the 95 % interval still covers the target: watch.
    The whole interval on the wrong side: missed. Without an interval there is nothing to cover.
    """
    if value is None or value["value"] is None or target is None:
        return None
    sign = -1 if lower_is_better else 1
    if sign * value["value"] >= sign * target:
        return State.MET
    best = value["low"] if lower_is_better else value["high"]
    if best is not None and sign * best >= sign * target:
        return State.WATCH
    return State.MISSED
