"""Observations of the board: lists, and what the next report says of them."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

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
    return allowed.filter(unit=observation.owner_unit).distinct()


def events_of(observation: Observation) -> list[dict[str, Any]]:
    """What happened, oldest first, for components/timeline.html: observed, answered, returned, accepted."""
    events: list[dict[str, Any]] = [
        {
            "title": _("Observed in meeting %(label)s") % {"label": observation.meeting.label},
            "at": observation.created_at,
        }
    ]
    for answer in observation.answers.all():
        events.append(
            {
                "title": _("Answered by %(who)s") % {"who": answer.answered_by},
                "at": answer.created_at,
                "text": answer.text,
                "links": answer.links,
            }
        )
    words = {"returned": _("Returned by meeting %(label)s"), "accepted": _("Accepted by meeting %(label)s")}
    decisions = observation.history.filter(decided_at__isnull=False).order_by("decided_at", "-history_id")
    for row in decisions.distinct("decided_at").select_related("decided_in"):
        title = words.get(row.state, words["returned"]) % {"label": row.decided_in.label}
        events.append({"title": title, "at": row.decided_at, "text": row.decision_note})
    return sorted(events, key=lambda event: event["at"])
