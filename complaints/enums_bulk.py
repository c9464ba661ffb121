"""The words of changing many cases at once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BulkKind(TextChoices):
    """What changes of all of them."""

    HANDLER = "handler", _("Officer in charge")
    UNIT = "unit", _("Unit that handles them")
    PRIORITY = "priority", _("Order of work")


class BulkOutcome(TextChoices):
    """What became of one case."""

    CHANGED = "changed", _("Changed")
    SAME = "same", _("Was so already")
    REFUSED = "refused", _("Left as it is")
    BACK = "back", _("As before again")
