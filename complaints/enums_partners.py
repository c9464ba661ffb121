"""Words of partners' systems: what they are told, and where a telling stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.enums import Channel


class WebhookEvent(TextChoices):
    """What a partner's system may be told by itself."""

    STATUS = "complaint.status", _("The state of a case changed")
    MESSAGE = "complaint.message", _("A message was written to the complainant")
    DATES = "complaint.dates", _("A promised date moved")


class DeliveryState(TextChoices):
    """Where a telling stands."""

    WAITING = "waiting", _("Waiting to be sent")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")
    WITHHELD = "withheld", _("Withheld")


class AttemptError(TextChoices):
    """Why a telling did not arrive."""

    NONE = "", _("It arrived")
    STATUS = "status", _("The other side refused it")
    UNREACHABLE = "unreachable", _("The other side did not answer")
    FORBIDDEN = "forbidden", _("The address is none that we send to")


# Doors that a partner may bring complaints through, besides its own.
PARTNER_CHANNELS = (
    Channel.API,
    Channel.LINE,
    Channel.SOCIAL,
    Channel.HOTLINE_1111,
    Channel.HOTLINE_1567,
    Channel.GOVERNMENT,
)
