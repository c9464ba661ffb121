"""Keeping the stages of the customer's life: names, order, retiring one and bringing it back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import LifecycleStage
from customers.selectors.touchpoints import served_by_it_alone
from customers.services.touchpoints import demand_editor
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, Refused
from foundation.core.models import locked, signed

STAGE_FIELDS = ("order", "name_th", "name_en", "description_th", "description_en", "said_th", "said_en")


@transaction.atomic
def add_stage(*, code: str, values: Mapping[str, Any], by: User, now: dt.datetime) -> LifecycleStage:
    """A further stage. Raises NotAllowed, Incomplete when code or place is taken."""
    demand_editor(by)
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
    demand_editor(by)
    stage = locked(LifecycleStage.objects.all(), pk=stage_id, shown_version=shown_version)
    return _saved_stage(stage, values, by, now)


@transaction.atomic
def move_stage(*, stage_id: int, up: bool, by: User, now: dt.datetime) -> None:
    """Let a stage change places with the one before it, or behind it; nothing at the end of the row.

    Raises NotAllowed, IllegalMove for a retired one.
    """
    demand_editor(by)
    row = [each for each in LifecycleStage.objects.select_for_update().order_by("order") if not each.is_retired]
    here = next((place for place, each in enumerate(row) if each.pk == stage_id), None)
    if here is None:
        raise IllegalMove(_("This stage is retired. Bring it back first."))
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return
    stage, other = row[here], row[there]
    free = (LifecycleStage.objects.aggregate(most=Max("order"))["most"] or 0) + 1
    # Two can't share a place even for a moment; the place in between is no fact and leaves no history.
    LifecycleStage.objects.filter(pk=stage.pk).update(order=free)
    stage.order, other.order = other.order, stage.order
    signed(other, by=by, now=now).save()
    signed(stage, by=by, now=now).save()


@transaction.atomic
def retire_stage(*, stage_id: int, on: dt.date, reason: str, by: User, now: dt.datetime) -> LifecycleStage:
    """Take a stage out of maps, figures and forms from that day on; what was recorded in it stays.

    Raises NotAllowed, IllegalMove when it is retired already, Incomplete without a reason, Refused while a touchpoint
    in use serves it alone.
    """
    demand_editor(by)
    stage = locked(LifecycleStage.objects.all(), pk=stage_id)
    if stage.retired_on is not None:
        raise IllegalMove(_("This stage is retired already."))
    if not reason:
        raise Incomplete(_("Some facts are missing."), missing={"reason": _("Please say why.")})
    if alone := served_by_it_alone(stage, on=max(on, timezone.localdate(now))):
        names = ", ".join(touchpoint.name for touchpoint in alone)
        raise Refused(
            _("These touchpoints serve this stage alone: %(names)s. Close them, or let them serve another one first.")
            % {"names": names}
        )
    stage.retired_on = on
    return _kept(stage, by, now, reason)


@transaction.atomic
def restore_stage(*, stage_id: int, by: User, now: dt.datetime) -> LifecycleStage:
    """Bring a retired stage back to its place. Raises NotAllowed, IllegalMove when it is in use."""
    demand_editor(by)
    stage = locked(LifecycleStage.objects.all(), pk=stage_id)
    if stage.retired_on is None:
        raise IllegalMove(_("This stage is in use already."))
    stage.retired_on = None
    return _kept(stage, by, now)


def _kept(stage: LifecycleStage, by: User, now: dt.datetime, reason: str = "") -> LifecycleStage:
    signed(stage, by=by, now=now, reason=reason).save()
    return stage


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
