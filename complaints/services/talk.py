"""What is said between the complainant and us, and notes among ourselves."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules, wording
from complaints.enums import Direction, MessageKind, PauseKind
from complaints.enums_closing import ApprovalStep
from complaints.enums_partners import WebhookEvent
from complaints.models import Approval, Complaint, Message, Note
from complaints.services import approvals, clocks, mail, measuring, webhooks
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import Partner


def post(complaint: Complaint, *, kind: str, body: str, by: "User | None", now: datetime) -> Message:
    """Write a message to the complainant of a locked complaint, and send it where an address is known.

    `by` is None for what is written by itself.
    """
    message = Message.objects.create(
        complaint=complaint, direction=Direction.OUT, kind=kind, body=body, author=by, at=now
    )
    mail.send_message(complaint, message)
    webhooks.tell(complaint, WebhookEvent.MESSAGE, key=f"message:{message.public_id}", now=now)
    return message


def take(
    complaint: Complaint, *, kind: str, body: str, now: datetime, partner: "Partner | None" = None, **came: bool
) -> Message:
    """Write down what the complainant of a locked complaint said, and tell the officer in charge.

    `partner` brought it; `came` says how: `by_email`, `by_line`, `is_verified`.
    """
    message = Message.objects.create(
        complaint=complaint, direction=Direction.IN, kind=kind, body=body, partner=partner, at=now, **came
    )
    mail.tell_handler_of_message(complaint, message)
    return message


def check_message(complaint: Complaint, body: str, *, by: "User") -> None:
    """The person may write this. Raises NotAllowed, Incomplete for a text that is empty, too long or unfilled."""
    if not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include writing to the complainant."))
    _demand_text(body)
    _demand_filled(body)


@transaction.atomic
def send_message(
    *,
    complaint_id: int,
    body: str,
    by: "User",
    now: datetime,
    pause_for: str = "",
    approved: Approval | None = None,
) -> Message:
    """Write to the complainant. With `pause_for` it is a question, and the clock stops until the answer.

    Raises NotAllowed, Incomplete for an empty text or one that a rule holds back until it is `approved`, IllegalMove
    when the clock cannot stop.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    check_message(complaint, body, by=by)
    approvals.demand(complaint, ApprovalStep.MESSAGE, approved)
    kind = MessageKind.QUESTION if pause_for else MessageKind.MESSAGE
    message = post(complaint, kind=kind, body=body, by=by, now=now)
    complaint.first_replied_at = complaint.first_replied_at or now
    clocks.settle_queue(complaint)
    signed(complaint, by=by, now=now)
    complaint.save()
    measuring.tell(complaint, now=now)
    if pause_for:
        clocks.pause(complaint_id=complaint_id, kind=pause_for, reason=body[: rules.REASON_LIMIT], by=by, now=now)
    return message


@transaction.atomic
def add_note(*, complaint_id: int, body: str, by: "User", now: datetime) -> Note:
    """Add an internal note. Raises NotAllowed, Incomplete for an empty text."""
    complaint = Complaint.objects.get(pk=complaint_id)
    if not rules.may_note(by, complaint):
        raise NotAllowed(_("Your role does not include notes on this complaint."))
    _demand_text(body)
    return Note.objects.create(complaint=complaint, body=body, author=by, at=now)


@transaction.atomic
def receive_message(*, complaint_id: int, body: str, now: datetime, partner: "Partner | None" = None) -> Message:
    """The complainant writes on the tracking page, or through a partner's system. If we were waiting for that, the
    clock runs on.

    Raises Incomplete for an empty text, Refused when the case is over.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not complaint.is_open:
        raise Refused(_("This case is closed. If the matter is not settled, please ask us to reopen it by telephone."))
    _demand_text(body)
    message = take(complaint, kind=MessageKind.MESSAGE, body=body, now=now, partner=partner)
    _run_on(complaint, now=now)
    return message


@transaction.atomic
def receive_letter(
    *, complaint_id: int, body: str, is_verified: bool, now: datetime, came: str = "by_email"
) -> Message:
    """A letter of the complainant by e-mail or LINE (`came`). Only one of the complainant's own address, or tied, ends
    a wait for an answer.

    Raises Incomplete for an empty text, Refused when the case is over.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not complaint.is_open:
        raise Refused(_("This case is closed. If the matter is not settled, please ask us to reopen it by telephone."))
    _demand_text(body)
    how = {"by_email": came == "by_email", "by_line": came == "by_line", "is_verified": is_verified}
    message = take(complaint, kind=MessageKind.MESSAGE, body=body, now=now, partner=None, **how)
    if is_verified:
        _run_on(complaint, now=now)
    return message


def _run_on(complaint: Complaint, *, now: datetime) -> None:
    """The clock of a locked complaint runs on where it stood still for this answer."""
    waits = complaint.pauses.filter(ended_at__isnull=True, kind=PauseKind.COMPLAINANT).exists()
    if waits:
        clocks.end_pause(complaint, by=None, now=now)
        clocks.settle_queue(complaint)
        complaint.save()


def _demand_filled(body: str) -> None:
    """A canned answer leaves with its fields filled: what the case did not know, the officer writes."""
    left = wording.unfilled(body)
    if left:
        names = ", ".join(f"{{{name}}}" for name in left)
        message = _("Please fill in or take out: %(names)s") % {"names": names}
        raise Incomplete(message, missing={"body": message})


def _demand_text(body: str) -> None:
    if not body.strip():
        message = _("Please write something first.")
        raise Incomplete(message, missing={"body": message})
    if len(body) > rules.MESSAGE_LIMIT:
        message = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.MESSAGE_LIMIT:,}"}
        raise Incomplete(message, missing={"body": message})
