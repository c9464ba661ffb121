"""Words of plans, their parts and the texts that the board approves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """States of a plan and of a definition."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed to the board")
    APPROVED = "approved", _("Approved by the board")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


OPEN = frozenset({Status.DRAFT, Status.PROPOSED, Status.APPROVED})
BINDING = frozenset({Status.IN_FORCE, Status.SUPERSEDED})


class PlanKind(TextChoices):
    """The two plans of clause 1.2."""

    LONG_TERM = "long_term", _("Long-term strategy")
    ANNUAL = "annual", _("Annual action plan")


class Term(TextChoices):
    """What clause 1.1 defines."""

    CUSTOMER = "customer", _("Customer")
    MARKET = "market", _("Market")


class MarketTest(TextChoices):
    """All four must hold before somebody counts as market."""

    NEED = "need", _("Need")
    PURCHASING_POWER = "purchasing_power", _("Purchasing power")
    WILLINGNESS = "willingness", _("Willingness to buy")
    RIGHT = "right", _("Right to buy")


class Better(TextChoices):
    """Which way an indicator should move."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")


class InputKind(TextChoices):
    """What clause 1.3 wants a plan to rest on."""

    VOICE = "voice", _("Voice of the customer")
    STUDY = "study", _("Segmentation study")
    MARKET = "market", _("Market analysis")
    OTHER = "other", _("Another input")


class MasterKind(TextChoices):
    """The plans that clause 1.3 wants ours linked to."""

    CORPORATE = "corporate", _("Corporate strategy")
    STAKEHOLDER = "stakeholder", _("Stakeholder strategy")
    PEOPLE = "people", _("Human resources strategy")
    DIGITAL = "digital", _("Long-term digital plan")
    OTHER = "other", _("Another master plan")


class Standing(TextChoices):
    """How an initiative stands against its time."""

    ON_TRACK = "on_track", _("On track")
    BEHIND = "behind", _("Behind")
    SILENT = "silent", _("Not reported")
    TO_COME = "to_come", _("No report due yet")
    DONE = "done", _("Completed")


class Result(TextChoices):
    """How an indicator stands against the target of a year."""

    MET = "met", _("Target met")
    NOT_YET = "not_yet", _("Not yet met")
    MISSED = "missed", _("Missed")
    UNKNOWN = "unknown", _("No figure yet")
