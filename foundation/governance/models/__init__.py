"""The board's business, the policy and its duties, risks and actions."""

from foundation.governance.models.action import CorrectiveAction
from foundation.governance.models.board import SHA256, Proposal, Resolution, Withdrawal
from foundation.governance.models.duty import Duty
from foundation.governance.models.meeting import (
    AgendaItem,
    Attendance,
    BoardMeeting,
    BoardSeat,
    Interest,
    QuorumRule,
)
from foundation.governance.models.observation import Observation, ObservationAnswer
from foundation.governance.models.policy import (
    Policy,
    PolicyAcknowledgement,
    PolicyClause,
    PolicySection,
    PolicyVersion,
)
from foundation.governance.models.risk import Risk, RiskBand

__all__ = [
    "SHA256",
    "AgendaItem",
    "Attendance",
    "BoardMeeting",
    "BoardSeat",
    "CorrectiveAction",
    "Duty",
    "Interest",
    "Observation",
    "ObservationAnswer",
    "Policy",
    "PolicyAcknowledgement",
    "PolicyClause",
    "PolicySection",
    "PolicyVersion",
    "Proposal",
    "QuorumRule",
    "Resolution",
    "Risk",
    "RiskBand",
    "Withdrawal",
]
