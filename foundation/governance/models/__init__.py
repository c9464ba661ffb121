"""The board's business, the policy and its duties, risks and actions."""

from foundation.governance.models.action import CorrectiveAction
from foundation.governance.models.board import SHA256, AgendaItem, BoardMeeting, Proposal, Resolution, Withdrawal
from foundation.governance.models.duty import Duty
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
    "BoardMeeting",
    "CorrectiveAction",
    "Duty",
    "Observation",
    "ObservationAnswer",
    "Policy",
    "PolicyAcknowledgement",
    "PolicyClause",
    "PolicySection",
    "PolicyVersion",
    "Proposal",
    "Resolution",
    "Risk",
    "RiskBand",
    "Withdrawal",
]
