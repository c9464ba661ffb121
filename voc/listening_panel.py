"""What this room shows on a customer's page: what the customer said lately, and the surveys answered."""

from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from voc.models import SurveyResponse, Voice

KEY = "voices"
TITLE = _("What the customer says")
SHOWN = 4


def render(user: User, customer: Customer) -> Rendered | None:
    """The newest voices, and the last survey answered; nothing for a customer who has not been heard yet."""
    voices = Voice.objects.visible_to(user).filter(customer=customer).select_related("topic")
    newest = list(voices.order_by("-occurred_at", "-id")[:SHOWN])
    answered = SurveyResponse.objects.filter(customer=customer).select_related("survey")
    last = answered.order_by("-submitted_at").first()
    return ("voc/_panel.html", {"voices": newest, "last": last}) if newest or last else None
