"""Signs of this room: how long ago we spoke, and whether we did what we said we would.

The limits are said in the sentences, so that who reads a verdict can check it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers import health
from customers.enums import FollowUpState, Health, Relation
from customers.health import Sign, each
from customers.models import Customer, FollowUp, Interaction
from foundation.accounts.permissions import Permission

RECENT = timedelta(days=90)
LONG_AGO = timedelta(days=180)
VERY_LATE = timedelta(days=14)


def _owed(now: datetime) -> "QuerySet[FollowUp]":
    return FollowUp.objects.filter(state=FollowUpState.OPEN, due_on__lt=timezone.localdate(now))


def _very_late(now: datetime) -> "QuerySet[Any, Any]":
    return each(_owed(now).filter(due_on__lt=timezone.localdate(now) - VERY_LATE), Count("pk"))


def _late(now: datetime) -> "QuerySet[Any, Any]":
    return each(_owed(now), Count("pk"))


def _spoken_lately(now: datetime) -> "QuerySet[Any, Any]":
    return each(Interaction.objects.standing().alias(day=TruncDate("at")).filter(at__gte=now - RECENT), Max("day"))


def _silent(now: datetime) -> "QuerySet[Any, Any]":
    """Nobody spoke with the customer for long; who was never spoken with counts from the day of the relation."""
    last = Interaction.objects.standing().filter(customer=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    rows = Customer.objects.filter(relation=Relation.CURRENT).annotate(customer_id=F("pk"))
    spoken = rows.annotate(value=Coalesce(TruncDate(Subquery(last)), "relation_since"))
    return spoken.filter(value__lt=timezone.localdate(now) - LONG_AGO)


SIGNS = (
    Sign(
        "customers.follow_ups_very_late", Health.POOR, Permission.CUSTOMER_VIEW,
        _("Follow-ups more than 14 days past their day: %(value)s"), _very_late,
    ),
    Sign(
        "customers.follow_ups_late", Health.WATCH, Permission.CUSTOMER_VIEW,
        _("Follow-ups past their day: %(value)s"), _late,
    ),
    Sign(
        "customers.silent", Health.WATCH, Permission.CUSTOMER_VIEW,
        _("No contact for more than 180 days, since %(value)s"), _silent,
    ),
    Sign(
        "customers.spoken_lately", Health.GOOD, Permission.CUSTOMER_VIEW,
        _("A contact within the last 90 days, on %(value)s"), _spoken_lately,
    ),
)  # fmt: skip


def register() -> None:
    """Called from `AppConfig.ready()`."""
    for sign in SIGNS:
        health.register(sign)
