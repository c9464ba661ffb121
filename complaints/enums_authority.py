"""Words of complaining for somebody else: in what relation, with what proof, and whether it was found good."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relation(TextChoices):
    """Who complains for whom."""

    PARENT = "parent", _("Parent or guardian of a child")
    RELATIVE = "relative", _("Relative")
    CARER = "carer", _("Carer")
    ATTORNEY = "attorney", _("Lawyer, or holder of a power of attorney")
    BODY = "body", _("For an organisation or a group")
    OTHER = "other", _("In another relation")


class ProofKind(TextChoices):
    """What shows that the person may."""

    PAPER = "paper", _("A paper, which I add with the pictures and documents")
    DECLARED = "declared", _("I declare that the person asked me to")


class AuthorityState(TextChoices):
    """What an officer found. Until then the outcome is not told."""

    WAITING = "waiting", _("Not checked yet")
    ACCEPTED = "accepted", _("Authority is good")
    OWN = "own", _("No authority: it goes on as the own complaint of who filed it, and nothing about the other is told")
