"""What this room shows on a customer's page: the latest service requests and how many are open."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from customers.enums import Health
from customers.health import Sign, each
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from service_charter.models import ServiceRequest
from service_charter.selectors.request_customers import newest_of

KEY = "requests"
TITLE = _("Service requests")


def render(user: User, customer: Customer) -> Rendered | None:
    """The customer's newest requests that the user may see."""
    newest, counts = newest_of(user, customer)
    return "service_charter/requests/_panel.html", {"requests": newest, "counts": counts}


def _late(now: datetime) -> "QuerySet[Any, Any]":
    return each(ServiceRequest.objects.open().filter(due_at__lt=now, met_at__isnull=True), Count("pk"))


SIGNS = (
    Sign(
        "requests.late", Health.POOR, Permission.REQUEST_VIEW,
        _("Service requests past a promised date: %(value)s"), _late,
    ),
)  # fmt: skip
