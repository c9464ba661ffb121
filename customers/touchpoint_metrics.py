"""Figures of touchpoints and of what passes at them (policy 5.1), each declared once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet, TextField
from django.db.models import Value as Constant
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, TouchpointKind
from customers.models import Interaction, LifecycleStage
from customers.selectors import touchpoints_in_use
from foundation.core.list_filters import NO_CUTS, Cuts, narrow
from foundation.core.metrics import Direction, Metric, Period, Value, dimension_of_choices

_CONTACTS_BY: dict[str, Any] = {
    "contact_channel": "channel",
    "touchpoint": "touchpoint__code",
    "stage": "stage__code",
}


def touchpoints(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Touchpoints in use at the end of the period; one that serves several stages counts in each."""
    rows = touchpoints_in_use(period.end - timedelta(microseconds=1)).select_related(None).prefetch_related(None)
    if by is None:
        n = rows.count()
        return {"": Value(n, n)}
    column = {"stage": "stages__code", "touchpoint_kind": "kind"}[by]
    counts = rows.order_by().values_list(column).annotate(n=Count("pk", distinct=True))
    return {str(key or ""): Value(n, n) for key, n in counts}


def stages_covered(period: Period, by: str | None = None) -> Mapping[str, Value]:
    """Share of the stages with a physical and a digital touchpoint at the end of the period; by kind, with that one."""
    rows = touchpoints_in_use(period.end - timedelta(microseconds=1)).select_related(None).prefetch_related(None)
    served = set(rows.order_by().values_list("kind", "stages__code"))
    codes = list(LifecycleStage.objects.values_list("code", flat=True))
    if by == "touchpoint_kind":
        return {
            kind: _share(sum((kind, code) in served for code in codes), len(codes)) for kind in TouchpointKind.values
        }
    both = sum(all((kind, code) in served for kind in TouchpointKind.values) for code in codes)
    return {"": _share(both, len(codes))}


def contact_rows(period: Period) -> "QuerySet[Any]":
    """The contacts of the period; rooms above cut them further."""
    return Interaction.objects.standing().filter(at__gte=period.start, at__lt=period.end)


def contacts(period: Period, by: str | None = None, *, cuts: Cuts = NO_CUTS) -> Mapping[str, Value]:
    """Contacts written down in customers' timelines within the period, each once, as it was put right."""
    rows = narrow(contact_rows(period), cuts)
    if by is None:
        n = rows.count()
        return {"": Value(n, n)}
    if by == "crossing":
        rows = rows.filter(touchpoint__isnull=False, stage__isnull=False)
        rows = rows.annotate(cut=Concat("touchpoint__code", Constant(":"), "stage__code", output_field=TextField()))
    column = "cut" if by == "crossing" else _CONTACTS_BY[by]
    counts = rows.order_by().values_list(column).annotate(n=Count("pk"))
    return {str(key or ""): Value(n, n) for key, n in counts}


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
