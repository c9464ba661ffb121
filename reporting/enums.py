"""Words of the closing provisions: verdicts, duties, the annual review."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """What a quarterly report is about."""

    BOARD = "board", _("Customers and market, for the board")
    VOC = "voc", _("Voice of the customer")


class ClauseState(TextChoices):
    """What the cockpit says of a clause; the same three as `core.evidence.Verdict`, with words."""

    GREEN = "green", _("Evidence complete")
    AMBER = "amber", _("Something is missing")
    RED = "red", _("No evidence")


class Cadence(TextChoices):
    """How often a deadline comes round."""

    QUARTERLY = "quarterly", _("every fiscal quarter")
    YEARLY = "yearly", _("every fiscal year")


class DayCount(TextChoices):
    """How the days of a due date are counted."""

    CALENDAR = "calendar", _("calendar days, then the next open day")
    WORKING = "working", _("working days")


class TurnState(TextChoices):
    """Where one turn of a deadline stands."""

    DONE = "done", _("Done")
    DONE_LATE = "done_late", _("Done late")
    TO_COME = "to_come", _("To come")
    SOON = "soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")


class ReviewState(TextChoices):
    """The stations of an annual review."""

    OPENED = "opened", _("Opened")
    ASSESSING = "assessing", _("Assessing clause by clause")
    REDRAFTING = "redrafting", _("Redrafting")
    REVIEWING = "reviewing", _("Being reviewed")
    REVIEWED = "reviewed", _("Reviewed")
    PROPOSED = "proposed", _("Before the board")
    APPROVED = "approved", _("Decided by the board")
    PUBLISHED = "published", _("Published")
    ACKNOWLEDGING = "acknowledging", _("Staff acknowledge")
    CLOSED = "closed", _("Closed")


class Assessed(TextChoices):
    """What an assessor says of a clause."""

    KEEP = "keep", _("Keep as it is")
    CHANGE = "change", _("Change")
    UNCLEAR = "unclear", _("Unclear, to be discussed")


class Outcome(TextChoices):
    """What the assessment of all clauses came to."""

    CHANGE = "change", _("The policy is redrafted")
    KEEP = "keep", _("No change is needed")


class Escalation(TextChoices):
    """Which notice of a review went out."""

    DUE_SOON = "due_soon", _("Due soon: administrators told")
    OVERDUE = "overdue", _("Overdue: administrators and executives told")
