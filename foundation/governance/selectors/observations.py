"""Observations of the board: lists, and what the next report says of them."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.governance.models import Observation, ObservationAnswer


def observations() -> Any:
    """Every observation with what lists show: meeting, owner, answers in order."""
    answers = ObservationAnswer.objects.select_related("answered_by").order_by("id")
    return Observation.objects.select_related("meeting", "owner", "owner_unit", "decided_in").prefetch_related(
        Prefetch("answers", answers)
    )


def observations_for_report(start: dt.datetime, end: dt.datetime) -> "QuerySet[Observation]":
    """What a report for [start, end) says of the board's observations, oldest first, with their answers.

    Those made, answered or decided in the period, and those made before its end that are still not accepted.
    """
    moved = Q(created_at__gte=start) | Q(answers__created_at__gte=start, answers__created_at__lt=end)
    moved |= Q(decided_at__gte=start, decided_at__lt=end)
    unsettled = Q(decided_at__isnull=True) | ~Q(state="accepted") | Q(decided_at__gte=end)
    rows: QuerySet[Observation] = observations().filter(moved | unsettled, created_at__lt=end)
    return rows.distinct().order_by("id")


def people_who_answer(observation: Observation) -> "QuerySet[User]":
    """The owner, else the people of the owner's unit who may answer."""
    people = User.objects.filter(is_active=True)
    if observation.owner_id:
        return people.filter(pk=observation.owner_id)
    allowed = people.filter(roles__permissions__contains=[str(Permission.OBSERVATION_ANSWER)])
    return allowed.filter(unit_id=observation.owner_unit_id).distinct()
