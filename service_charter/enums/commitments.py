"""Words of the commitments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Holder(TextChoices):
    """Who takes a commitment on."""

    UNIT = "unit", _("Unit")
    STAFF = "staff", _("Member of staff")
    PARTNER = "partner", _("Partner or supplier")


class Standing(TextChoices):
    """How a commitment stands on a day."""

    ACCEPTED = "accepted", _("Signed")
    WAITING = "waiting", _("Waits for an answer")
    LATE = "late", _("Past its day")
