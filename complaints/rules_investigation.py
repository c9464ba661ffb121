"""Who plans an investigation and keeps its evidence."""

from typing import TYPE_CHECKING

from complaints import rules, rules_impartial
from complaints.enums import FINISHED

if TYPE_CHECKING:
    from complaints.models import Complaint
    from foundation.accounts.models import User


def runs(complaint: "Complaint") -> bool:
    """Whether there is still something to find out: judged how serious it is, and not decided."""
    return complaint.status not in FINISHED and complaint.is_assessed and complaint.decided_at is None


def may_investigate(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may plan and log evidence: who works on the case, never who is kept from it or works under
    the person complained about."""
    return (
        runs(complaint) and rules.may_note(user, complaint) and not rules_impartial.is_about_own_head(user, complaint)
    )
