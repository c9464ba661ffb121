"""Follow-ups: what one person owes, what is owed one customer, and how one came to be as it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from customers.enums import FollowUpState
from customers.models import Customer, FollowUp
from foundation.accounts.models import User

SHOWN_AHEAD = timedelta(days=7)


def follow_ups_of(user: User) -> "QuerySet[FollowUp]":
    """Those of customers whom the user may see."""
    rows = FollowUp.objects.filter(customer__in=Customer.with_merged.visible_to(user))
    return rows.select_related("customer", "owner", "data_key", "ended_by", "interaction")


def my_follow_ups(user: User, *, ended: bool = False) -> "QuerySet[FollowUp]":
    """What the user is to do, or has behind."""
    rows = follow_ups_of(user).filter(owner=user)
    return rows.exclude(state=FollowUpState.OPEN) if ended else rows.filter(state=FollowUpState.OPEN)


def follow_ups_ahead(user: User, *, now: datetime) -> "QuerySet[FollowUp]":
    """What the user is to do within a week, what is late first."""
    until = timezone.localdate(now) + SHOWN_AHEAD
    return my_follow_ups(user).filter(due_on__lte=until).order_by("due_on", "pk")


def open_follow_ups_of(customer: Customer) -> "QuerySet[FollowUp]":
    """What is still owed one customer, by what is due first."""
    rows = FollowUp.objects.filter(customer=customer, state=FollowUpState.OPEN)
    return rows.select_related("owner", "data_key").order_by("due_on", "pk")


@dataclass(frozen=True)
class Step:
    """How a follow-up stood after one change."""

    at: datetime
    by: User | None
    state: str
    owner: User | None
    due_on: date
    reason: str


def steps_of(row: FollowUp) -> list[Step]:
    """Every change of a follow-up, newest first; two statements."""
    rows = list(row.history.select_related("history_user").order_by("-history_date", "-history_id"))
    people = User.objects.in_bulk({each.owner_id for each in rows})
    return [
        Step(
            each.history_date,
            each.history_user,
            str(FollowUpState(each.state).label),
            people.get(each.owner_id),
            each.due_on,
            each.history_change_reason or "",
        )
        for each in rows
    ]
