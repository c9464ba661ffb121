"""Control charts: is a share or a rate still the one we know, or has something changed?

The p chart watches shares (promises kept of promises due), the u chart counts per unit (complaints per thousand
visits). Limits are three standard deviations from the mean, each for the size of its own group; where groups spread
far more than chance allows, Laney's p′ and u′ widen them by that factor, so that big numbers do not cry wolf.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import sqrt

SIGMAS = 3
# As many neighbours on one side of the mean are no chance: 2 in 256.
RUN = 8
# Laney's factor is used from here on; below, the spread is what chance explains.
OVERDISPERSED = 1.3
# Mean range of two neighbours in standard deviations.
_D2 = 1.128


class Signal(StrEnum):
    """Why a point is not chance."""

    ABOVE = "above"
    BELOW = "below"
    RUN_ABOVE = "run_above"
    RUN_BELOW = "run_below"


@dataclass(frozen=True)
class Group:
    """What was counted in one span: `hits` of `n` (or per `n` units)."""

    label: str
    hits: float
    n: float


@dataclass(frozen=True)
class Point:
    """A group on the chart with its own limits."""

    label: str
    value: float
    n: float
    low: float
    high: float
    signal: Signal | None = None


@dataclass(frozen=True)
class ControlChart:
    """`centre` is the mean of all groups together; `spread` is Laney's factor, 1 where chance explains the spread."""

    centre: float
    points: tuple[Point, ...]
    spread: float = 1.0

    @property
    def signals(self) -> tuple[Point, ...]:
        """The points that are not chance."""
        return tuple(point for point in self.points if point.signal)


def p_chart(groups: Iterable[Group]) -> ControlChart:
    """The chart of a share. Groups without observations are left out.

    Raises ValueError for more hits than observations. A mean of 0.1 over groups of 200 gives 0.0364 to 0.1636.
    """
    counted = [group for group in groups if group.n > 0]
    if any(not 0 <= group.hits <= group.n for group in counted):
        raise ValueError("a share lies between none and all")
    return _chart(counted, variance=lambda centre: centre * (1 - centre), ceiling=1.0)


def u_chart(groups: Iterable[Group]) -> ControlChart:
    """The chart of a count per unit. Groups without units are left out.

    Raises ValueError for negative counts. A mean of 4 over groups of 2 units gives 0 to 8.243.
    """
    counted = [group for group in groups if group.n > 0]
    if any(group.hits < 0 for group in counted):
        raise ValueError("a count is not negative")
    return _chart(counted, variance=lambda centre: centre, ceiling=None)


def _chart(groups: Sequence[Group], *, variance: Callable[[float], float], ceiling: float | None) -> ControlChart:
    if not groups:
        return ControlChart(0.0, ())
    centre = sum(group.hits for group in groups) / sum(group.n for group in groups)
    sigmas = [sqrt(variance(centre) / group.n) for group in groups]
    spread = _spread([group.hits / group.n - centre for group in groups], sigmas)
    points = []
    for group, sigma in zip(groups, sigmas, strict=True):
        reach = SIGMAS * sigma * spread
        high = centre + reach if ceiling is None else min(centre + reach, ceiling)
        points.append(Point(group.label, group.hits / group.n, group.n, max(centre - reach, 0.0), high))
    return ControlChart(centre, tuple(_judged(points, centre)), spread)


def _spread(distances: Sequence[float], sigmas: Sequence[float]) -> float:
    """Laney's factor: the spread of neighbours in the standard deviations that chance would give; 1 while it fits."""
    if len(distances) < RUN or not all(sigmas):
        return 1.0
    scores = [distance / sigma for distance, sigma in zip(distances, sigmas, strict=True)]
    ranges = [abs(right - left) for left, right in pairwise(scores)]
    factor = sum(ranges) / len(ranges) / _D2
    return factor if factor > OVERDISPERSED else 1.0


def _judged(points: Sequence[Point], centre: float) -> Iterable[Point]:
    run, side_before = 0, 0
    for point in points:
        side = (point.value > centre) - (point.value < centre)
        run = run + 1 if side and side == side_before else abs(side)
        side_before = side
        yield replace(point, signal=_signal(point, side, run))


def _signal(point: Point, side: int, run: int) -> Signal | None:
    if point.value < point.low:
        return Signal.BELOW
    if point.value > point.high:
        return Signal.ABOVE
    if run >= RUN:
        return Signal.RUN_ABOVE if side > 0 else Signal.RUN_BELOW
    return None
