"""What each clause asks, of whom, and how often: kept by the policy administrator."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove
from foundation.core.evidence import CLAUSES
from foundation.core.models import locked, signed
from foundation.governance.models import Duty
from foundation.governance.selectors.policy import the_policy
from foundation.governance.services.common import demand_facts

DUTY_FIELDS = ("text_th", "text_en", "owner_unit", "owner", "frequency", "is_active")


@transaction.atomic
def save_duty(
    *,
    duty_id: int | None = None,
    shown_version: int | None = None,
    clause: str = "",
    facts: Mapping[str, Any],
    by: User,
    now: dt.datetime,
) -> Duty:
    """Add a duty to a clause (`duty_id` None) or change one; `facts` holds names of DUTY_FIELDS.

    A duty is put aside by `is_active` False and kept for its history; the last one of a clause stays.
    Raises NotAllowed, StaleVersion, Incomplete, IllegalMove.
    """
    demand(by, Permission.POLICY_EDIT)
    if duty_id is None:
        demand_facts(clause=None if clause in CLAUSES else _("The policy has no such clause."))
        duty = Duty(policy=the_policy(), clause=clause, created_at=now)
    else:
        duty = locked(Duty.objects.all(), pk=duty_id, shown_version=shown_version)
    for field in DUTY_FIELDS:
        if field in facts:
            setattr(duty, field, facts[field])
    demand_facts(text_th=None if duty.text_th else _("Please say what must be done."))
    others = Duty.objects.filter(policy=duty.policy, clause=duty.clause, is_active=True).exclude(pk=duty.pk)
    if not duty.is_active and not others.exists():
        raise IllegalMove(_("Every clause keeps at least one duty. Please add another before putting this one aside."))
    signed(duty, by=by, now=now).save()
    return duty
