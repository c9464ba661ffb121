"""What this room shows on a customer's page: the latest complaints and how many are open."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from customers.enums import Health
from customers.health import Sign, each
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.pages import bounded_counts

KEY = "complaints"
TITLE = _("Complaints")
SHOWN = 5


def render(user: User, customer: Customer) -> Rendered | None:
    """The customer's newest complaints that the user may see."""
    rows = Complaint.objects.visible_to(user).filter(customer=customer)
    newest = list(rows.select_related("category").order_by("-received_at", "-id")[:SHOWN])
    counts = bounded_counts({"open": rows.open(), "all": rows}) if newest else {}
    return "complaints/staff/_panel.html", {"complaints": newest, "counts": counts}


def _open(now: datetime) -> "QuerySet[Any, Any]":
    # Those of misconduct have a route of their own and are counted nowhere else.
    return each(Complaint.objects.ordinary().open(), Count("pk"))


def _late(now: datetime) -> "QuerySet[Any, Any]":
    return each(Complaint.objects.ordinary().overdue(at=now), Count("pk"))


SIGNS = (
    Sign(
        "complaints.late", Health.POOR, Permission.COMPLAINT_VIEW,
        _("Complaints past a promised date: %(value)s"), _late,
    ),
    Sign("complaints.open", Health.WATCH, Permission.COMPLAINT_VIEW, _("Open complaints: %(value)s"), _open),
)  # fmt: skip
