"""Small drawings of the cockpit as numbers for SVG attributes: the row of bars, and trend lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from foundation.core.evidence import Verdict
from foundation.governance.clauses import section_of
from reporting.verdicts import Judgement

STEP, GAP, LEFT = 29, 13, 8
SPARK_WIDTH, SPARK_TOP, SPARK_BOTTOM, SPARK_SIDE = 104, 5.0, 27.0, 3


@dataclass(frozen=True)
class Bar:
    """One clause in the row of bars; `x` is its left end, `middle` where its name stands."""

    clause: str
    label: str
    verdict: Verdict
    x: int

    @property
    def middle(self) -> float:
        """The place of the name under the bar."""
        return self.x + 8.5


@dataclass(frozen=True)
class Spark:
    """A trend line: the path through the known values, the last point, the height of the target."""

    path: str
    last_x: float
    last_y: float
    target_y: float | None


def bars(judgement: Judgement) -> list[Bar]:
    """A bar for every clause, with a gap between sections."""
    made: list[Bar] = []
    x, section = LEFT, None
    for judged in judgement.clauses:
        here = section_of(judged.clause)
        if section is not None and here != section:
            x += GAP
        section = here
        made.append(Bar(judged.clause, short_name(judged.clause), judged.verdict, x))
        x += STEP
    return made


def short_name(clause: str) -> str:
    """What a clause is called where room is scarce: its number, or the sign of a closing provision."""
    return {"report": "R", "review": "A"}.get(clause, clause)


def spark(values: Sequence[float | None], target: float | None) -> Spark | None:
    """The trend of up to eight quarters; None with fewer than two known values."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    ends = [value for _place, value in known] + ([target] if target is not None else [])
    low, high = min(ends), max(ends)
    step = (SPARK_WIDTH - 2 * SPARK_SIDE) / max(len(values) - 1, 1)
    points = [(SPARK_SIDE + place * step, _height(value, low, high)) for place, value in known]
    path = "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    target_y = _height(target, low, high) if target is not None else None
    return Spark(path, round(points[-1][0], 1), round(points[-1][1], 1), target_y)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(SPARK_BOTTOM - share * (SPARK_BOTTOM - SPARK_TOP), 1)
