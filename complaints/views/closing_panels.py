"""What the case page shows of the end of a case: proofs, the complainant's word, what waits for approval."""

from typing import Any

from django import forms

from complaints import rules, rules_closing, selectors
from complaints.enums import Status
from complaints.enums_closing import ApprovalStep
from complaints.forms.closing import ApproveForm, HeardForm, ObjectionForm, ProofForm
from complaints.forms.staff import CloseForm
from complaints.lifecycle import legal_moves
from complaints.models import Complaint
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission

# From here on there is something to prove; before, the section would stand empty.
HAS_END = rules_closing.PROVABLE | {Status.CLOSED}


def closing_context(user: User, complaint: Complaint, shown: dict[str, forms.Form]) -> dict[str, Any]:
    """The end of a case for one reader; `shown` are forms that were refused."""
    proofs = selectors.proofs_of(complaint)
    questions = selectors.questions_of(complaint)
    approvals = selectors.approvals_of(complaint) if complaint.severity else []
    works = rules.may_work_on(user, complaint)
    waiting = [approval for approval in approvals if approval.is_waiting]
    may_close = rules.may_move(user, "close", complaint)
    asks_close = (
        works
        and not may_close
        and "close" in legal_moves(complaint.status)
        and not any(approval.step == ApprovalStep.CLOSE for approval in waiting)
        and selectors.rule_for(complaint, ApprovalStep.CLOSE) is not None
    )
    return {
        "proofs": proofs,
        "questions": questions,
        "has_end": bool(proofs or questions) or complaint.status in HAS_END,
        "may_prove": complaint.status in rules_closing.PROVABLE and rules_closing.may_prove(user, complaint),
        "may_hear": works and selectors.open_question(complaint) is not None,
        "may_settle": user.can(Permission.COMPLAINT_DECIDE),
        "approvals": approvals,
        "waiting": [
            (row, rules_closing.may_approve(user, row, complaint), row.asked_by_id == user.pk) for row in waiting
        ],
        "asks_close": asks_close,
        "ladder": list(complaint.escalations.select_related("role")),
        "proof_form": shown.get("proof") or ProofForm(auto_id="proof-%s"),
        "heard_form": shown.get("heard") or HeardForm(auto_id="heard-%s"),
        "objection_form": shown.get("objection") or ObjectionForm(auto_id="objection-%s"),
        "approve_form": shown.get("approval") or ApproveForm(auto_id="approval-%s"),
        "ask_close_form": shown.get("ask_close") or CloseForm(complaint=complaint, auto_id="ask-close-%s"),
    }
