"""What waits for a second person: asking, taking back, and the refusal of a step that was not approved."""

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from complaints import rules_impartial
from complaints.enums_closing import ApprovalState, ApprovalStep
from complaints.lifecycle import MOVES
from complaints.models import Approval, Complaint
from complaints.rules_closing import WAITING_MOVES
from complaints.selectors.closing import Needed, rule_for
from complaints.services import mail
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all


def demand(complaint: Complaint, step: str, approved: Approval | None) -> None:
    """The step of a locked case was approved, or needs no approval. Raises Incomplete."""
    fits = approved is not None and approved.complaint_id == complaint.pk and approved.step == step
    rule = rule_for(complaint, step, approved=approved if fits else None)
    if rule is not None:
        words = {"role": rule.role.title}
        message = (
            _("For this remedy, %(role)s approves it first. Nothing was sent.") % words
            if rule.by_remedy
            else _("At this severity, %(role)s approves it first. Nothing was sent.") % words
        )
        raise Incomplete(message, missing={"approval": message})


def record(
    complaint: Complaint,
    rule: Needed,
    *,
    given: dict[str, Any],
    text: str,
    by: User,
    now: datetime,
) -> Approval:
    """Let a step of a locked case wait for the role of the rule, with exactly what would be said, and tell its holders.

    Raises IllegalMove when the step waits already.
    """
    if Approval.objects.filter(complaint=complaint, step=rule.step, state=ApprovalState.WAITING).exists():
        raise IllegalMove(_("This waits for approval already."))
    approval = Approval(
        complaint=complaint,
        step=rule.step,
        given=given,
        text=text,
        severity=complaint.severity or rule.severity_from,
        role=rule.role,
        asked_by=by,
        asked_at=now,
        created_at=now,
    )
    signed(approval, by=by, now=now).save()
    people = User.objects.filter(is_active=True, roles=rule.role).exclude(
        pk__in=[by.pk, complaint.complained_about_id or 0]
    )
    notify_all(
        [person for person in people.distinct() if not rules_impartial.is_kept_from(person, complaint)],
        partial(_text, complaint.number, rule.step),
        mail.case_url(complaint),
        f"complaint-approve:{approval.public_id}",
    )
    return approval


def drop_overtaken(complaint: Complaint, *, by: User | None, now: datetime) -> None:
    """After a step: what waited for a step that is no longer possible waits no more."""
    for row in Approval.objects.filter(complaint=complaint, state=ApprovalState.WAITING):
        possible = complaint.status in MOVES[row.step].sources if row.step in WAITING_MOVES else complaint.is_open
        if not possible:
            drop(row, by=by, now=now, why=str(_("The case went on another way.")))


def drop(approval: Approval, *, by: User | None, now: datetime, why: str) -> None:
    """Take a waiting request off the desks."""
    row = locked(Approval.objects.all(), pk=approval.pk)
    row.state, row.answered_by, row.answered_at, row.remarks = ApprovalState.DROPPED, by, now, why
    signed(row, by=by, now=now, reason=why).save()


def _text(number: str, step: str) -> str:
    return _("%(number)s waits for your approval: %(step)s") % {"number": number, "step": ApprovalStep(step).label}
