"""What this room lays on the desk of one person, for "my work"."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from relationships.enums import OPEN_STAGES, HoldingStatus, ProgrammeStatus
from relationships.models import Holding, Opportunity, Programme

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from foundation.accounts.models import User


def next_steps_due(user: "User", *, now: dt.datetime) -> "QuerySet[Opportunity]":
    """Open opportunities of this owner whose next step has come, the longest waiting first."""
    rows = Opportunity.objects.visible_to(user).filter(owner=user, stage__in=OPEN_STAGES)
    return rows.filter(next_step_on__lte=timezone.localdate(now)).order_by("next_step_on", "id")


def contracts_undecided(user: "User", *, now: dt.datetime) -> "QuerySet[Holding]":
    """Contracts of this owner that ran out and were neither renewed nor ended."""
    rows = Holding.objects.visible_to(user).filter(owner=user, status=HoldingStatus.RUNNING)
    return rows.filter(last_day__lt=timezone.localdate(now)).order_by("last_day", "id")


def programmes_to_evaluate(user: "User", *, now: dt.datetime) -> "QuerySet[Programme]":
    """Programmes of this owner past their last day without an evaluation, and evaluated ones without their lesson."""
    past = Q(status=ProgrammeStatus.RUNNING, ends_on__lt=timezone.localdate(now))
    rows = Programme.objects.filter(past | Q(status=ProgrammeStatus.EVALUATED), owner=user)
    return rows.order_by("ends_on", "id")
