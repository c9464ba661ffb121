"""What this room shows on a customer's page: the latest service requests and how many are open."""

from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from foundation.core.pages import bounded_counts
from service_charter.models import ServiceRequest
from service_charter.selectors.requests import SEALED

KEY = "service-requests"
TITLE = _("Service requests")
SHOWN = 5


def render(user: User, customer: Customer) -> Rendered | None:
    """The customer's newest requests that the user may see."""
    rows = ServiceRequest.objects.visible_to(user).filter(customer=customer)
    newest = list(rows.select_related("form").defer(*SEALED).order_by("-received_at", "-id")[:SHOWN])
    counts = bounded_counts({"open": rows.open(), "all": rows}) if newest else {}
    return "service_charter/requests/_panel.html", {"requests": newest, "counts": counts, "customer": customer}
