"""The words of an investigation: what is planned, where evidence comes from, how much it weighs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """What stands in the plan of an investigation."""

    QUESTION = "question", _("Question to answer")
    STEP = "step", _("Step to take")


class Source(TextChoices):
    """Where a piece of evidence comes from."""

    COMPLAINANT = "complainant", _("From the complainant")
    PERSON = "person", _("From the person or unit complained about")
    WITNESS = "witness", _("From somebody who was there")
    DOCUMENT = "document", _("A document or contract")
    SYSTEM = "system", _("A record of a system or camera")
    SITE = "site", _("What we saw on the spot")
    EXPERT = "expert", _("From an expert")


class Weight(TextChoices):
    """How far a piece of evidence can be relied on."""

    STRONG = "strong", _("Strong: at first hand, or borne out by another source")
    FAIR = "fair", _("Fair: credible, from one source")
    WEAK = "weak", _("Weak: at second hand, or contradicted")


class Tie(TextChoices):
    """What ties two cases that are not handled as one."""

    SAME_CAUSE = "same_cause", _("Has the same cause")
    FOLLOWS = "follows", _("Follows from the other case")
    CONTRADICTS = "contradicts", _("Contradicts the other case")
    SAME_PERSON = "same_person", _("The complainant wishes both to be seen together")


# What a tie with a direction is called from its other end.
FOLLOWED = _("The other case follows from this one")
