"""Reads of hearings: for the person complained about, who sees these and nothing else, and for those on the case."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from complaints.models import Complaint, Hearing

if TYPE_CHECKING:
    from foundation.accounts.models import User


def hearing_of(complaint: Complaint) -> Hearing | None:
    """The hearing of the person complained about, if that person was told."""
    if complaint.complained_about_id is None:
        return None
    rows = Hearing.objects.filter(complaint=complaint, person=complaint.complained_about_id)
    return rows.select_related("person", "told_by", "waived_by").first()


def heard_before(complaint: Complaint) -> datetime | None:
    """When the person now complained about was heard in this case; None for somebody new."""
    row = hearing_of(complaint)
    return row.heard_at if row else None


def about_me(user: "User") -> "QuerySet[Hearing]":
    """What the person was told that is said against him or her, newest first."""
    return Hearing.objects.filter(person=user).select_related("complaint", "told_by")


def to_answer(user: "User") -> "QuerySet[Hearing]":
    """What waits for the person's own word, first due first."""
    rows = about_me(user).filter(stated_at=None, waived_at=None, complaint__decided_at=None)
    return rows.order_by("answer_by", "id")
