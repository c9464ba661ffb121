"""Words of measuring: where a result comes from, and what it may be cut by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """Who saw whether the promise was kept."""

    COMPLAINT = "complaint", _("Complaints")
    REQUEST = "request", _("Service requests")
    PARTNER = "partner", _("Partner's report")
    MYSTERY = "mystery", _("Mystery shopping")
    SAMPLE = "sample", _("Manual sample")


# What people enter by hand; the other sources write themselves or come from partners.
BY_HAND = (Source.SAMPLE, Source.MYSTERY)


class Facet(TextChoices):
    """By what the daily sums are kept."""

    ALL = "all", _("Everything")
    UNIT = "unit", _("Unit")
    TOUCHPOINT = "touchpoint", _("Touchpoint")
    PARTNER = "partner", _("Partner")
    SOURCE = "source", _("Source")
    CASE = "case", _("Kind of case")


class BreachState(TextChoices):
    """Where a broken promise stands."""

    OPEN = "open", _("Waits for a cause and an action")
    ACTING = "acting", _("Action under way")
    CLOSED = "closed", _("Closed: the action helped")
    WITHDRAWN = "withdrawn", _("Closed: the measurements were wrong")


UNSETTLED = (BreachState.OPEN, BreachState.ACTING)


class Tripped(TextChoices):
    """What showed that the promise is broken."""

    BELOW_TARGET = "below_target", _("Below the target, and not by chance")
    CONTROL_CHART = "control_chart", _("Fell out of its usual range")


class VisitState(TextChoices):
    """Where a mystery visit stands."""

    PLANNED = "planned", _("Visit planned")
    DONE = "done", _("Visit made")
    CANCELLED = "cancelled", _("Visit called off")
