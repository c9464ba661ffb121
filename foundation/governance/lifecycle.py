"""The lives of meetings, policy versions, observations and corrective actions, as data."""

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from foundation.governance.enums import AHEAD, ActionState, MeetingState, ObservationState, PolicyStatus

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

ACTION_MOVES = {
    "complete": Move(
        frozenset({ActionState.OPEN}), ActionState.DONE, _("Report as done"), Permission.RISK_VIEW, demands=("note",)
    ),
    "verify": Move(
        frozenset({ActionState.DONE}),
        ActionState.VERIFIED,
        _("Effective"),
        Permission.RISK_EDIT,
        demands=("note",),
    ),
    "reject": Move(
        frozenset({ActionState.DONE}),
        ActionState.INEFFECTIVE,
        _("Not effective"),
        Permission.RISK_EDIT,
        demands=("note",),
    ),
    "reopen": Move(
        frozenset({ActionState.INEFFECTIVE}),
        ActionState.OPEN,
        _("Open again"),
        Permission.RISK_EDIT,
        demands=("due_on",),
    ),
}
