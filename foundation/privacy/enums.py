"""Words of this room that the database stores."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """The legal bases of the Personal Data Protection Act B.E. 2562, sections 19, 24 and 26."""

    CONSENT = "consent", _("your consent")
    CONTRACT = "contract", _("a contract with you, or steps towards one")
    PUBLIC_TASK = "public_task", _("a task in the public interest")
    LEGAL_DUTY = "legal_duty", _("a duty under the law")
    LEGITIMATE_INTEREST = "legitimate_interest", _("a legitimate interest")
    VITAL_INTEREST = "vital_interest", _("preventing danger to life or health")
    RESEARCH = "research", _("research or statistics")


class ConsentState(TextChoices):
    """What a line of the consent ledger says."""

    GIVEN = "given", _("given")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Channel(TextChoices):
    """Where the person said so."""

    PORTAL = "portal", _("Portal")
    COUNTER = "counter", _("Counter")
    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    PAPER = "paper", _("Paper form")
    IMPORT = "import", _("Import")
