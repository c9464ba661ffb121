"""On a customer's page: the segment, why, and those the customer belonged to before."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from customers import panels
from customers.models import Customer
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from segmentation.selectors import memberships_over_time, study_in_force


def render(user: User, customer: Customer) -> tuple[str, dict[str, Any]] | None:
    """The customer's segment in use, or that the customer is in none; nothing before the first study is in use."""
    memberships = list(memberships_over_time(customer.pk))
    earlier = [row for row in memberships if row.run.study.superseded_at]
    membership = next((row for row in memberships if not row.run.study.superseded_at), None)
    if not memberships and study_in_force() is None:
        return None
    return "segmentation/panel.html", {"membership": membership, "earlier": earlier}


def register() -> None:
    """Called from `AppConfig.ready()`."""
    panels.register("segmentation", _("Customer segment"), Permission.SEGMENT_VIEW, render, place="side", order=30)
