"""The map of stages × touchpoints: how much passes at each crossing, how satisfied customers are, where gaps are.

Contacts are those that the metric `customers.contacts` counts. Feedback belongs to a room above: its metric is looked
up by key and left out where nobody has registered it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from customers.enums import TouchpointKind
from customers.models import LifecycleStage, Touchpoint
from customers.selectors import crossing_key, stages, touchpoints_in_use
from customers.touchpoint_metrics import contacts_by_place
from foundation.core.list_filters import NO_CUTS, Cuts
from foundation.core.metrics import Period, Value, all_metrics

# The share of satisfied answers; the answers behind it are the feedback given.
SATISFACTION = "voc.feedback_csat"
# Fewer answers are not shown (privacy); fewer than the second are shown with a word of care.
HIDDEN_BELOW, CARE_BELOW = 5, 30


@dataclass(frozen=True)
class Satisfaction:
    """What customers said: `percent` is None where nothing may be shown; `n` answers; `is_few` asks for care."""

    percent: float | None
    n: int
    target: float | None = None

    @property
    def is_few(self) -> bool:
        """Whether so few answered that the figure may be chance."""
        return self.n < CARE_BELOW

    @property
    def is_low(self) -> bool:
        """Whether it falls short of the target, by answers enough to say so."""
        return not self.is_few and self.percent is not None and self.target is not None and self.percent < self.target


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
    """What a stage lacks, or its crossings with these touchpoints, in words."""

    stage: LifecycleStage
    words: str
    is_hole: bool
    touchpoints: tuple[Touchpoint, ...] = ()


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

    @property
    def stages_with_gaps(self) -> int:
        """How many of the stages have one gap or more."""
        return len({gap.stage.pk for gap in self.gaps})


class _Figures:
    """What the metrics say of a period: contacts, of all customers or of some, by one statement; satisfaction, which
    nobody signs and so belongs to no customer, by one a dimension."""

    def __init__(self, period: Period, cuts: Cuts) -> None:
        self._contacts = contacts_by_place(period, cuts=cuts)
        self._metric = None if cuts else next((each for each in all_metrics() if each.key == SATISFACTION), None)
        self._satisfied: dict[str, Mapping[str, Value]] = {
            dimension: self._metric.measure(period, dimension) if self._metric else {}
            for dimension in ("touchpoint", "crossing")
        }

    @property
    def has_feedback(self) -> bool:
        return self._metric is not None

    @property
    def contacts(self) -> int:
        return sum(self._contacts.values())

    def contacts_at(self, touchpoint: int | None) -> int:
        return sum(n for (place, _stage), n in self._contacts.items() if place == touchpoint)

    def contacts_in(self, touchpoint: int, stage: int) -> int:
        return self._contacts.get((touchpoint, stage), 0)

    def answers(self, dimension: str, name: str) -> int:
        value = self._satisfied[dimension].get(name)
        return value.n if value else 0

    def satisfaction(self, dimension: str, name: str) -> Satisfaction | None:
        value = self._satisfied[dimension].get(name)
        if value is None or not value.n:
            return None
        hidden = value.n < HIDDEN_BELOW or value.value is None
        target = self._metric.target if self._metric else None
        return Satisfaction(None if hidden else float(value.value or 0), value.n, target)


def touchpoint_map(period: Period, *, cuts: Cuts = NO_CUTS) -> Map:
    """The map of the touchpoints in use today, with what passed in the period, of all customers or of some."""
    figures, columns = _Figures(period, cuts), stages()
    last_day = timezone.localdate(period.end - timedelta(microseconds=1))
    lines = [_line(touchpoint, columns, figures) for touchpoint in touchpoints_in_use()]
    groups = [
        (str(label), [line for line in lines if line.touchpoint.kind == kind]) for kind, label in TouchpointKind.choices
    ]
    return Map(
        stages=columns,
        groups=[group for group in groups if group[1]],
        gaps=[gap for place, stage in enumerate(columns) for gap in _gaps(place, stage, lines, last_day)],
        contacts=figures.contacts,
        unplaced=figures.contacts_at(None),
        has_feedback=figures.has_feedback,
        is_cut=bool(cuts),
    )


def _line(touchpoint: Touchpoint, columns: list[LifecycleStage], figures: _Figures) -> Line:
    served = {stage.pk for stage in touchpoint.stages_in_use}
    contacts = figures.contacts_at(touchpoint.pk)
    feedback = figures.answers("touchpoint", touchpoint.code)
    satisfaction = figures.satisfaction("touchpoint", touchpoint.code)
    cells = []
    for stage in columns:
        if stage.pk not in served:
            cells.append(Cell(None))
        elif len(served) == 1:  # what is said at the touchpoint is said in its only stage
            cells.append(Cell(contacts + feedback, satisfaction))
        else:
            key = crossing_key(touchpoint.code, stage.code)
            volume = figures.contacts_in(touchpoint.pk, stage.pk) + figures.answers("crossing", key)
            cells.append(Cell(volume, figures.satisfaction("crossing", key)))
    return Line(touchpoint, cells, contacts, feedback, satisfaction)


def _gaps(place: int, stage: LifecycleStage, lines: list[Line], last_day: date) -> Iterator[Gap]:
    """A kind that the stage lacks; silence of the whole stage or of single crossings; satisfaction under the target."""
    served = [line for line in lines if line.cells[place].volume is not None]
    kinds = {line.touchpoint.kind for line in served}
    lacking = [str(label).lower() for kind, label in TouchpointKind.choices if kind not in kinds]
    if lacking:
        yield Gap(stage, _("has no %(kinds)s") % {"kinds": " · ".join(lacking)}, is_hole=True)
    quiet = [line.touchpoint for line in served if line.cells[place].is_quiet]
    if len(quiet) == len(served) and not lacking:
        yield Gap(stage, _("is served, but nothing was recorded there in this period"), is_hole=False)
    elif quiet := [touchpoint for touchpoint in quiet if touchpoint.opened_on <= last_day]:
        yield Gap(stage, _("nothing was recorded in this period at"), is_hole=False, touchpoints=tuple(quiet))
    for line in served:
        felt = line.cells[place].satisfaction
        if felt is not None and felt.is_low:
            yield Gap(stage, _low(felt), is_hole=True, touchpoints=(line.touchpoint,))


def _low(felt: Satisfaction) -> str:
    words = _("%(percent)s%% of %(n)s answers are satisfied, where the target is %(target)s%%, at")
    return words % {"percent": f"{felt.percent:.1f}", "n": f"{felt.n:,}", "target": f"{felt.target:g}"}
