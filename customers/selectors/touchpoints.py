"""Touchpoints and the stages of the customer's life that they serve, for this room and the rooms above."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils import timezone

from customers.models import LifecycleStage, Touchpoint
from foundation.core.ids import normalise_code

CROSSING = "{touchpoint}:{stage}"


def stages() -> list[LifecycleStage]:
    """Every stage in the order of the customer's life."""
    return list(LifecycleStage.objects.order_by("order"))


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
