"""The steps of the path: one function a move. Each locks the row, checks rights, state and demands, writes the
transition, and lets messages leave only after the commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import partner_rules, rules, rules_impartial
from complaints.enums import Actor, Answer, MessageKind, Priority
from complaints.enums_closing import ApprovalStep
from complaints.enums_partners import WebhookEvent
from complaints.lifecycle import MOVES
from complaints.models import Approval, Complaint, Transition
from complaints.rules_closing import ASKED
from complaints.services import (
    approvals,
    asking,
    authorities,
    clocks,
    followers,
    hearings,
    help_ends,
    investigation,
    letters,
    mail,
    measuring,
    proofs,
    talk,
    webhooks,
)
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Assessment:
    """The six fields of the first assessment (7.5), with what was done at once and an own priority if any."""

    severity: int
    is_safety_matter: bool
    complexity: int
    impact: int
    needs_immediate_action: bool
    can_act_immediately: bool
    immediate_action: str = ""
    priority: int | None = None
    priority_reason: str = ""


@dataclass(frozen=True)
class Findings:
    """What was found (7.6), why it happened, under which kind of cause that counts (8.2), and the whys before it."""

    text: str
    root_cause: str
    cause_kind: str
    whys: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Decision:
    """What is decided (7.7, 7.8): whether the complaint is right, why, what is done, and how it is prevented."""

    outcome: str
    text: str
    remedies: list[str]
    prevention: str = ""
    carry_out_by: date | None = None
    amount: Decimal | None = None
    offer_to_others: str = ""


@contextmanager
def moving(
    move: str,
    *,
    complaint_id: int,
    by: "User | None",
    now: datetime,
    reason: str = "",
    is_checked: bool = False,
) -> Iterator[Complaint]:
    """The frame of every move: lock, rights, state; then the caller fills the row; then demands, clocks, save, trail.

    `by` is None for the complainant. `is_checked`: the caller has seen by another rule that the person may.
    Raises NotAllowed, IllegalMove, Incomplete, Complaint.DoesNotExist.
    """
    with transaction.atomic():
        complaint = locked(Complaint.objects.all(), pk=complaint_id)
        if not is_checked:
            rules.check_may_move(by, move, complaint)
        before = complaint.status
        complaint.status = MOVES[move].from_(before)
        yield complaint
        lacking = rules.missing(move, complaint, now=now, reason=reason)
        if lacking:
            raise Incomplete(_("This step still lacks something."), missing=lacking)
        clocks.start_step(complaint, now=now)
        clocks.settle_queue(complaint)
        signed(complaint, by=by, now=now, reason=reason)
        complaint.save()
        step = Transition.objects.create(
            complaint=complaint,
            move=move,
            from_status=before,
            to_status=complaint.status,
            actor=Actor.STAFF if by else Actor.COMPLAINANT,
            by=by,
            reason=reason,
            at=now,
        )
        if before in ASKED and complaint.status not in ASKED:
            asking.end_open(complaint, now=now)
        help_ends.drop_help(complaint, by=by, now=now)
        approvals.drop_overtaken(complaint, by=by, now=now)
        measuring.tell(complaint, now=now)
        if partner_rules.open_status(before) != partner_rules.open_status(complaint.status):
            webhooks.tell(complaint, WebhookEvent.STATUS, key=f"step:{step.pk}", now=now)


def acknowledge(*, complaint_id: int, by: "User", now: datetime, text: str = "") -> Complaint:
    """Take the case in hand and acknowledge it to the complainant (7.4). The officer becomes the one in charge."""
    with moving("acknowledge", complaint_id=complaint_id, by=by, now=now) as complaint:
        complaint.handler = complaint.handler or by
        if complaint.acknowledged_at:  # the machine has acknowledged; this is the first word of a person
            complaint.first_replied_at = complaint.first_replied_at or now
        complaint.acknowledged_at = complaint.acknowledged_at or now
        body = text or mail.acknowledgement_text(complaint)
        talk.post(complaint, kind=MessageKind.ACKNOWLEDGEMENT, body=body, by=by, now=now)
    return complaint


def assess(*, complaint_id: int, assessment: Assessment, by: "User", now: datetime) -> Complaint:
    """Record the first assessment and the order of work that follows from it (7.5)."""
    with moving("assess", complaint_id=complaint_id, by=by, now=now) as complaint:
        _fill_assessment(complaint, assessment, by=by, now=now)
    return complaint


@transaction.atomic
def reassess(*, complaint_id: int, assessment: Assessment, by: "User", now: datetime, shown_version: int) -> Complaint:
    """Correct the assessment while the case is open. Raises StaleVersion, NotAllowed, Incomplete."""
    complaint = locked(Complaint.objects.all(), pk=complaint_id, shown_version=shown_version)
    if not rules.may_work_on(by, complaint) or not complaint.is_open:
        raise NotAllowed(_("Your role does not include this step."))
    _fill_assessment(complaint, assessment, by=by, now=now)
    signed(complaint, by=by, now=now)
    complaint.save()
    return complaint


def start_investigation(*, complaint_id: int, investigator: "User | None", by: "User", now: datetime) -> Complaint:
    """Name the investigator and begin (7.6). Raises Incomplete for the person complained about."""
    with moving("investigate", complaint_id=complaint_id, by=by, now=now) as complaint:
        if investigator is not None:
            if not investigator.can(Permission.COMPLAINT_INVESTIGATE):
                raise NotAllowed(_("This person's role does not include investigating."))
            why = rules_impartial.why_not_independent(investigator, complaint)
            if why and investigator.pk != complaint.complained_about_id:
                raise NotAllowed(why)
            complaint.investigator = investigator
    mail.tell_investigator(complaint, by=by)
    return complaint


@transaction.atomic
def record_findings(
    *, complaint_id: int, found: Findings, by: "User", now: datetime, shown_version: int | None = None
) -> Complaint:
    """Write down what the investigation found and why it happened. The state does not change.

    Raises NotAllowed for anyone but the investigator, Incomplete, StaleVersion.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id, shown_version=shown_version)
    if not rules.may_record_findings(by, complaint):
        raise NotAllowed(_("Only the investigator records findings, while the investigation runs."))
    missing = {
        name: str(_("Please fill this in."))
        for name, value in (
            ("findings", found.text),
            ("root_cause", found.root_cause),
            ("cause_kind", found.cause_kind),
        )
        if not value
    }
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    complaint.findings, complaint.root_cause, complaint.findings_at = found.text, found.root_cause, now
    complaint.cause_kind, complaint.whys = found.cause_kind, found.whys
    signed(complaint, by=by, now=now)
    complaint.save()
    return complaint


def decide(*, complaint_id: int, decision: Decision, by: "User", now: datetime) -> Complaint:
    """Decide the complaint (7.8). The one who investigated may not."""
    with moving("decide", complaint_id=complaint_id, by=by, now=now) as complaint:
        investigation.weigh(complaint, now=now)
        complaint.outcome, complaint.decision = decision.outcome, decision.text
        complaint.remedies_decided, complaint.prevention = decision.remedies, decision.prevention
        complaint.carry_out_by = decision.carry_out_by
        complaint.remedy_amount, complaint.offer_to_others = decision.amount, decision.offer_to_others
        complaint.decided_at, complaint.decided_by = now, by
        followers.warn(complaint, by=by, now=now)
    return complaint


def communicate(
    *, complaint_id: int, by: "User", now: datetime, covering: str = "", approved: Approval | None = None
) -> Complaint:
    """Send the decision (7.8); this meets the promise to tell the outcome. Raises Incomplete where a rule demands an
    approval that is not `approved`, and while nobody checked by what right it was filed for another."""
    with moving("communicate", complaint_id=complaint_id, by=by, now=now) as complaint:
        authorities.demand_checked(complaint)
        approvals.demand(complaint, ApprovalStep.COMMUNICATE, approved)
        if complaint.is_paused:
            clocks.end_pause(complaint, by=by, now=now)
        complaint.first_replied_at = complaint.first_replied_at or now
        complaint.resolved_at = now
        complaint.answer = ""
        if complaint.resolve_due_at and now > complaint.resolve_due_at:
            complaint.resolve_missed = True
        body = mail.decision_text(complaint, covering=covering)
        message = talk.post(complaint, kind=MessageKind.DECISION, body=body, by=by, now=now)
        letters.issue(complaint, message, now=now)
        hearings.tell_outcome(complaint, now=now)
    return complaint


def accept(*, complaint_id: int, by: "User | None", now: datetime, reason: str = "") -> Complaint:
    """The complainant accepts the decision; `by` is the officer who was told so, or None on the tracking page."""
    with moving("accept", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        complaint.answer = Answer.ACCEPTED
        _note_answer(complaint, reason, by=by, now=now)
    return complaint


def reject(*, complaint_id: int, by: "User | None", now: datetime, reason: str) -> Complaint:
    """The complainant does not accept the decision: the case stays open and the ways onward are due (7.9)."""
    with moving("reject", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        complaint.answer = Answer.REJECTED
        _note_answer(complaint, reason, by=by, now=now)
    return complaint


def carry_out(*, complaint_id: int, what: str, by: "User", now: datetime) -> Complaint:
    """Record what was carried out (7.9), which needs proof, and ask the complainant whether it is done."""
    with moving("carry_out", complaint_id=complaint_id, by=by, now=now) as complaint:
        proofs.demand_beside(complaint, by=by)
        complaint.carried_out = what
    asking.ask(complaint, by=by, now=now)
    return complaint


def carry_out_unanswered(*, complaint_id: int, what: str, reason: str, by: "User", now: datetime) -> Complaint:
    """Carry out the decision though no answer came in time; `reason` says how the complainant was sought."""
    with moving("carry_out_unanswered", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        # start_step has not run yet, so step_due_at is still the end of the time to answer
        complaint.answer, complaint.carried_out = Answer.NONE_GIVEN, what
        proofs.demand_beside(complaint, by=by)
    asking.ask(complaint, by=by, now=now)
    return complaint


def review(
    *, complaint_id: int, reason: str, by: "User", now: datetime, investigator: "User | None" = None
) -> Complaint:
    """Investigate a rejected decision once more: the recourse inside the organisation."""
    with moving("review", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        _reopen_facts(complaint, investigator=investigator, by=by, now=now)
    return complaint


def close(
    *,
    complaint_id: int,
    reason: str,
    by: "User",
    now: datetime,
    exhaustion: str = "",
    approved: Approval | None = None,
) -> Complaint:
    """Close the case. A rejected one only when both ways onward were told and the end is recorded (7.9). Raises
    Incomplete where a rule demands an approval that is not `approved`."""
    with moving("close", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        approvals.demand(complaint, ApprovalStep.CLOSE, approved)
        if exhaustion:
            complaint.exhaustion = exhaustion
        complaint.closed_at = now
    return complaint


def withdraw(*, complaint_id: int, reason: str, by: "User | None", now: datetime) -> Complaint:
    """The complainant takes the complaint back."""
    with moving("withdraw", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        if complaint.is_paused:
            clocks.end_pause(complaint, by=by, now=now)
        measuring.tell_passed(complaint, now=now)
    return complaint


def reopen(
    *, complaint_id: int, reason: str, by: "User", now: datetime, investigator: "User | None" = None
) -> Complaint:
    """Take a carried out or closed case up again; its clocks start anew and the old dates stay in the record."""
    with moving("reopen", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        _reopen_facts(complaint, investigator=investigator, by=by, now=now)
        complaint.closed_at, complaint.exhaustion, complaint.carried_out = None, "", ""
        asking.settle_objections(complaint, how=reason, by=by, now=now)
    return complaint


def dispute(*, complaint_id: int, reason: str, by: "User | None", now: datetime) -> Complaint:
    """The complainant says that it is not done, and the policy lets the case be taken up again at once.

    Only `services.confirming` calls this: it holds the question and the policy.
    """
    with moving("dispute", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        _reopen_facts(complaint, investigator=None, by=by, now=now)
        complaint.closed_at, complaint.exhaustion, complaint.carried_out = None, "", ""
    return complaint


def reinstate(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Take a withdrawn complaint up again from the start; what was decided before no longer stands."""
    with moving("reinstate", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        _reopen_facts(complaint, investigator=None, by=by, now=now)
        complaint.carried_out = ""
    return complaint


def _fill_assessment(complaint: Complaint, assessment: Assessment, *, by: "User", now: datetime) -> None:
    derived = rules.derived_priority(
        severity=assessment.severity,
        is_safety_matter=assessment.is_safety_matter,
        impact=assessment.impact,
        needs_immediate_action=assessment.needs_immediate_action,
    )
    if assessment.priority not in (None, derived) and not assessment.priority_reason:
        message = str(_("Say why the order of work differs from what the assessment implies."))
        raise Incomplete(message, missing={"priority_reason": message})
    complaint.severity, complaint.complexity = assessment.severity, assessment.complexity
    complaint.is_safety_matter, complaint.impact = assessment.is_safety_matter, assessment.impact
    complaint.needs_immediate_action = assessment.needs_immediate_action
    complaint.can_act_immediately = assessment.can_act_immediately
    complaint.immediate_action = assessment.immediate_action
    complaint.priority = Priority(assessment.priority or derived)
    complaint.priority_reason = assessment.priority_reason
    complaint.assessed_at, complaint.assessed_by = now, by
    investigation.weigh(complaint, now=now)


def _reopen_facts(complaint: Complaint, *, investigator: "User | None", by: "User | None", now: datetime) -> None:
    """Clear the decision for a second look. It stays readable in messages, transitions and history."""
    if investigator is not None:
        why = rules_impartial.why_not_independent(investigator, complaint)
        if why:
            raise NotAllowed(why)
        complaint.investigator = investigator
    complaint.remedy_amount, complaint.offer_to_others = None, ""
    complaint.outcome, complaint.decision, complaint.prevention, complaint.remedies_decided = "", "", "", []
    complaint.findings, complaint.findings_at = "", None
    complaint.decided_at = complaint.decided_by = None
    complaint.answer, complaint.proved_at = "", None
    clocks.restart(complaint, by=by, now=now)


def _note_answer(complaint: Complaint, reason: str, *, by: "User | None", now: datetime) -> None:
    """Keep what the complainant said in the conversation, where both sides can read it."""
    words = {Answer.ACCEPTED: _("I accept the decision."), Answer.REJECTED: _("I do not accept the decision.")}
    body = str(words[Answer(complaint.answer)]) + (f"\n\n{reason}" if reason else "")
    if by is None:
        talk.take(complaint, kind=MessageKind.ANSWER, body=body, now=now)
