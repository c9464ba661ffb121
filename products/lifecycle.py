"""The lives of products, ideas, projects and gate meetings, as data."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Move
from products.enums import Decision, Gate, IdeaStatus, MeetingStatus, Offer, ProjectStatus, Stage

PRODUCT_MOVES = {
    "offer": Move(
        frozenset({Offer.PLANNED, Offer.WITHDRAWN}), Offer.OFFERED, _("Offer to customers"), Permission.PRODUCT_EDIT
    ),
    "withdraw": Move(
        frozenset({Offer.PLANNED, Offer.OFFERED}),
        Offer.WITHDRAWN,
        _("Withdraw"),
        Permission.PRODUCT_EDIT,
        demands=("reason",),
    ),
}

_WAITING = frozenset({IdeaStatus.RECEIVED})
_OPEN_AGAIN = frozenset({IdeaStatus.RECEIVED, IdeaStatus.NOT_NOW})
IDEA_MOVES = {
    "accept": Move(_OPEN_AGAIN, IdeaStatus.ACCEPTED, _("Accept"), Permission.PRODUCT_EDIT, ("reason",)),
    "merge": Move(_OPEN_AGAIN, IdeaStatus.MERGED, _("Merge"), Permission.PRODUCT_EDIT, ("into", "reason")),
    "defer": Move(_WAITING, IdeaStatus.NOT_NOW, _("Not now"), Permission.PRODUCT_EDIT, ("reason",)),
    "decline": Move(_OPEN_AGAIN, IdeaStatus.DECLINED, _("Decline"), Permission.PRODUCT_EDIT, ("reason",)),
}

# The status of a project. The first four follow from the decision of a gate meeting.
PROJECT_MOVES = {
    "go": Move(frozenset({ProjectStatus.RUNNING}), ProjectStatus.RUNNING, Decision.GO.label, Permission.GATE_VOTE),
    "recycle": Move(
        frozenset({ProjectStatus.RUNNING}), ProjectStatus.RUNNING, Decision.RECYCLE.label, Permission.GATE_VOTE
    ),
    "hold": Move(frozenset({ProjectStatus.RUNNING}), ProjectStatus.ON_HOLD, Decision.HOLD.label, Permission.GATE_VOTE),
    "kill": Move(frozenset({ProjectStatus.RUNNING}), ProjectStatus.KILLED, Decision.KILL.label, Permission.GATE_VOTE),
    "close": Move(
        frozenset({ProjectStatus.RUNNING}), ProjectStatus.CLOSED, _("Go at the last gate"), Permission.GATE_VOTE
    ),
    "resume": Move(
        frozenset({ProjectStatus.ON_HOLD}),
        ProjectStatus.RUNNING,
        _("Resume"),
        Permission.PRODUCT_EDIT,
        demands=("reason",),
    ),
}

MEETING_MOVES = {
    "decide": Move(
        frozenset({MeetingStatus.OPEN}),
        MeetingStatus.DECIDED,
        _("Decide"),
        Permission.GATE_VOTE,
        demands=("decision", "reasons", "next_steps"),
    ),
    "call_off": Move(
        frozenset({MeetingStatus.OPEN}),
        MeetingStatus.CALLED_OFF,
        _("Call off"),
        Permission.PRODUCT_EDIT,
        demands=("reason",),
    ),
}

# Which gate stands at the end of a stage, and where "go" leads. Launch ends when the day of launch is recorded.
GATE_AFTER: Mapping[str, str] = {
    Stage.SCOPING: Gate.BUSINESS_CASE,
    Stage.BUSINESS_CASE: Gate.DEVELOPMENT,
    Stage.DEVELOPMENT: Gate.TESTING,
    Stage.TESTING: Gate.LAUNCH,
    Stage.REVIEW: Gate.CLOSING,
}
STAGE_BEHIND: Mapping[str, str] = {
    Gate.BUSINESS_CASE: Stage.BUSINESS_CASE,
    Gate.DEVELOPMENT: Stage.DEVELOPMENT,
    Gate.TESTING: Stage.TESTING,
    Gate.LAUNCH: Stage.LAUNCH,
}
