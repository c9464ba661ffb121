"""Keeping touchpoints."""

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
ONCE = "customers.touchpoint"


@transaction.atomic
def add_touchpoint(*, values: Mapping[str, Any], by: User, now: dt.datetime, once: str = "") -> Touchpoint:
    """A new touchpoint with a code of its own. `values` holds TOUCHPOINT_FIELDS and `stages`.

    `once` is the key of the form: sent twice, the first one is returned. Raises NotAllowed, Incomplete.
    """
    demand_editor(by)
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
    demand_editor(by)
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
    demand_editor(by)
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
    demand_editor(by)
    touchpoint = locked(Touchpoint.objects.all(), pk=touchpoint_id)
    if touchpoint.closed_on is None:
        raise IllegalMove(_("This touchpoint is in use already."))
    touchpoint.closed_on = None
    signed(touchpoint, by=by, now=now).save()
    return touchpoint


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
    elif retired := [stage.name for stage in values.get("stages", ()) if stage.is_retired]:
        missing["stages"] = _("Retired: %(stages)s.") % {"stages": ", ".join(retired)}
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    return stages


def demand_editor(by: User) -> None:
    """Whoever keeps touchpoints keeps the stages too. Raises NotAllowed."""
    if not by.can(Permission.TOUCHPOINT_EDIT):
        raise NotAllowed(_("Your role does not allow this step."))


def _demand_open(touchpoint: Touchpoint) -> None:
    if touchpoint.closed_on is not None:
        raise IllegalMove(_("This touchpoint is closed. Reopen it first."))
