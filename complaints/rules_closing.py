"""Who may prove, approve and look again, and what the rule rows say: predicates over rows; nothing is written."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from complaints import rules, rules_impartial
from complaints.enums import Severity, Status
from complaints.enums_closing import ApprovalStep, ProofKind
from foundation.accounts.permissions import Permission

if TYPE_CHECKING:
    from complaints.models import Approval, ApprovalRule, CarryOutProof, ClosingPolicy, Complaint, RemedyRule
    from foundation.accounts.models import User

# Once there is a decision to carry out, and until the case is closed.
PROVABLE = frozenset({Status.COMMUNICATED, Status.ACCEPTED, Status.CARRIED_OUT})
# While the complainant may say whether it is done.
ASKED = frozenset({Status.CARRIED_OUT, Status.CLOSED})
# The moves of the path that can wait for a second person.
WAITING_MOVES = (ApprovalStep.COMMUNICATE, ApprovalStep.CLOSE)
# Who looks again at closed cases: those who find facts, of our house or of the auditors.
LOOKS_AGAIN = (Permission.COMPLAINT_INVESTIGATE, Permission.AUDIT_CONDUCT)
# Who changes the rules of approval, reopening and escalation.
SETS_RULES = (Permission.COMPLAINT_DECIDE, Permission.ADMINISTER)
# A case that nobody has assessed yet climbs the ladder like one of medium severity.
UNASSESSED = Severity.MEDIUM


def may_prove(user: "User", complaint: "Complaint") -> bool:
    """Whether the person may add a proof that it was carried out."""
    works = rules.may_note(user, complaint) or user.can(Permission.COMPLAINT_DECIDE)
    return works and not rules_impartial.is_kept_from(user, complaint)


def is_proved_beside(proofs: "list[CarryOutProof]", *, user_id: int) -> bool:
    """Whether a file proves it, or someone else than this person looked: nobody vouches for the own work."""
    return any(proof.kind != ProofKind.CHECK or proof.by_id != user_id for proof in proofs)


def may_set_rules(user: "User") -> bool:
    """Whether the person may change the rules."""
    return any(user.can(permission) for permission in SETS_RULES)


def may_look_again(user: "User") -> bool:
    """Whether the person inspects closed cases at all."""
    return any(user.can(permission) for permission in LOOKS_AGAIN)


def waits(rule: "ApprovalRule | None", complaint: "Complaint") -> bool:
    """Whether a step of this case waits for a second person."""
    return bool(rule and rule.is_active and complaint.severity and complaint.severity >= rule.severity_from)


def reaches(rule: "RemedyRule", complaint: "Complaint") -> bool:
    """Whether what is promised needs the approval; an amount that was not given counts as reached."""
    amount = complaint.remedy_amount
    return (
        rule.is_active and rule.remedy in complaint.remedies_decided and (amount is None or amount >= rule.amount_from)
    )


def may_approve(user: "User", approval: "Approval", complaint: "Complaint") -> bool:
    """Whether the person has the role, and neither asked nor wrote what is to be said, nor is complained about."""
    authors = {approval.asked_by_id, complaint.complained_about_id}
    if approval.step == ApprovalStep.COMMUNICATE:
        authors.add(complaint.decided_by_id)
    if rules_impartial.is_kept_from(user, complaint):
        return False
    return user.pk not in authors and user.roles.filter(pk=approval.role_id).exists()


def may_reopen_alone(policy: "ClosingPolicy", *, since: datetime, times: int, now: datetime) -> bool:
    """Whether the complainant's word alone takes the case up again; otherwise it is an objection for a manager."""
    return times < policy.reopen_times and now - since <= timedelta(days=policy.reopen_days)
