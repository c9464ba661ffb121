"""Words of help with filing (ISO 10002, 5.1 and 7.1): what is asked for, when, and what came of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HelpKind(TextChoices):
    """What helps a person to be heard."""

    CALL_BACK = "call_back", _("Call me back")
    WRITING = "writing", _("Write it down for me")
    INTERPRETER = "interpreter", _("An interpreter")
    SIGN = "sign", _("Sign language")
    ACCESS = "access", _("A wheelchair or a way without steps")
    OTHER = "other", _("Something else")


class DayPart(TextChoices):
    """When on the wanted day."""

    ANY = "any", _("Any time")
    MORNING = "morning", _("In the morning, until noon")
    AFTERNOON = "afternoon", _("In the afternoon")


class HelpState(TextChoices):
    """Where it stands."""

    WAITING = "waiting", _("Waiting for us")
    GIVEN = "given", _("Help was given")
    NOT_GIVEN = "not_given", _("Could not be given")
    DROPPED = "dropped", _("No longer needed")


class TryOutcome(TextChoices):
    """What came of one try."""

    GIVEN = "given", _("Reached: help was given")
    TRIED = "tried", _("Not reached, try again")
    FAILED = "failed", _("It can't be given any more")
