"""The path of a complaint, as data (ISO 10002, clause 7). Rules, forms, the diagram and the tests read this table."""

from django.utils.translation import gettext_lazy as _

from complaints.enums import OPEN, Status
from foundation.accounts.permissions import Permission
from foundation.core.lifecycle import Lifecycle, Move, moves_from

S = Status

MOVES: Lifecycle = {
    "acknowledge": Move(
        frozenset({S.RECEIVED}), S.ACKNOWLEDGED, _("Take the case and acknowledge"), Permission.COMPLAINT_HANDLE
    ),
    "assess": Move(
        frozenset({S.ACKNOWLEDGED}), S.ASSESSED, _("Assess"), Permission.COMPLAINT_HANDLE, ("handler", "assessment")
    ),
    "investigate": Move(
        frozenset({S.ASSESSED}),
        S.INVESTIGATING,
        _("Start the investigation"),
        Permission.COMPLAINT_HANDLE,
        ("assessment", "investigator", "independence"),
    ),
    "decide": Move(
        frozenset({S.INVESTIGATING}),
        S.DECIDED,
        _("Decide"),
        Permission.COMPLAINT_DECIDE,
        ("independence", "heard", "grounds", "findings", "decision", "remedies"),
    ),
    "communicate": Move(
        frozenset({S.DECIDED}), S.COMMUNICATED, _("Send the decision"), Permission.COMPLAINT_HANDLE, ("decision",)
    ),
    "accept": Move(
        frozenset({S.COMMUNICATED}), S.ACCEPTED, _("Record: decision accepted"), Permission.COMPLAINT_HANDLE
    ),
    "reject": Move(
        frozenset({S.COMMUNICATED}),
        S.REJECTED,
        _("Record: decision not accepted"),
        Permission.COMPLAINT_HANDLE,
        ("reason",),
    ),
    "carry_out": Move(
        frozenset({S.ACCEPTED}),
        S.CARRIED_OUT,
        _("Record what was carried out"),
        Permission.COMPLAINT_HANDLE,
        ("carried_out", "proof"),
    ),
    "carry_out_unanswered": Move(
        frozenset({S.COMMUNICATED}),
        S.CARRIED_OUT,
        _("Carry out without an answer"),
        Permission.COMPLAINT_DECIDE,
        ("answer_time_over", "reason", "carried_out", "proof"),
    ),
    "review": Move(
        frozenset({S.REJECTED}),
        S.INVESTIGATING,
        _("Review once more"),
        Permission.COMPLAINT_DECIDE,
        ("reason",),
    ),
    "close": Move(
        frozenset({S.CARRIED_OUT, S.REJECTED}),
        S.CLOSED,
        _("Close the case"),
        Permission.COMPLAINT_DECIDE,
        ("internal_recourse", "external_recourse", "exhaustion", "reason"),
    ),
    "withdraw": Move(
        frozenset(OPEN),
        S.WITHDRAWN,
        _("Record: withdrawn"),
        Permission.COMPLAINT_HANDLE,
        ("reason",),
    ),
    "reopen": Move(
        frozenset({S.CARRIED_OUT, S.CLOSED}),
        S.INVESTIGATING,
        _("Reopen"),
        Permission.COMPLAINT_DECIDE,
        ("reason",),
    ),
    # The complainant's word, within the policy of reopening (services.confirming).
    "dispute": Move(
        frozenset({S.CARRIED_OUT, S.CLOSED}),
        S.INVESTIGATING,
        _("Record: the complainant says that it is not done"),
        Permission.COMPLAINT_HANDLE,
        ("reason",),
    ),
    "reinstate": Move(
        frozenset({S.WITHDRAWN}),
        S.RECEIVED,
        _("Take up again"),
        Permission.COMPLAINT_HANDLE,
        ("reason",),
    ),
    "merge": Move(
        frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.ASSESSED, S.INVESTIGATING}),
        S.MERGED,
        _("Close as filed twice"),
        Permission.COMPLAINT_HANDLE,
        ("leading", "reason"),
    ),
    "separate": Move(
        frozenset({S.MERGED}), S.RECEIVED, _("Let it go on by itself"), Permission.COMPLAINT_HANDLE, ("reason",)
    ),
    "turn": Move(
        frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.ASSESSED, S.INVESTIGATING}),
        S.TURNED,
        _("Let it go on as a request or a suggestion"),
        Permission.COMPLAINT_HANDLE,
        ("reason",),
    ),
    "turn_back": Move(
        frozenset({S.TURNED}), S.RECEIVED, _("Take up as a complaint again"), Permission.COMPLAINT_HANDLE, ("reason",)
    ),
}

# What the complainant may do alone, from the tracking page.
COMPLAINANT_MOVES = frozenset({"accept", "reject", "withdraw", "dispute"})

# The step that carries a case forward from each state; the other legal moves are offered apart.
MAIN_MOVE = {
    S.RECEIVED: "acknowledge",
    S.ACKNOWLEDGED: "assess",
    S.ASSESSED: "investigate",
    S.INVESTIGATING: "decide",
    S.DECIDED: "communicate",
    S.COMMUNICATED: "accept",
    S.ACCEPTED: "carry_out",
    S.CARRIED_OUT: "close",
    S.REJECTED: "review",
    S.CLOSED: "reopen",
    S.WITHDRAWN: "reinstate",
    S.MERGED: "separate",
    S.TURNED: "turn_back",
}

# What the form of a move itself asks for; everything else a move demands must be on the row before.
FILLED_BY_FORM = {
    "assess": frozenset({"assessment"}),
    "investigate": frozenset({"investigator", "independence"}),
    "decide": frozenset({"decision", "remedies"}),
    "carry_out": frozenset({"carried_out"}),
    "carry_out_unanswered": frozenset({"carried_out", "reason"}),
    "close": frozenset({"exhaustion", "reason"}),
    "reject": frozenset({"reason"}),
    "review": frozenset({"reason"}),
    "withdraw": frozenset({"reason"}),
    "reopen": frozenset({"reason"}),
    "dispute": frozenset({"reason"}),
    "reinstate": frozenset({"reason"}),
    "merge": frozenset({"leading", "reason"}),
    "separate": frozenset({"reason"}),
    "turn": frozenset({"reason"}),
    "turn_back": frozenset({"reason"}),
}

# Annex E asks for a record of each stage; these are the stages a complainant sees.
STAGES = (S.RECEIVED, S.ACKNOWLEDGED, S.ASSESSED, S.INVESTIGATING, S.COMMUNICATED, S.CARRIED_OUT, S.CLOSED)


def legal_moves(status: str) -> list[str]:
    """Names of the moves that start at a state, in the order of the table."""
    return moves_from(MOVES, status)
