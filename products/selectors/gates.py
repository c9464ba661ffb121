"""Reads of gate meetings: whose vote or decision they wait for."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from products.enums import MeetingStatus
from products.models import Meeting, Vote


def gates_waiting_for(user: User) -> "QuerySet[Meeting]":
    """Open meetings that wait for this person, the earliest day first, each with `cast`, how many have voted.

    They wait for the vote of who may judge and has not yet, for the chair until it is decided (rules.may_judge), and
    for those who stand behind the project or called the meeting, so that it does not lie.
    """
    behind = Q(project__proposed_by=user) | Q(project__manager=user) | Q(opened_by=user)
    mine = behind if user.can(Permission.PRODUCT_EDIT) else Q(pk__in=[])
    if user.can(Permission.GATE_VOTE):
        mine |= ~behind & (Q(chair=user) | Q(has_voted=False))
    voted = Vote.objects.filter(meeting=OuterRef("pk"), voter=user)
    rows = Meeting.objects.filter(status=MeetingStatus.OPEN).annotate(has_voted=Exists(voted))
    return rows.filter(mine).annotate(cast=Count("votes")).select_related("project").order_by("held_on", "id")
