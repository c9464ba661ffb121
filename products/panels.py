"""What this room shows on a customer's page: the ideas that came from this customer."""

from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from customers.panels import Rendered
from foundation.accounts.models import User
from products.models import Idea

KEY = "ideas"
TITLE = _("Ideas")
SHOWN = 5


def render(user: User, customer: Customer) -> Rendered | None:
    """The customer's newest ideas; the panel is left out where there are none."""
    newest = list(Idea.objects.visible_to(user).filter(customer=customer).order_by("-id")[:SHOWN])
    return ("products/ideas/_panel.html", {"ideas": newest}) if newest else None
