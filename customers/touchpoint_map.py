"""The map of stages × touchpoints: how much passes at each crossing, how satisfied customers are, where gaps are.

Every figure comes from the registry. Feedback belongs to a room above, so it is looked up by key and left out where
nobody has registered it; by `crossing` where the metric offers that, else by `touchpoint`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from customers.enums import TouchpointKind
from customers.models import LifecycleStage, Touchpoint
from customers.selectors import crossing_key, stages, touchpoints_in_use
from customers.touchpoint_metrics import contacts
from foundation.core.list_filters import NO_CUTS, Cuts
from foundation.core.metrics import Period, Value, all_metrics

CONTACTS = "customers.contacts"
# The share of satisfied answers; the answers behind it are the feedback given.
SATISFACTION = "voc.feedback_csat"
# Fewer answers are not shown (privacy); fewer than the second are shown with a word of care.
HIDDEN_BELOW, CARE_BELOW = 5, 30


@dataclass(frozen=True)
class Satisfaction:
    """What customers said: `percent` is None where nothing may be shown; `n` answers; `is_few` asks for care."""

    percent: float | None
    n: int

    @property
    def is_few(self) -> bool:
        """Whether so few answered that the figure may be chance."""
        return self.n < CARE_BELOW


@dataclass(frozen=True)
class Cell:
    """A crossing. `volume` is None where the touchpoint does not serve the stage."""

    volume: int | None
    satisfaction: Satisfaction | None = None

    @property
    def is_quiet(self) -> bool:
        """It should serve the stage, but nothing passed."""
        return self.volume == 0


@dataclass(frozen=True)
class Line:
    """A touchpoint with its crossings in the order of the stages, and what passed there in all."""

    touchpoint: Touchpoint
    cells: list[Cell]
    contacts: int
    feedback: int
    satisfaction: Satisfaction | None


@dataclass(frozen=True)
class Gap:
    """What a stage lacks, in words."""

    stage: LifecycleStage
    words: str
    is_hole: bool


@dataclass(frozen=True)
class Map:
    """The whole page. `unplaced` counts contacts that name no touchpoint; `is_cut` says that only some customers'
    contacts are counted, and no feedback, which nobody signs."""

    stages: list[LifecycleStage]
    groups: list[tuple[str, list[Line]]]
    gaps: list[Gap]
    contacts: int
    unplaced: int
    has_feedback: bool
    is_cut: bool = False


class _Figures:
    """The values of the two metrics in a period, one query a metric and dimension; those of contacts can be cut."""

    def __init__(self, period: Period, cuts: Cuts) -> None:
        self._metrics = {metric.key: metric for metric in all_metrics() if not cuts or metric.key == CONTACTS}
        self._period = period
        self._cuts = cuts
        self._cache: dict[tuple[str, str | None], Mapping[str, Value]] = {}

    def has(self, key: str) -> bool:
        return key in self._metrics

    def by(self, key: str, dimension: str | None) -> Mapping[str, Value]:
        """Values by dimension; none where the metric is missing or does not offer it."""
        metric = self._metrics.get(key)
        if metric is None or (dimension is not None and dimension not in metric.dimensions):
            return {}
        if (key, dimension) not in self._cache:
            self._cache[key, dimension] = (
                contacts(self._period, dimension, cuts=self._cuts)
                if self._cuts
                else metric.measure(self._period, dimension)
            )
        return self._cache[key, dimension]

    def count(self, key: str, dimension: str | None, name: str = "") -> int:
        value = self.by(key, dimension).get(name)
        return int(value.value or 0) if value else 0

    def answers(self, dimension: str, name: str) -> int:
        value = self.by(SATISFACTION, dimension).get(name)
        return value.n if value else 0

    def satisfaction(self, dimension: str, name: str) -> Satisfaction | None:
        value = self.by(SATISFACTION, dimension).get(name)
        if value is None or not value.n:
            return None
        hidden = value.n < HIDDEN_BELOW or value.value is None
        return Satisfaction(None if hidden else float(value.value or 0), value.n)


def touchpoint_map(period: Period, *, cuts: Cuts = NO_CUTS) -> Map:
    """The map of the touchpoints in use today, with what passed in the period, of all customers or of some."""
    figures, columns = _Figures(period, cuts), stages()
    lines = [_line(touchpoint, columns, figures) for touchpoint in touchpoints_in_use()]
    groups = [
        (str(label), [line for line in lines if line.touchpoint.kind == kind]) for kind, label in TouchpointKind.choices
    ]
    return Map(
        stages=columns,
        groups=[group for group in groups if group[1]],
        gaps=[gap for place, stage in enumerate(columns) if (gap := _gap(place, stage, lines))],
        contacts=figures.count(CONTACTS, None),
        unplaced=figures.count(CONTACTS, "touchpoint"),
        has_feedback=figures.has(SATISFACTION),
        is_cut=bool(cuts),
    )


def _line(touchpoint: Touchpoint, columns: list[LifecycleStage], figures: _Figures) -> Line:
    served = {stage.code for stage in touchpoint.stages.all()}
    feedback = figures.answers("touchpoint", touchpoint.code)
    satisfaction = figures.satisfaction("touchpoint", touchpoint.code)
    cells = []
    for stage in columns:
        if stage.code not in served:
            cells.append(Cell(None))
            continue
        key = crossing_key(touchpoint.code, stage.code)
        volume = figures.count(CONTACTS, "crossing", key) + figures.answers("crossing", key)
        felt = figures.satisfaction("crossing", key)
        if len(served) == 1:  # what is said at the touchpoint is said in its only stage
            volume = figures.count(CONTACTS, "touchpoint", touchpoint.code) + feedback
            felt = satisfaction
        cells.append(Cell(volume, felt))
    contacts = figures.count(CONTACTS, "touchpoint", touchpoint.code)
    return Line(touchpoint, cells, contacts, feedback, satisfaction)


def _gap(place: int, stage: LifecycleStage, lines: list[Line]) -> Gap | None:
    served = [line for line in lines if line.cells[place].volume is not None]
    kinds = {line.touchpoint.kind for line in served}
    lacking = [str(label) for kind, label in TouchpointKind.choices if kind not in kinds]
    if lacking:
        return Gap(stage, _("has no %(kinds)s") % {"kinds": " · ".join(lacking)}, is_hole=True)
    if not any(line.cells[place].volume for line in served):
        return Gap(stage, _("is served, but nothing was recorded there in this period"), is_hole=False)
    return None
