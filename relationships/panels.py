"""On a customer's page: what they hold, what we are working on with them, the programmes they are in."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers import panels
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from relationships import selectors

SHOWN = 5


def render(user: User, customer: Customer) -> Rendered | None:
    """The latest contracts, opportunities and programmes; four statements."""
    context = {
        "holdings": list(selectors.holdings_of(user, customer)[:SHOWN]),
        "opportunities": list(selectors.opportunities_of(user, customer)[:SHOWN]),
        "programmes": list(selectors.programmes_of(customer)[:SHOWN]),
        "value": selectors.value_in_force(customer, today=timezone.localdate()),
        "may_edit": user.can(Permission.RELATIONSHIP_EDIT) and not customer.is_erased,
    }
    return "relationships/_panel.html", context


def register() -> None:
    """Called from `AppConfig.ready()`."""
    panels.register("relationships", _("Contracts and opportunities"), Permission.RELATIONSHIP_VIEW, render, order=10)
