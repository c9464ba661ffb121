"""Steps that may need a second person: taken at once where no rule holds them, else asked, approved or returned."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules, rules_closing
from complaints.enums_closing import ApprovalState, ApprovalStep
from complaints.lifecycle import MOVES
from complaints.models import Approval, Complaint, Message
from complaints.selectors.closing import rule_for
from complaints.services import approvals, mail, moves, talk
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def communicate_or_ask(*, complaint_id: int, by: "User", now: datetime, covering: str = "") -> Complaint | Approval:
    """Send the decision, or let it wait for the role that approves it at this severity.

    Raises what `communicate` raises; IllegalMove when it waits already.
    """
    case = locked(Complaint.objects.all(), pk=complaint_id)
    rule = rule_for(case, ApprovalStep.COMMUNICATE)
    if rule is None:
        return moves.communicate(complaint_id=complaint_id, by=by, now=now, covering=covering)
    rules.check_may_move(by, "communicate", case)
    MOVES["communicate"].from_(case.status)
    _demand("communicate", case, now=now)
    text = mail.decision_text(case, covering=covering)
    return approvals.record(case, rule, given={"covering": covering}, text=text, by=by, now=now)


@transaction.atomic
def close_or_ask(
    *, complaint_id: int, reason: str, by: "User", now: datetime, exhaustion: str = ""
) -> Complaint | Approval:
    """Close the case, or let the closing wait. An officer may ask where only a manager may close.

    Raises what `close` raises; IllegalMove when it waits already.
    """
    case = locked(Complaint.objects.all(), pk=complaint_id)
    rule = rule_for(case, ApprovalStep.CLOSE)
    if rule is None:
        return moves.close(complaint_id=complaint_id, reason=reason, exhaustion=exhaustion, by=by, now=now)
    if not rules.may_work_on(by, case):
        rules.check_may_move(by, "close", case)
    MOVES["close"].from_(case.status)
    case.exhaustion = exhaustion or case.exhaustion
    _demand("close", case, now=now, reason=reason)
    given = {"reason": reason, "exhaustion": exhaustion}
    return approvals.record(case, rule, given=given, text=reason, by=by, now=now)


@transaction.atomic
def send_or_ask(*, complaint_id: int, body: str, by: "User", now: datetime, pause_for: str = "") -> Message | Approval:
    """Write to the complainant, or let the message wait. Raises what `send_message` raises; IllegalMove when one
    waits already."""
    case = locked(Complaint.objects.all(), pk=complaint_id)
    rule = rule_for(case, ApprovalStep.MESSAGE)
    if rule is None:
        return talk.send_message(complaint_id=complaint_id, body=body, by=by, now=now, pause_for=pause_for)
    talk.check_message(case, body, by=by)
    return approvals.record(case, rule, given={"body": body, "pause_for": pause_for}, text=body, by=by, now=now)


@transaction.atomic
def approve(*, approval_id: int, by: "User", now: datetime, shown_version: int, remarks: str = "") -> Approval:
    """Let the step happen as it was shown. It is taken in the name of whoever asked, where that person may take it.

    Raises NotAllowed for the author and for another role, IllegalMove when it was answered, or when the decision was
    changed since, StaleVersion, and what the step itself raises.
    """
    row, case = _waiting(approval_id, by, shown_version=shown_version)
    row.state, row.answered_by, row.answered_at, row.remarks = ApprovalState.APPROVED, by, now, remarks
    signed(row, by=by, now=now, reason=remarks).save()
    _take(row, case, by=by, now=now)
    _tell(row, case, by=by)
    return row


@transaction.atomic
def return_with_remarks(*, approval_id: int, remarks: str, by: "User", now: datetime, shown_version: int) -> Approval:
    """Give the step back to whoever asked. Raises NotAllowed, IllegalMove, StaleVersion, Incomplete without remarks."""
    row, case = _waiting(approval_id, by, shown_version=shown_version)
    if not remarks.strip():
        message = _("Please say what should be different.")
        raise Incomplete(message, missing={"remarks": message})
    row.state, row.answered_by, row.answered_at, row.remarks = ApprovalState.RETURNED, by, now, remarks
    signed(row, by=by, now=now, reason=remarks).save()
    _tell(row, case, by=by)
    return row


@transaction.atomic
def take_back(*, approval_id: int, by: "User", now: datetime) -> Approval:
    """Whoever asked needs no approval any more. Raises NotAllowed for others, IllegalMove when it was answered."""
    row = Approval.objects.get(pk=approval_id)
    locked(Complaint.objects.all(), pk=row.complaint_id)
    row.refresh_from_db()
    if row.asked_by_id != by.pk:
        raise NotAllowed(_("Only whoever asked takes it back."))
    if not row.is_waiting:
        raise IllegalMove(_("This was answered already."))
    approvals.drop(row, by=by, now=now, why=str(_("Taken back by whoever asked.")))
    row.refresh_from_db()
    return row


def _waiting(approval_id: int, by: "User", *, shown_version: int) -> tuple[Approval, Complaint]:
    """The request and its case, locked in the order of every move: the case first."""
    case = locked(
        Complaint.objects.all(), pk=Approval.objects.values_list("complaint_id", flat=True).get(pk=approval_id)
    )
    row = locked(Approval.objects.select_related("role"), pk=approval_id, shown_version=shown_version)
    if not rules_closing.may_approve(by, row, case):
        raise NotAllowed(_("This waits for someone of another role, who did not write it."))
    if not row.is_waiting:
        raise IllegalMove(_("This was answered already."))
    return row, case


def _take(row: Approval, case: Complaint, *, by: "User", now: datetime) -> None:
    plain: dict[str, Any] = {"complaint_id": case.pk, "now": now}
    if row.step == ApprovalStep.MESSAGE:
        talk.send_message(**plain, by=row.asked_by, **row.given, approved=row)
        return
    author = row.asked_by if rules.may_move(row.asked_by, row.step, case) else by
    if row.step == ApprovalStep.CLOSE:
        moves.close(**plain, by=author, **row.given, approved=row)
        return
    if mail.decision_text(case, covering=row.given.get("covering", "")) != row.text:
        raise IllegalMove(_("The decision was changed since. Please return it, so that it is asked for anew."))
    if (further := rule_for(case, ApprovalStep.COMMUNICATE, approved=row)) is not None:
        approvals.record(case, further, given=row.given, text=row.text, by=row.asked_by, now=now)
        return
    moves.communicate(**plain, by=author, **row.given, approved=row)


def _demand(move: str, case: Complaint, *, now: datetime, reason: str = "") -> None:
    lacking = rules.missing(move, case, now=now, reason=reason)
    if lacking:
        raise Incomplete(_("This step still lacks something."), missing=lacking)


def _tell(row: Approval, case: Complaint, *, by: "User") -> None:
    text = partial(_text, case.number, row.step, row.state)
    notify(row.asked_by, text, mail.case_url(case), f"complaint-approval:{row.public_id}")


def _text(number: str, step: str, state: str) -> str:
    words = {"number": number, "step": ApprovalStep(step).label}
    if state == ApprovalState.APPROVED:
        return _("%(number)s: approved and done – %(step)s") % words
    return _("%(number)s: returned with remarks – %(step)s") % words
