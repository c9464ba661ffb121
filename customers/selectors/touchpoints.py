"""Touchpoints and the stages of the customer's life that they serve, for this room and the rooms above."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from customers.models import ContactCount, Interaction, LifecycleStage, Touchpoint
from foundation.core.ids import normalise_code

CROSSING = "{touchpoint}:{stage}"


def stages(at: dt.datetime | None = None) -> list[LifecycleStage]:
    """The stages in use at that moment (now, without one) in the order of the customer's life."""
    return list(LifecycleStage.objects.in_use_on(timezone.localdate(at)).order_by("order"))


def stages_retired(at: dt.datetime | None = None) -> list[LifecycleStage]:
    """The ones retired by that moment, in the same order."""
    return list(LifecycleStage.objects.filter(retired_on__lte=timezone.localdate(at)).order_by("order"))


def served_by_it_alone(stage: LifecycleStage, *, on: dt.date) -> list[Touchpoint]:
    """The touchpoints in use that would serve no stage without this one."""
    others = LifecycleStage.objects.in_use_on(on).exclude(pk=stage.pk)
    rows = Touchpoint.objects.in_use_on(on).filter(stages=stage)
    return list(rows.exclude(pk__in=Touchpoint.objects.filter(stages__in=others).values("pk")))


def touchpoint_by_code(code: str, *, at: dt.datetime | None = None) -> Touchpoint | None:
    """The touchpoint of a QR code that is in use at that moment (now, without one); None for any other code.

    The code may be typed by hand: case, dashes and look-alike letters do not matter. Stages are at hand.
    """
    day = timezone.localdate(at)
    rows = Touchpoint.objects.in_use_on(day).select_related("owner_unit", "owner").prefetch_related("stages")
    return rows.filter(code=normalise_code(code)).first()


def touchpoints_in_use(at: dt.datetime | None = None) -> "QuerySet[Touchpoint]":
    """The touchpoints in use at that moment (now, without one), in the order of their Thai names, stages at hand."""
    rows = Touchpoint.objects.in_use_on(timezone.localdate(at)).select_related("owner_unit", "owner")
    return rows.prefetch_related("stages").order_by("name_th", "id")


def touchpoints_closed(at: dt.datetime | None = None) -> "QuerySet[Touchpoint]":
    """The ones out of use at that moment (now, without one), the latest first."""
    rows = Touchpoint.objects.filter(closed_on__lte=timezone.localdate(at)).select_related("owner_unit", "owner")
    return rows.prefetch_related("stages").order_by("-closed_on", "id")


def stages_with_touchpoints() -> list[tuple[LifecycleStage, list[Touchpoint]]]:
    """Every stage in its order with the touchpoints that serve it today; two statements."""
    served: dict[int, list[Touchpoint]] = {}
    for touchpoint in touchpoints_in_use():
        for stage in touchpoint.stages.all():
            served.setdefault(stage.pk, []).append(touchpoint)
    return [(stage, served.get(stage.pk, [])) for stage in stages()]


def contacts_at(touchpoint: Touchpoint, *, limit: int = 5) -> tuple[int, list[Interaction]]:
    """How many contacts took place there in the last 365 days, and the latest of them; no summaries, no names."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    counts = ContactCount.objects.filter(touchpoint=touchpoint).between(tomorrow - dt.timedelta(days=365), tomorrow)
    recent = counts.aggregate(n=Coalesce(Sum("contacts"), 0))["n"]
    rows = Interaction.objects.standing().filter(touchpoint=touchpoint)
    return recent, list(rows.select_related("stage").defer("summary").order_by("-at")[:limit])


def touchpoint_changes(touchpoint: Touchpoint, *, limit: int = 10) -> list[Any]:
    """The last history rows, newest first. Recording writes a second row for the stages, which tells nothing new."""
    rows = list(touchpoint.history.select_related("history_user")[: limit + 1])
    begun = {row.history_date for row in rows if row.history_type == "+"}
    return [row for row in rows if row.history_type != "~" or row.history_date not in begun][:limit]


def touchpoint_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Names by code, in the reader's language."""
    return {row.code: row.name for row in Touchpoint.objects.filter(code__in=list(codes))}


def stage_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Names of stages by code, in the reader's language."""
    return {row.code: row.name for row in LifecycleStage.objects.filter(code__in=list(codes))}


def crossing_key(touchpoint: str, stage: str) -> str:
    """The key of the dimension `crossing`: what happened at a touchpoint in a stage, by their codes."""
    return CROSSING.format(touchpoint=touchpoint, stage=stage)


def crossing_names(keys: Iterable[str]) -> Mapping[str, str]:
    """Names of crossings, in the reader's language."""
    pairs = {key: key.partition(":")[::2] for key in keys}
    places = touchpoint_names({place for place, _stage in pairs.values()})
    steps = stage_names({step for _place, step in pairs.values()})
    return {key: f"{places.get(place, place)} · {steps.get(step, step)}" for key, (place, step) in pairs.items()}
