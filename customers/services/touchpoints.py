"""Keeping touchpoints and the stages of the customer's life."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.enums import TouchpointKind
from customers.models import LifecycleStage, Touchpoint
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.numbers import claim_key, claimed_result

TOUCHPOINT_FIELDS = (
    "name_th", "name_en", "kind", "channel", "building", "floor", "web_address", "hours_th", "hours_en",
    "owner_unit", "owner", "opened_on",
)  # fmt: skip
STAGE_FIELDS = ("order", "name_th", "name_en", "description_th", "description_en", "said_th", "said_en")
ONCE = "customers.touchpoint"


@transaction.atomic
def add_touchpoint(*, values: Mapping[str, Any], by: User, now: dt.datetime, once: str = "") -> Touchpoint:
    """A new touchpoint with a code of its own. `values` holds TOUCHPOINT_FIELDS and `stages`.

    `once` is the key of the form: sent twice, the first one is returned. Raises NotAllowed, Incomplete.
    """
    _demand(by)
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return Touchpoint.objects.get(public_id=claimed_result(ONCE, once))
    touchpoint = Touchpoint(created_at=now, opened_on=timezone.localdate(now))
    stages = _fill(touchpoint, values)
    signed(touchpoint, by=by, now=now).save()
    touchpoint.stages.set(stages)
    if claim:
        claim.result = touchpoint.public_id
        claim.save(update_fields=["result"])
    return touchpoint


@transaction.atomic
def update_touchpoint(
    *, touchpoint_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: dt.datetime
) -> Touchpoint:
    """Change a touchpoint in use. Its code stays: it hangs on walls.

    Raises NotAllowed, StaleVersion, IllegalMove when it is closed, Incomplete.
    """
    _demand(by)
    touchpoint = locked(Touchpoint.objects.all(), pk=touchpoint_id, shown_version=shown_version)
    _demand_open(touchpoint)
    stages = _fill(touchpoint, values)
    signed(touchpoint, by=by, now=now).skip_history_when_saving = True  # type: ignore[attr-defined]
    touchpoint.stages.set(stages)
    del touchpoint.skip_history_when_saving  # type: ignore[attr-defined]  # one history row, with the stages in it
    touchpoint.save()
    return touchpoint


@transaction.atomic
def close_touchpoint(*, touchpoint_id: int, on: dt.date, reason: str, by: User, now: dt.datetime) -> Touchpoint:
    """Take it out of use from that day on; its QR code then leads to word that it is closed.

    Raises NotAllowed, IllegalMove when it is closed already, Incomplete without a reason or for a day before it opened.
    """
    _demand(by)
    touchpoint = locked(Touchpoint.objects.all(), pk=touchpoint_id)
    _demand_open(touchpoint)
    missing = {} if reason else {"reason": _("Please say why.")}
    if on < touchpoint.opened_on:
        missing["on"] = _("It was not yet in use on that day.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    touchpoint.closed_on = on
    signed(touchpoint, by=by, now=now, reason=reason).save()
    return touchpoint


@transaction.atomic
def reopen_touchpoint(*, touchpoint_id: int, by: User, now: dt.datetime) -> Touchpoint:
    """Bring a closed one back with the same code. Raises NotAllowed, IllegalMove when it is in use."""
    _demand(by)
    touchpoint = locked(Touchpoint.objects.all(), pk=touchpoint_id)
    if touchpoint.closed_on is None:
        raise IllegalMove(_("This touchpoint is in use already."))
    touchpoint.closed_on = None
    signed(touchpoint, by=by, now=now).save()
    return touchpoint


@transaction.atomic
def add_stage(*, code: str, values: Mapping[str, Any], by: User, now: dt.datetime) -> LifecycleStage:
    """A further stage. Raises NotAllowed, Incomplete when code or place is taken."""
    _demand(by)
    stage = LifecycleStage(code=code, created_at=now)
    if LifecycleStage.objects.filter(code=code).exists():
        message = _("Another stage has this code.")
        raise Incomplete(message, missing={"code": message})
    return _saved_stage(stage, values, by, now)


@transaction.atomic
def update_stage(
    *, stage_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: dt.datetime
) -> LifecycleStage:
    """Change names, description or place of a stage; its code stays. Raises NotAllowed, StaleVersion, Incomplete."""
    _demand(by)
    stage = locked(LifecycleStage.objects.all(), pk=stage_id, shown_version=shown_version)
    return _saved_stage(stage, values, by, now)


def _saved_stage(stage: LifecycleStage, values: Mapping[str, Any], by: User, now: dt.datetime) -> LifecycleStage:
    for field in STAGE_FIELDS:
        if field in values:
            setattr(stage, field, values[field])
    missing = {name: _("Please fill this in.") for name in ("name_th", "name_en") if not getattr(stage, name)}
    if LifecycleStage.objects.filter(order=stage.order).exclude(pk=stage.pk).exists():
        missing["order"] = _("Another stage has this place.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    signed(stage, by=by, now=now).save()
    return stage


def _fill(touchpoint: Touchpoint, values: Mapping[str, Any]) -> list[LifecycleStage]:
    """Set the fields and give the stages. Raises Incomplete with a message a field."""
    for field in TOUCHPOINT_FIELDS:
        if field in values and (field != "opened_on" or values[field]):
            setattr(touchpoint, field, values[field])
    stages = list(values["stages"]) if "stages" in values else list(touchpoint.stages.all())
    needed = ("name_th", "name_en", "kind", "channel", "owner_unit_id")
    missing = {
        name.removesuffix("_id"): _("Please fill this in.") for name in needed if not getattr(touchpoint, name, None)
    }
    if touchpoint.kind == TouchpointKind.PHYSICAL and not touchpoint.building:
        missing["building"] = _("A physical touchpoint stands in a building. Which one?")
    if not stages:
        missing["stages"] = _("Which stages of the customer's life does it serve?")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    return stages


def _demand(by: User) -> None:
    if not by.can(Permission.TOUCHPOINT_EDIT):
        raise NotAllowed(_("Your role does not allow this step."))


def _demand_open(touchpoint: Touchpoint) -> None:
    if touchpoint.closed_on is not None:
        raise IllegalMove(_("This touchpoint is closed. Reopen it first."))
