"""What this room shows on a customer's page: the latest complaints and how many are open."""

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
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
