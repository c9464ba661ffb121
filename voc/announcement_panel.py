"""What a customer was told, on the customer's page."""

from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from voc.enums.announcement import DeliveryOutcome
from voc.models import AnnouncementDelivery

KEY = "voc.announcements"
TITLE = _("What we told them")
SHOWN = 5


def render(user: User, customer: Customer) -> Rendered | None:
    """The newest announcements that went to the customer, with what became of each; None where there is none."""
    rows = AnnouncementDelivery.objects.filter(customer=customer).with_result().select_related("announcement")
    newest = [(row, DeliveryOutcome(row.result).label) for row in rows.order_by("-id")[:SHOWN]]  # type: ignore[attr-defined]
    return ("voc/announcements/_panel.html", {"deliveries": newest}) if newest else None
