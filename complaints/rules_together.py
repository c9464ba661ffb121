"""Which complaints may be named beside others, handled as one matter, split or parted, and how far they go together."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from complaints.enums import Identity, Status
from complaints.lifecycle import MOVES
from complaints.rules import may_work_on

if TYPE_CHECKING:
    from complaints.models import Complaint
    from foundation.accounts.models import User


def why_apart(complaint: "Complaint") -> str:
    """Why a case must not be handled together with others; empty where nothing speaks against it.

    What was told in confidence, or about one of us, has readers of its own and is never named beside other cases.
    """
    if complaint.is_misconduct:
        return _("This case goes by the confidential route, so it is handled by itself.")
    if complaint.identity == Identity.CONFIDENTIAL:
        return _("This case was told in confidence, so it is handled by itself.")
    if complaint.complained_about_id is not None:
        return _("This case is about a member of staff, so it is handled by itself.")
    return ""


# Until then somebody who reports the same can still be taken along.
_JOINABLE = frozenset({Status.RECEIVED, Status.ACKNOWLEDGED, Status.ASSESSED, Status.INVESTIGATING})


def may_be_named(complaint: "Complaint", *, has_public_line: bool = False) -> bool:
    """Whether strangers may be told that such a complaint is open: nothing in it leads to a person.

    Where safety was touched, somebody may have been hurt; it is told only in words that one of us wrote for it.
    """
    if why_apart(complaint) or complaint.status not in _JOINABLE or not complaint.category.is_common:
        return False
    return has_public_line or not complaint.is_safety_matter


def may_part(complaint: "Complaint") -> bool:
    """Whether the complainant may still say that the own matter is different: until it is decided."""
    return complaint.status in _JOINABLE


def may_split(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may make two cases of it: until it is decided."""
    return may_work_on(user, complaint) and complaint.status in _JOINABLE


def may_group(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may link the case with others, or take it out again."""
    return may_work_on(user, complaint) and not why_apart(complaint)


# How far a case has come on the part of the path that a common matter goes together. What follows is each
# complainant's own: to accept or not, to be heard again, to be told where to turn.
TOGETHER = ("acknowledge", "assess", "investigate", "decide", "communicate")
_COME = {Status.RECEIVED: 0} | {Status(MOVES[move].target): n for n, move in enumerate(TOGETHER, start=1)}
_ANSWERED = frozenset({Status.ACCEPTED, Status.REJECTED, Status.CARRIED_OUT, Status.CLOSED})


def shared_steps(complaint: "Complaint", lead: "Complaint") -> list[str]:
    """The steps that bring a case to where the leading one stands, in order; "findings" shares what was found."""
    if complaint.status == Status.ACCEPTED:
        same = complaint.decision == lead.decision and complaint.outcome == lead.outcome
        return ["carry_out"] if same and lead.carried_out else []
    here = _COME.get(Status(complaint.status))
    there = len(TOGETHER) if lead.status in _ANSWERED else _COME.get(Status(lead.status))
    if here is None or there is None:
        return []
    steps = list(TOGETHER[here:there])
    after = TOGETHER.index("decide")
    if here <= after <= there and lead.findings and not complaint.findings:
        steps.insert(after - here, "findings")
    return steps
