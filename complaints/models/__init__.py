"""Tables of complaints handling."""

from complaints.models.answers import (
    AnswerEdition,
    AnswerTemplate,
)
from complaints.models.authority import (
    Authority,
)
from complaints.models.bulk import (
    BulkCase,
    BulkChange,
)
from complaints.models.category import (
    Category,
)
from complaints.models.closing import (
    CarryOutProof,
    Confirmation,
)
from complaints.models.complaint import (
    Complaint,
)
from complaints.models.draft import (
    Draft,
)
from complaints.models.fairness import (
    FairnessReview,
)
from complaints.models.fishbone import (
    BoneCause,
)
from complaints.models.handover import (
    HandedCase,
    HandOver,
)
from complaints.models.hearing import (
    Hearing,
)
from complaints.models.help import (
    Help,
    HelpTry,
)
from complaints.models.incoming import (
    PlacedLetter,
)
from complaints.models.inspection import (
    Inspection,
    InspectionRound,
)
from complaints.models.investigation import (
    Evidence,
    EvidenceWithdrawal,
    PlanItem,
)
from complaints.models.line import LineCode
from complaints.models.link import CaseLink
from complaints.models.matter import (
    Matter,
    MatterMember,
)
from complaints.models.objective import (
    Objective,
)
from complaints.models.paper import (
    CaseFile,
    Letter,
)
from complaints.models.partner import (
    PartnerGate,
    PartnerKey,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
)
from complaints.models.people import (
    Complainant,
)
from complaints.models.rating import (
    Rating,
)
from complaints.models.related import (
    CaseTie,
)
from complaints.models.review import (
    ManagementReview,
    ReviewDecision,
)
from complaints.models.rulebook import (
    Approval,
    ApprovalRule,
    ClosingPolicy,
    Escalation,
    EscalationRule,
    NoticePolicy,
    RemedyRule,
)
from complaints.models.saved_queue import (
    DefaultQueue,
    SavedQueue,
)
from complaints.models.talk import (
    Message,
    Note,
)
from complaints.models.told import (
    ChangeTold,
)
from complaints.models.trail import (
    DueAlert,
    DueChange,
    Pause,
    Recourse,
    RouteChange,
    Transition,
)
from complaints.models.turned import Turned

__all__ = [
    "AnswerEdition",
    "AnswerTemplate",
    "Approval",
    "ApprovalRule",
    "Authority",
    "BoneCause",
    "BulkCase",
    "BulkChange",
    "CarryOutProof",
    "CaseFile",
    "CaseLink",
    "CaseTie",
    "Category",
    "ChangeTold",
    "ClosingPolicy",
    "Complainant",
    "Complaint",
    "Confirmation",
    "DefaultQueue",
    "Draft",
    "DueAlert",
    "DueChange",
    "Escalation",
    "EscalationRule",
    "Evidence",
    "EvidenceWithdrawal",
    "FairnessReview",
    "HandOver",
    "HandedCase",
    "Hearing",
    "Help",
    "HelpTry",
    "Inspection",
    "InspectionRound",
    "Letter",
    "LineCode",
    "ManagementReview",
    "Matter",
    "MatterMember",
    "Message",
    "Note",
    "NoticePolicy",
    "Objective",
    "PartnerGate",
    "PartnerKey",
    "Pause",
    "PlacedLetter",
    "PlanItem",
    "Rating",
    "Recourse",
    "RemedyRule",
    "ReviewDecision",
    "RouteChange",
    "SavedQueue",
    "Transition",
    "Turned",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
]
