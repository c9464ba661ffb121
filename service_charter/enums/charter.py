"""Words of charters and standards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """States of a charter version."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In internal review")
    REVIEWED = "reviewed", _("Reviewed by a second person")
    PROPOSED = "proposed", _("Proposed to the board")
    APPROVED = "approved", _("Approved by the board")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class Area(TextChoices):
    """What a promise is about (policy 5.2)."""

    COMPLAINTS = "complaints", _("Complaints and feedback")
    INFORMATION = "information", _("Information")
    TRANSACTIONS = "transactions", _("Transactions and service requests")


class Event(TextChoices):
    """The moment by which the promise is kept; the clock starts when the matter is received."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledged")
    FIRST_REPLY = "first_reply", _("First reply by a person")
    PROGRESS = "progress", _("Progress told")
    RESOLVE = "resolve", _("Decided or completed")
    HELP = "help", _("Help with filing given")


class PauseFor(TextChoices):
    """For what the clock of a promise may wait. A promise that says nothing may wait for the customer's facts alone."""

    NEVER = "never", _("It never stands still")
    COMPLAINANT = "complainant", _("Facts or papers that the customer still owes us")
    ACCESS = "access", _("Access to the place")
    OUTSIDE = "outside", _("A decision of an outside authority")
