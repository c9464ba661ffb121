"""What this room shows on a customer's page: the latest service requests and how many are open."""

from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from service_charter.selectors.request_customers import newest_of

KEY = "requests"
TITLE = _("Service requests")


def render(user: User, customer: Customer) -> Rendered | None:
    """The customer's newest requests that the user may see."""
    newest, counts = newest_of(user, customer)
    return "service_charter/requests/_panel.html", {"requests": newest, "counts": counts}
