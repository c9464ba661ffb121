"""The registry of metrics: each is declared once, by the room that owns the data, and read from everywhere.

No number is computed twice in two ways: dashboards, charts, API, reports and the cockpit all read here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise

from foundation.core.intervals import wilson

Text = str | Promise
SMALLEST_SHOWN = 5


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Period:
    """A half-open span of time [start, end), aware datetimes."""

    start: datetime
    end: datetime

    @property
    def days(self) -> tuple[date, date] | None:
        """Its first local day and the day after its last; None where it begins or ends within a day."""
        ends = (timezone.localtime(self.start), timezone.localtime(self.end))
        return None if any(end.time() != time.min for end in ends) else (ends[0].date(), ends[1].date())


@dataclass(frozen=True)
class Value:
    """A measured value with what is needed to judge it.

    `value` is None when nothing was measured; `n` is the number of observations behind it;
    `low` and `high` are the ends of a 95 % interval where the metric is an estimate.
    """

    value: Decimal | float | int | None
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def is_held_back(self) -> bool:
        """A share of so few that it would point at persons; shown as “n < 5”."""
        return self.low is not None and self.n < SMALLEST_SHOWN


def share(good: int, n: int, *, digits: int | None = None) -> Value:
    """`good` of `n` in percent, rounded to `digits`, with Wilson's 95 % interval; nothing measured where `n` is 0."""
    if not n:
        return Value(None, 0)
    low, high = wilson(good, n)
    percent = 100 * good / n
    return Value(percent if digits is None else round(percent, digits), n, 100 * low, 100 * high)


# One set-based query: the period and the name of a breakdown dimension (or None) to {key of the dimension: Value}.
# Without a dimension the only key is "".
Query = Callable[[Period, str | None], Mapping[str, Value]]


@dataclass(frozen=True)
class Metric:
    """A figure with its definition. `key` is dotted: room.name; `clause` is the policy clause it serves.

    `target` is fixed; where a charter sets the target, `promised` reads it as it stood at a moment. With `is_public`
    the public page of kept promises shows it, quarter by quarter.
    """

    key: str
    clause: str
    title: Text
    unit: Text
    formula: Text
    direction: Direction
    query: Query
    target: float | None = None
    decimals: int = 0
    dimensions: tuple[str, ...] = ()
    promised: Callable[[datetime], float | None] | None = None
    is_public: bool = False

    def target_at(self, at: datetime) -> float | None:
        """The target at that moment: what was promised then where a promise sets it, else the fixed one."""
        return self.promised(at) if self.promised else self.target

    def measure(self, period: Period, by: str | None = None) -> Mapping[str, Value]:
        """Values for the period, whole or by a dimension.

        Raises ValueError for a dimension that the metric does not offer.
        """
        if by is not None and by not in self.dimensions:
            raise ValueError(f"{self.key} has no dimension {by!r}")
        return self.query(period, by)


_metrics: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Add a metric; called from `AppConfig.ready()`.

    Raises ValueError when the key is taken.
    """
    if metric.key in _metrics and _metrics[metric.key] is not metric:
        raise ValueError(f"metric {metric.key} is declared twice")
    _metrics[metric.key] = metric
    return metric


def cut_further(key: str, dimension: str, query: Callable[[Period], Mapping[str, Value]]) -> Metric:
    """Let a room above offer one more dimension of a metric: the same rows, grouped by what only it knows.

    Called from `AppConfig.ready()` of that room, after the metric was registered. Readers of the registry see one
    metric with the dimension added. Raises KeyError for an unknown metric; offering it twice changes nothing.
    """
    metric = _metrics[key]
    if dimension in metric.dimensions:
        return metric

    def with_the_cut(period: Period, by: str | None) -> Mapping[str, Value]:
        return query(period) if by == dimension else metric.query(period, by)

    _metrics[key] = replace(metric, query=with_the_cut, dimensions=(*metric.dimensions, dimension))
    return _metrics[key]


def get(key: str) -> Metric:
    """The metric of that key. Raises KeyError."""
    return _metrics[key]


def all_metrics() -> list[Metric]:
    """Every registered metric, ordered by clause and key."""
    return sorted(_metrics.values(), key=lambda metric: (metric.clause, metric.key))


@dataclass(frozen=True)
class Dimension:
    """A way to break metrics down, with names for its keys in the reader's language."""

    key: str
    label: Text
    names: Callable[[Iterable[str]], Mapping[str, str]]


def dimension_of_choices(key: str, label: Text, choices: type[TextChoices]) -> Dimension:
    """A dimension whose keys are the values of an enumeration."""
    return Dimension(
        key, label, lambda keys: {str(value): str(name) for value, name in choices.choices if value in keys}
    )


_dimensions: dict[str, Dimension] = {}


def register_dimension(dimension: Dimension) -> None:
    """Add a dimension; called from `AppConfig.ready()` of the room that owns its keys."""
    _dimensions[dimension.key] = dimension


def label_of(dimension: str) -> Text:
    """What a dimension is called; its key where nobody has registered it."""
    return _dimensions[dimension].label if dimension in _dimensions else dimension


def names_of(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """Names of the keys of a dimension in the reader's language; a key without a name stands for itself."""
    wanted = list(keys)
    known = _dimensions[dimension].names(wanted) if dimension in _dimensions else {}
    return {key: known.get(key) or key for key in wanted}
