"""Reads of the end of a case: proofs in force, the question to the complainant, what waits for approval."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from complaints.enums_closing import ApprovalState, ApprovalStep
from complaints.models import (
    Approval,
    ApprovalRule,
    CarryOutProof,
    ClosingPolicy,
    Complaint,
    Confirmation,
    EscalationRule,
    NoticePolicy,
    RemedyRule,
    Transition,
)
from complaints.rules_closing import ASKED, reaches, waits
from foundation.accounts.models import Role

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Needed:
    """An approval that a step needs: of which role, and why."""

    step: str
    role: Role
    severity_from: int
    by_remedy: str = ""


def closing_policy() -> ClosingPolicy:
    """How long and how often; the shipped values where nobody has set any."""
    return ClosingPolicy.objects.first() or ClosingPolicy()


def notice_policy() -> NoticePolicy:
    """When complainants hear from us by themselves; the shipped values where nobody has set any."""
    return NoticePolicy.objects.first() or NoticePolicy()


def proofs_of(complaint: Complaint) -> list[CarryOutProof]:
    """Every proof of the case, oldest first."""
    return list(CarryOutProof.objects.filter(complaint=complaint).select_related("by", "shared_from"))


def proofs_in_force(complaint: Complaint) -> list[CarryOutProof]:
    """Proofs of the decision that stands; those from before the case was taken up again prove nothing now."""
    if complaint.decided_at is None:
        return []
    return [proof for proof in proofs_of(complaint) if proof.at >= complaint.decided_at]


def shared_proofs(complaint: Complaint) -> list[CarryOutProof]:
    """What the complainant may see of them."""
    return [proof for proof in proofs_in_force(complaint) if proof.is_shared]


def open_question(complaint: Complaint) -> Confirmation | None:
    """The question that the complainant has not answered, while the work is done or the case closed."""
    if complaint.status not in ASKED:
        return None
    return Confirmation.objects.filter(complaint=complaint, answered_at=None, ended_at=None).first()


def questions_of(complaint: Complaint) -> list[Confirmation]:
    """What the complainant was asked and said, newest first."""
    rows = Confirmation.objects.filter(complaint=complaint).select_related("by", "settled_by")
    return list(rows.order_by("-asked_at", "-id"))


def times_disputed(complaint: Complaint) -> int:
    """How often the complainant's word has taken the case up again."""
    return Transition.objects.filter(complaint=complaint, move="dispute").count()


def approval_rule(step: str) -> ApprovalRule | None:
    """The rule of a step."""
    return ApprovalRule.objects.select_related("role").filter(step=step).first()


def rule_for(complaint: Complaint, step: str, *, approved: Approval | None = None) -> Needed | None:
    """Whose approval this step of this case waits for next, None where it needs none or, with `approved`, where every
    role has approved the same words."""
    given = _given(approved) if approved else set()
    return next((needed for needed in rules_for(complaint, step) if needed.role.pk not in given), None)


def rules_for(complaint: Complaint, step: str) -> list[Needed]:
    """Every role that approves this step of this case: by severity, and by the remedies that are promised (annex F)."""
    if not complaint.severity:
        return []
    found: dict[int, Needed] = {}
    rule = approval_rule(step)
    if rule is not None and waits(rule, complaint):
        found[rule.role_id] = Needed(step, rule.role, rule.severity_from)
    if step == ApprovalStep.COMMUNICATE and complaint.remedies_decided:
        for each in remedy_rules().filter(is_active=True, remedy__in=complaint.remedies_decided):
            if reaches(each, complaint):
                found.setdefault(each.role_id, Needed(step, each.role, complaint.severity, by_remedy=each.remedy))
    return list(found.values())


def _given(approved: Approval) -> set[int]:
    """Roles that approved exactly these words of the same step."""
    rows = Approval.objects.filter(complaint=approved.complaint_id, step=approved.step, state=ApprovalState.APPROVED)
    return set(rows.filter(text=approved.text).values_list("role_id", flat=True))


def remedy_rules() -> "QuerySet[RemedyRule]":
    """Who approves which remedy, from which amount on."""
    return RemedyRule.objects.select_related("role").order_by("remedy", "amount_from", "id")


def approvals_of(complaint: Complaint) -> list[Approval]:
    """Requests for approval of the case, newest first."""
    rows = Approval.objects.filter(complaint=complaint).select_related("asked_by", "answered_by", "role")
    return list(rows.order_by("-asked_at", "-id"))


def approvals_for(user: "User") -> "QuerySet[Approval]":
    """What waits for this person: of a role of theirs, in a case they may see, not asked or decided by themselves."""
    seen = Complaint.objects.visible_to(user).values("pk")
    return (
        Approval.objects.filter(state=ApprovalState.WAITING, role__in=user.roles.values("pk"), complaint__in=seen)
        .exclude(asked_by=user)
        .exclude(step="communicate", complaint__decided_by=user)
        .select_related("complaint", "asked_by")
        .order_by("asked_at", "id")
    )


def approval_rules() -> "QuerySet[ApprovalRule]":
    """Every rule of approval."""
    return ApprovalRule.objects.select_related("role").order_by("id")


def rule_changes(limit: int) -> list[Any]:
    """The last changes of the rules, newest first: who, when, which and why."""
    changes: list[Any] = []
    for model in (ApprovalRule, RemedyRule, ClosingPolicy, NoticePolicy, EscalationRule):
        history = model.history
        changes += history.select_related("history_user").exclude(history_change_reason=None)[:limit]
    return sorted(changes, key=lambda change: change.history_date, reverse=True)[:limit]


def escalation_rules() -> "QuerySet[EscalationRule]":
    """The ladder, mild cases first."""
    return EscalationRule.objects.select_related("role").order_by("severity_from", "days_late", "id")
