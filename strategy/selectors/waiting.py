"""What this room lays on the desk of one person, for "my work"."""

from typing import Any

from django.db.models import Q, QuerySet

from foundation.accounts.models import User
from foundation.core.thai.dates import FiscalQuarter
from strategy.enums import Status
from strategy.models import Definition, Initiative, Plan
from strategy.selectors.initiatives import obligations


def plans_approved() -> QuerySet[Plan]:
    """Plans that the board approved and nobody has put into force yet."""
    return Plan.objects.filter(status=Status.APPROVED).order_by("id")


def definitions_approved() -> QuerySet[Definition]:
    """Definitions that the board approved and nobody has put into force yet."""
    return Definition.objects.filter(status=Status.APPROVED).order_by("id")


def reports_owed(user: User, quarter: FiscalQuarter) -> QuerySet[Initiative]:
    """Initiatives of the person, or of the person's unit, whose progress in a quarter is not reported yet."""
    mine = Q(owner=user)
    if user.unit_id is not None:
        mine |= Q(owner_unit=user.unit_id)
    owed: QuerySet[Any] = obligations(quarter)
    return owed.filter(mine, reported_at__isnull=True).order_by("plan", "number")
