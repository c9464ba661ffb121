"""The lives of meetings, policy versions, observations, corrective actions, audits and findings, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from foundation.governance.enums import (
    AHEAD,
    ActionState,
    AuditState,
    FindingState,
    MeetingState,
    ObservationState,
    PlanState,
    PolicyStatus,
)

MEETING_MOVES = {
    "invite": Move(
        frozenset({MeetingState.PLANNED}),
        MeetingState.INVITED,
        _("Send the invitation"),
        Permission.RESOLUTION_RECORD,
        demands=("agenda",),
    ),
    "hold": Move(
        frozenset({MeetingState.INVITED}),
        MeetingState.HELD,
        _("Record who came"),
        Permission.RESOLUTION_RECORD,
        demands=("attendance",),
    ),
    "draft_minutes": Move(
        frozenset({MeetingState.HELD}),
        MeetingState.MINUTED,
        _("The minutes are drafted"),
        Permission.RESOLUTION_RECORD,
        demands=("attendance", "outcomes"),
    ),
    "take_back_minutes": Move(
        frozenset({MeetingState.MINUTED}),
        MeetingState.HELD,
        _("Take the minutes back"),
        Permission.RESOLUTION_RECORD,
        demands=("reason",),
    ),
    "certify": Move(
        frozenset({MeetingState.MINUTED}),
        MeetingState.CERTIFIED,
        _("Certified by a later meeting"),
        Permission.RESOLUTION_RECORD,
        demands=("meeting",),
    ),
    "cancel": Move(
        frozenset(AHEAD),
        MeetingState.CANCELLED,
        _("Cancel the meeting"),
        Permission.RESOLUTION_RECORD,
        demands=("reason",),
    ),
}

POLICY_MOVES = {
    "submit": Move(
        frozenset({PolicyStatus.DRAFT}), PolicyStatus.IN_REVIEW, _("Send to review"), Permission.POLICY_EDIT
    ),
    "pass_review": Move(
        frozenset({PolicyStatus.IN_REVIEW}), PolicyStatus.REVIEWED, _("Pass the review"), Permission.POLICY_REVIEW
    ),
    "fail_review": Move(
        frozenset({PolicyStatus.IN_REVIEW}),
        PolicyStatus.DRAFT,
        _("Send back to the drafter"),
        Permission.POLICY_REVIEW,
        demands=("note",),
    ),
    "propose": Move(
        frozenset({PolicyStatus.REVIEWED}), PolicyStatus.PROPOSED, _("Propose to the board"), Permission.POLICY_EDIT
    ),
    "take_back": Move(
        frozenset({PolicyStatus.IN_REVIEW, PolicyStatus.REVIEWED, PolicyStatus.PROPOSED, PolicyStatus.APPROVED}),
        PolicyStatus.DRAFT,
        _("Take back to draft"),
        Permission.POLICY_EDIT,
        demands=("reason",),
    ),
    # The next two follow from a resolution of the board, taken by the system when it is recorded.
    "approve": Move(frozenset({PolicyStatus.PROPOSED}), PolicyStatus.APPROVED, _("Approved by the board")),
    "send_back": Move(frozenset({PolicyStatus.PROPOSED}), PolicyStatus.DRAFT, _("Returned by the board")),
    "publish": Move(
        frozenset({PolicyStatus.APPROVED}),
        PolicyStatus.PUBLISHED,
        _("Publish"),
        Permission.POLICY_EDIT,
        demands=("announced_on",),
    ),
    "supersede": Move(frozenset({PolicyStatus.PUBLISHED}), PolicyStatus.SUPERSEDED, _("Superseded")),
    # Only for the first version, which the board approved before the system existed.
    "adopt": Move(frozenset({PolicyStatus.DRAFT}), PolicyStatus.PUBLISHED, _("Recorded as adopted")),
}

OBSERVATION_MOVES = {
    "answer": Move(
        frozenset({ObservationState.OPEN, ObservationState.RETURNED}),
        ObservationState.ANSWERED,
        _("Answer"),
        Permission.OBSERVATION_ANSWER,
        demands=("text",),
    ),
    "accept": Move(
        frozenset({ObservationState.ANSWERED}),
        ObservationState.ACCEPTED,
        _("Accepted by the board"),
        Permission.RESOLUTION_RECORD,
        demands=("meeting",),
    ),
    "return": Move(
        frozenset({ObservationState.ANSWERED}),
        ObservationState.RETURNED,
        _("Returned by the board"),
        Permission.RESOLUTION_RECORD,
        demands=("meeting", "note", "due_on"),
    ),
}

# Who says whether an action helped is a rule (rules.may_judge): on a finding, its auditor.
ACTION_MOVES = {
    "complete": Move(
        frozenset({ActionState.OPEN}), ActionState.DONE, _("Report as done"), Permission.RISK_VIEW, demands=("note",)
    ),
    "verify": Move(
        frozenset({ActionState.DONE}),
        ActionState.VERIFIED,
        _("Effective"),
        Permission.RISK_VIEW,
        demands=("note",),
    ),
    "reject": Move(
        frozenset({ActionState.DONE}),
        ActionState.INEFFECTIVE,
        _("Not effective"),
        Permission.RISK_VIEW,
        demands=("note",),
    ),
    "reopen": Move(
        frozenset({ActionState.INEFFECTIVE}),
        ActionState.OPEN,
        _("Open again"),
        Permission.RISK_VIEW,
        demands=("due_on",),
    ),
}

AUDIT_PLAN_MOVES = {
    "submit": Move(
        frozenset({PlanState.DRAFT}),
        PlanState.SUBMITTED,
        _("Send to approval"),
        Permission.AUDIT_PLAN,
        demands=("audits",),
    ),
    "approve": Move(
        frozenset({PlanState.SUBMITTED}), PlanState.APPROVED, _("Approve the plan"), Permission.AUDIT_APPROVE
    ),
    "return": Move(
        frozenset({PlanState.SUBMITTED}),
        PlanState.DRAFT,
        _("Send the plan back"),
        Permission.AUDIT_APPROVE,
        demands=("reason",),
    ),
    "revise": Move(
        frozenset({PlanState.APPROVED}),
        PlanState.DRAFT,
        _("Revise the plan"),
        Permission.AUDIT_PLAN,
        demands=("reason",),
    ),
}

AUDIT_MOVES = {
    "start": Move(
        frozenset({AuditState.PLANNED}), AuditState.UNDER_WAY, _("Start the audit"), Permission.AUDIT_CONDUCT
    ),
    "report": Move(
        frozenset({AuditState.UNDER_WAY}),
        AuditState.REPORTED,
        _("Give out the report"),
        Permission.AUDIT_CONDUCT,
        demands=("answers", "conclusion"),
    ),
    "close": Move(
        frozenset({AuditState.REPORTED}),
        AuditState.CLOSED,
        _("Close the audit"),
        Permission.AUDIT_CONDUCT,
        demands=("findings",),
    ),
}

FINDING_MOVES = {
    "answer": Move(
        frozenset({FindingState.OPEN}),
        FindingState.ANSWERED,
        _("Answer the finding"),
        Permission.OBSERVATION_ANSWER,
        demands=("answer",),
    ),
    "return": Move(
        frozenset({FindingState.ANSWERED}),
        FindingState.OPEN,
        _("Ask for another answer"),
        Permission.AUDIT_CONDUCT,
        demands=("note",),
    ),
    "close": Move(
        frozenset({FindingState.ANSWERED}),
        FindingState.CLOSED,
        _("Close the finding"),
        Permission.AUDIT_CONDUCT,
        demands=("note", "actions"),
    ),
}
