"""Objectives of complaints handling: a target a figure and year, with the plan to reach it (ISO 10002, clause 6)."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import Objective
from complaints.performance import our_metric
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def set_objective(
    *,
    year_be: int,
    metric_key: str,
    target: Decimal,
    plan: str,
    means: str,
    owner: "User",
    reason: str,
    by: "User",
    now: datetime,
    shown_version: int | None = None,
) -> Objective:
    """Set the objective of a figure for a year, or change it with a reason.

    Raises NotAllowed, StaleVersion, Incomplete: no such figure, a target out of reach, no plan, no reason to change.
    """
    if not by.can(Permission.COMPLAINT_DECIDE):
        raise NotAllowed(_("Your role does not include setting objectives."))
    known = Objective.objects.filter(year_be=year_be, metric_key=metric_key).first()
    metric, missing = our_metric(metric_key), {}
    if metric is None:
        missing["metric_key"] = _("There is no such figure.")
    elif target < 0 or (str(metric.unit) == "%" and target > 100):
        missing["target"] = _("Please give a number that the figure can reach.")
    if not plan.strip():
        missing["plan"] = _("Please say what we do to reach it.")
    if known and not reason.strip():
        missing["reason"] = _("Please say why.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    row = (
        locked(Objective.objects.all(), pk=known.pk, shown_version=shown_version)
        if known
        else Objective(year_be=year_be, metric_key=metric_key, created_at=now)
    )
    row.target, row.plan, row.means, row.owner = target, plan.strip(), means.strip(), owner
    row.set_by, row.set_at = by, now
    signed(row, by=by, now=now, reason=reason).save()
    return row
