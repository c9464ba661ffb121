"""On a customer's page: what they hold, what we are working on with them, the programmes they are in."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers import panels
from customers.enums import Health
from customers.health import Sign, each
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from relationships import selectors
from relationships.enums import HoldingStatus
from relationships.models import Holding

SHOWN = 5
SOON = timedelta(days=90)


def render(user: User, customer: Customer) -> Rendered | None:
    """The latest contracts, opportunities and programmes; three statements."""
    rows = selectors.with_value_in_force(selectors.holdings_of(user, customer), today=timezone.localdate())
    holdings: list[Any] = list(rows[:SHOWN])
    context = {
        "holdings": holdings,
        "opportunities": list(selectors.opportunities_of(user, customer)[:SHOWN]),
        "programmes": list(selectors.programmes_of(customer)[:SHOWN]),
        "value": holdings[0].in_force if holdings else 0,
        "may_edit": user.can(Permission.RELATIONSHIP_EDIT) and not customer.is_erased,
    }
    return "relationships/_panel.html", context


def _undecided(now: datetime) -> "QuerySet[Any, Any]":
    ran_out = Holding.objects.filter(status=HoldingStatus.RUNNING, last_day__lt=timezone.localdate(now))
    return each(ran_out, Max("last_day"))


def _ending(now: datetime) -> "QuerySet[Any, Any]":
    today = timezone.localdate(now)
    return each(
        Holding.objects.filter(status=HoldingStatus.RUNNING, last_day__range=(today, today + SOON)), Min("last_day")
    )


def _in_force(now: datetime) -> "QuerySet[Any, Any]":
    today = timezone.localdate(now)
    return each(Holding.objects.in_force_on(today).filter(last_day__gt=today + SOON), Max("last_day"))


SIGNS = (
    Sign(
        "contracts.undecided", Health.POOR, Permission.RELATIONSHIP_VIEW,
        _("A contract ran out and was neither renewed nor ended, last day %(value)s"), _undecided,
    ),
    Sign(
        "contracts.ending", Health.WATCH, Permission.RELATIONSHIP_VIEW,
        _("A contract ends within 90 days, on %(value)s"), _ending,
    ),
    Sign(
        "contracts.in_force", Health.GOOD, Permission.RELATIONSHIP_VIEW,
        _("A contract in force for more than 90 days, until %(value)s"), _in_force,
    ),
)  # fmt: skip


def register() -> None:
    """Called from `AppConfig.ready()`."""
    title = _("Contracts and opportunities")
    panels.register("relationships", title, Permission.RELATIONSHIP_VIEW, render, order=10, signs=SIGNS)
