"""What partners' systems may do and are told: pure predicates and limits, read by services, API and pages."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.enums import Status
from complaints.rules_closing import SETS_RULES
from foundation.core import rates

if TYPE_CHECKING:
    from complaints.models import Complaint
    from foundation.accounts.models import User

REFERENCE_LENGTH = 60
KEY_LENGTH = 80
# How often a partner's system may ask, and how many complaints and messages it may bring, in an hour.
ASKINGS = rates.Limit(1200, timedelta(hours=1))
BRINGINGS = rates.Limit(240, timedelta(hours=1))
# Pauses after failed attempts; after the last one a telling is given up and shown to people.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
KEPT = timedelta(days=400)  # how long what was told, and each attempt, can be looked up
CONFIDENTIAL = "confidential"
CONFIDENTIAL_WORDS = _("Handled confidentially")


def may_set(user: "User") -> bool:
    """Whether the person says which partner brings complaints, gives keys and addresses."""
    return any(user.can(permission) for permission in SETS_RULES)


def told_status(complaint: "Complaint") -> str:
    """The state as outsiders hear it: a decision that was not sent yet is none, and misconduct has no state."""
    return CONFIDENTIAL if complaint.is_misconduct else open_status(complaint.status)


def open_status(status: str) -> str:
    """A state of an ordinary case as outsiders hear it."""
    return Status.INVESTIGATING.value if status == Status.DECIDED else str(status)


def told_words(complaint: "Complaint") -> "str | Promise":
    """The same in words."""
    if complaint.is_misconduct:
        return CONFIDENTIAL_WORDS
    return Status(open_status(complaint.status)).label
