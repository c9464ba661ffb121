"""The words of letters and messages that come in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Placing(TextChoices):
    """What came of a letter."""

    WAITING = "waiting", _("Waits for somebody to look")
    CASE = "case", _("Added to a case")
    COMPLAINT = "complaint", _("Became a complaint")
    ASIDE = "aside", _("Set aside")
    MACHINE = "machine", _("Sent by a machine, nothing to do")
    BOUNCE = "bounce", _("A message of ours came back")
    CODE = "code", _("A code to tie LINE to a case")


class Wait(TextChoices):
    """Why a letter could not be placed by itself."""

    UNREADABLE = "unreadable", _("It could not be read")
    TOO_LARGE = "too_large", _("It is too large, and its sender was told so")
    NO_SENDER = "no_sender", _("It names no sender who could be answered")
    SUSPECT = "suspect", _("The mail server takes it for junk, or for a false sender")
    TOO_MANY = "too_many", _("Its sender wrote very many letters within an hour")
    EMPTY = "empty", _("It holds neither words nor files")
    CLOSED = "closed", _("It is about a case that is closed")
    UNTIED = "untied", _("It came by LINE, from somebody who has tied no case to it")
    MANY = "many", _("Its sender has several open cases")
    OTHER = "other", _("It bears the number of something that is no complaint")
