"""The board's business, the policy and its duties, risks and actions."""

from foundation.governance.models.action import CorrectiveAction
from foundation.governance.models.audit import (
    LARGEST_SAMPLE,
    MOST_QUESTIONS,
    Audit,
    AuditAnswer,
    AuditPlan,
    AuditSample,
    Checklist,
    SampleItem,
)
from foundation.governance.models.board import SHA256, Proposal, Resolution, Withdrawal
from foundation.governance.models.duty import Duty
from foundation.governance.models.finding import AuditFinding, FindingRecord
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
from foundation.governance.models.route import MOST_STEPS, ApprovalRoute, ApprovalRun, RouteStep, RunDecision

__all__ = [
    "LARGEST_SAMPLE",
    "MOST_QUESTIONS",
    "MOST_STEPS",
    "SHA256",
    "AgendaItem",
    "ApprovalRoute",
    "ApprovalRun",
    "Attendance",
    "Audit",
    "AuditAnswer",
    "AuditFinding",
    "AuditPlan",
    "AuditSample",
    "BoardMeeting",
    "BoardSeat",
    "Checklist",
    "CorrectiveAction",
    "Duty",
    "FindingRecord",
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
    "RouteStep",
    "RunDecision",
    "SampleItem",
    "Withdrawal",
]
