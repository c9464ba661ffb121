"""The words of the end of a case: proof, the complainant's word, approval, looking again, escalation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProofKind(TextChoices):
    """What shows that a remedy was carried out."""

    PHOTO = "photo", _("Photograph")
    DOCUMENT = "document", _("Document, such as a receipt or a job sheet")
    CHECK = "check", _("Looked at by another person")


class Said(TextChoices):
    """What the complainant says to “it is done”."""

    DONE = "done", _("Yes, it is done")
    NOT_DONE = "not_done", _("No, it is not done")


class Via(TextChoices):
    """How the complainant's word reached us."""

    LINK = "link", _("By the link in our message")
    PAGE = "page", _("On the tracking page")
    STAFF = "staff", _("Told to an officer")


class Came(TextChoices):
    """What came of the complainant's word."""

    CONFIRMED = "confirmed", _("Confirmed")
    REOPENED = "reopened", _("Taken up again")
    OBJECTION = "objection", _("Objection, for a manager to answer")


class ApprovalStep(TextChoices):
    """What can wait for a second person before it happens."""

    COMMUNICATE = "communicate", _("Sending the decision")
    CLOSE = "close", _("Closing the case")
    MESSAGE = "message", _("Any other message to the complainant")


class ApprovalState(TextChoices):
    """Where a request for approval stands."""

    WAITING = "waiting", _("To be approved")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned with remarks")
    DROPPED = "dropped", _("No longer needed")


class InspectionVerdict(TextChoices):
    """What looking again found."""

    IN_ORDER = "in_order", _("In order: what was promised is there")
    NOT_IN_ORDER = "not_in_order", _("Not in order")
    UNCLEAR = "unclear", _("Cannot be told any more")


class Settled(TextChoices):
    """What follows where something was not in order."""

    REOPENED = "reopened", _("The case was taken up again")
    ACTION = "action", _("A corrective action was set up")


class Fair(TextChoices):
    """What the complainant says to “were you treated fairly?”."""

    YES = "yes", _("Yes, I was treated fairly")
    PARTLY = "partly", _("In part")
    NO = "no", _("No, I was not treated fairly")


class Principle(TextChoices):
    """What an objective handling keeps, in our own words; the reviewer looks for each (ISO 10002, annex D)."""

    OPENNESS = "openness", _("Open: both sides knew the way, the dates and the reasons")
    IMPARTIALITY = "impartiality", _("Impartial: no side was favoured, and whoever judged had no part in the matter")
    CONFIDENTIALITY = "confidentiality", _("Confidential: names and contact were seen by nobody who did not need them")
    ACCESSIBILITY = "accessibility", _("Within reach: the complainant could tell, ask and follow it at any time")
    COMPLETENESS = "completeness", _("Complete: the facts that matter were found, and everybody concerned was heard")
    EQUITABILITY = "equitability", _("Even: the remedy is like that of like cases")
    SENSITIVITY = "sensitivity", _("Considerate: the person's situation was seen and taken seriously")


class Kept(TextChoices):
    """Whether a principle was kept."""

    YES = "yes", _("Kept")
    NO = "no", _("Not kept")
    UNCLEAR = "unclear", _("Cannot be told")
