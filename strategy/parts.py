"""The parts of a plan as data: which fields each has, and what it stands on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.models import Goal, Indicator, Initiative, Line

PartRow = Goal | Line | Indicator | Initiative
TITLES = ("number", "title_th", "title_en")


@dataclass(frozen=True)
class PartKind:
    """A part of a plan: `key` stands in addresses, `fields` are what a draft may change, `within` name other parts of
    the same plan."""

    key: str
    model: type[Goal] | type[Line] | type[Indicator] | type[Initiative]
    label: str | Promise
    fields: tuple[str, ...]
    within: tuple[str, ...] = ()


PARTS = {
    kind.key: kind
    for kind in (
        PartKind("goals", Goal, _("Goal"), (*TITLES, "description")),
        PartKind("lines", Line, _("Line of strategy"), (*TITLES, "goal"), within=("goal",)),
        PartKind(
            "indicators",
            Indicator,
            _("Indicator"),
            (*TITLES, "goal", "unit_th", "unit_en", "baseline", "better", "metric_key", "owner_unit"),
            within=("goal",),
        ),
        PartKind(
            "initiatives",
            Initiative,
            _("Initiative"),
            (
                *(*TITLES, "line", "indicator", "description", "owner", "owner_unit", "budget"),
                *("people", "equipment", "starts_on", "ends_on", "clauses"),
            ),
            within=("line", "indicator"),
        ),
    )
}
