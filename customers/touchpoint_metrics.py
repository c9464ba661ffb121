"""Figures of touchpoints and of what passes at them (policy 5.1), each declared once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, TouchpointKind
from customers.models import ContactCount, Interaction, LifecycleStage, Touchpoint
from customers.selectors import crossing_key, stages, touchpoints_in_use
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices

# A touchpoint and a stage by their keys.
Place = tuple[int | None, int | None]


def touchpoints(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Touchpoints in use at the end of the period; one that serves several stages counts in each."""
    last = period.end - timedelta(microseconds=1)
    rows = touchpoints_in_use(last).select_related(None).prefetch_related(None)
    if by is None:
        n = rows.count()
        return {"": Value(n, n)}
    if by == "stage":
        rows = rows.filter(stages__in=LifecycleStage.objects.in_use_on(timezone.localdate(last)))
    column = {"stage": "stages__code", "touchpoint_kind": "kind"}[by]
    counts = rows.order_by().values_list(column).annotate(n=Count("pk", distinct=True))
    return {str(key or ""): Value(n, n) for key, n in counts}


def stages_covered(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Share of the stages with a physical and a digital touchpoint at the end of the period; by kind, with that one."""
    last = period.end - timedelta(microseconds=1)
    rows = touchpoints_in_use(last).select_related(None).prefetch_related(None)
    served = set(rows.order_by().values_list("kind", "stages__code"))
    codes = [stage.code for stage in stages(last)]
    if by == "touchpoint_kind":
        return {
            kind: _share(sum((kind, code) in served for code in codes), len(codes)) for kind in TouchpointKind.values
        }
    both = sum(all((kind, code) in served for kind in TouchpointKind.values) for code in codes)
    return {"": _share(both, len(codes))}


def contact_rows(period: Period) -> "QuerySet[Any]":
    """The contacts of the period; rooms above cut them further. An index alone answers what counts rows, not keys."""
    return Interaction.objects.standing().filter(at__gte=period.start, at__lt=period.end)


def _counted(period: Period, *by: str, cuts: Cuts = NO_CUTS) -> Iterable[tuple[Any, ...]]:
    """The contacts by these columns: tuples that end with how many. Of all customers on whole days they are read from
    the counts that are kept of each day, whatever the length of the timeline; else an index alone answers."""
    rows: QuerySet[Any]
    n: Aggregate
    if cuts or period.days is None:
        rows, n = narrow(contact_rows(period), cuts), Count("*")
    else:
        rows, n = ContactCount.objects.between(*period.days), Sum("contacts")
    found: Iterable[tuple[Any, ...]] = rows.order_by().values_list(*by).annotate(n=n).filter(n__gt=0)
    return found


def contacts(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Contacts written down in customers' timelines within the period, each once, as it was put right."""
    if by in {None, "contact_channel"}:
        channels = dict(_counted(period, "channel"))
        told = {"": sum(channels.values())} if by is None else channels
        return {key: Value(n, n) for key, n in told.items()}
    places: dict[int | None, str] = dict(Touchpoint.objects.values_list("pk", "code"))
    steps: dict[int | None, str] = dict(LifecycleStage.objects.values_list("pk", "code"))
    counts: Counter[str] = Counter()
    for (touchpoint, stage), n in contacts_by_place(period).items():
        place, step = places.get(touchpoint, ""), steps.get(stage, "")
        if by != "crossing":
            counts[place if by == "touchpoint" else step] += n
        elif place and step:
            counts[crossing_key(place, step)] += n
    return {key: Value(n, n) for key, n in counts.items()}


def contacts_by_place(period: Period, *, cuts: Cuts = NO_CUTS) -> Mapping[Place, int]:
    """The same contacts, of all customers or of some, by the keys of touchpoint and stage; None where nobody wrote it.

    One statement.
    """
    return {(place, stage): n for place, stage, n in _counted(period, "touchpoint_id", "stage_id", cuts=cuts)}


def _share(count: int, of: int) -> Value:
    return Value(round(100 * count / of, 2) if of else None, of)


TOUCHPOINTS = Metric(
    key="customers.touchpoints",
    clause="5.1",
    title=_("Touchpoints in use"),
    unit=_("touchpoints"),
    formula=_("Touchpoints in use at the end of the period; by stage, one that serves several stages counts in each"),
    direction=Direction.NEUTRAL,
    query=touchpoints,
    dimensions=("touchpoint_kind", "stage"),
)
STAGES_COVERED = Metric(
    key="customers.stages_covered",
    clause="5.1",
    title=_("Stages with a physical and a digital touchpoint"),
    unit="%",
    formula=_("Stages served by at least one touchpoint of each kind at the end of the period ÷ all stages × 100"),
    direction=Direction.UP,
    query=stages_covered,
    target=100.0,
    decimals=0,
    dimensions=("touchpoint_kind",),
)
CONTACTS = Metric(
    key="customers.contacts",
    clause="5.1",
    title=_("Contacts with customers"),
    unit=_("contacts"),
    formula=_("Contacts in customers' timelines that took place within the period, each once, as it was put right"),
    direction=Direction.NEUTRAL,
    query=contacts,
    dimensions=("contact_channel", "touchpoint", "stage", "crossing"),
)
METRICS = (TOUCHPOINTS, STAGES_COVERED, CONTACTS)
DIMENSIONS = (
    dimension_of_choices("contact_channel", _("Channel of the contact"), Channel),
    dimension_of_choices("touchpoint_kind", _("Physical or digital"), TouchpointKind),
)
