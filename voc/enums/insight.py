"""Words of insights, of what we did about them, and of the listening plan."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InsightStatus(TextChoices):
    """Where an insight stands."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waiting for a decision")
    DECIDED = "decided", _("Decided")
    FOLLOWED_UP = "followed_up", _("Outcome known")
    CLOSED = "closed", _("Closed")


class Decision(TextChoices):
    """What is to be done about an insight."""

    DO = "do", _("Do it")
    STUDY = "study", _("Study it first")
    WONT = "wont", _("Will not be done")


class DoneStatus(TextChoices):
    """Where an entry of "you said, we did" stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    PUBLISHED = "published", _("On the portal")
    WITHDRAWN = "withdrawn", _("Taken off")


class Frequency(TextChoices):
    """How often a channel is listened to."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Twice a year")
    YEARLY = "yearly", _("Once a year")

    @property
    def span(self) -> timedelta:
        """The longest time between two listenings."""
        return timedelta(days=_DAYS[self.value])


_DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "half_yearly": 183, "yearly": 366}
