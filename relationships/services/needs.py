"""Support needs of segments and the touchpoints that meet them (policy 5.1)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove
from foundation.core.models import locked, signed
from relationships.models import SupportNeed
from relationships.services.checks import missing_of, refuse_missing

NEED_FIELDS = ("segment", "title", "detail", "importance", "source")


@transaction.atomic
def record_need(*, values: Mapping[str, Any], by: User, now: dt.datetime) -> SupportNeed:
    """A support need: NEED_FIELDS and `touchpoints`, which may be none yet. Raises NotAllowed, Incomplete."""
    demand(by, Permission.TOUCHPOINT_EDIT)
    need = _filled(SupportNeed(created_at=now), values)
    signed(need, by=by, now=now).save()
    need.touchpoints.set(values.get("touchpoints") or [])
    return need


@transaction.atomic
def update_need(
    *, need_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: dt.datetime
) -> SupportNeed:
    """Change a need. Raises NotAllowed, StaleVersion, IllegalMove once it is withdrawn, Incomplete."""
    demand(by, Permission.TOUCHPOINT_EDIT)
    need = _standing(locked(SupportNeed.objects.all(), pk=need_id, shown_version=shown_version))
    _filled(need, values)
    if "touchpoints" in values:
        signed(need, by=by, now=now).skip_history_when_saving = True  # type: ignore[attr-defined]
        need.touchpoints.set(values["touchpoints"])
        del need.skip_history_when_saving  # type: ignore[attr-defined]  # one history row, touchpoints in it
    signed(need, by=by, now=now).save()
    return need


@transaction.atomic
def withdraw_need(*, need_id: int, reason: str, by: User, now: dt.datetime) -> SupportNeed:
    """It is a need no more. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    demand(by, Permission.TOUCHPOINT_EDIT)
    need = _standing(locked(SupportNeed.objects.all(), pk=need_id))
    refuse_missing({} if reason else {"reason": _("Please say why.")})
    need.withdrawn_on = timezone.localdate(now)
    signed(need, by=by, now=now, reason=reason).save()
    return need


def _standing(need: SupportNeed) -> SupportNeed:
    if need.withdrawn_on is not None:
        raise IllegalMove(_("This need was withdrawn."))
    return need


def _filled(need: SupportNeed, values: Mapping[str, Any]) -> SupportNeed:
    for name in NEED_FIELDS:
        if name in values:
            setattr(need, name, values[name])
    refuse_missing(missing_of(need, ("segment_id", "title", "importance", "source")))
    return need
