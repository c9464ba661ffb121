"""Words of the service culture index and of recognition."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class CultureState(TextChoices):
    """Where a round stands."""

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Taking answers")
    CLOSED = "closed", _("Round closed")


class Agreement(IntegerChoices):
    """How far somebody agrees."""

    FULLY = 5, _("Fully agree")
    RATHER = 4, _("Rather agree")
    BETWEEN = 3, _("In between")
    HARDLY = 2, _("Rather disagree")
    NOT = 1, _("Do not agree at all")


class Verdict(TextChoices):
    """What was decided about a team that kept a promise."""

    GIVEN = "given", _("Recognised")
    DECLINED = "declined", _("Not recognised")


class Look(TextChoices):
    """Where the withdrawal of a recognition stands: asked for by one person, looked at by another."""

    ASKED = "asked", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Taken back")
    REFUSED = "refused", _("Kept after a second look")
