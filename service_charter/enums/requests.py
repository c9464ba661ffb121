"""Words of service requests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FieldKind(TextChoices):
    """What a question of a form asks for."""

    TEXT = "text", _("One line of text")
    LONG = "long", _("Long text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("One of several choices")
    FILE = "file", _("Files")


class RequestStatus(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", _("Received")
    WORKING = "working", _("Being worked on")
    DONE = "done", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TURNED = "turned", _("Goes on as a complaint")


class RequestOutcome(TextChoices):
    """What came of a request."""

    GRANTED = "granted", _("Done as asked")
    PARTLY = "partly", _("Done in part")
    DECLINED = "declined", _("Not possible")


class WaitKind(TextChoices):
    """Why the clock of a request stands still."""

    CUSTOMER = "customer", _("We wait for the customer")
    OTHER = "other", _("Another reason that the customer sees")


class Sender(TextChoices):
    """Who wrote a message or took a step."""

    STAFF = "staff", _("Staff")
    CUSTOMER = "customer", _("Customer")
    SYSTEM = "system", _("The system")


class AlertStage(TextChoices):
    """Before or after the date."""

    BEFORE = "before", _("Due soon")
    AFTER = "after", _("Late")


class Door(TextChoices):
    """How a request came in."""

    PORTAL = "portal", _("Website")
    PHONE = "phone", _("Telephone")
    COUNTER = "counter", _("Counter")
    LETTER = "letter", _("Letter or e-mail")
    SYSTEM = "system", _("Another system")


STAFF_DOORS = (Door.PHONE, Door.COUNTER, Door.LETTER)
OPEN_REQUESTS = (RequestStatus.RECEIVED, RequestStatus.WORKING)
RATEABLE_REQUESTS = (RequestStatus.DONE, RequestStatus.CLOSED)
