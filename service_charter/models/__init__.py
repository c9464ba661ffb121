"""Tables of the service charter."""

from service_charter.models.awareness import (
    ReadReceipt,
)
from service_charter.models.charter import (
    IN_FORCE_ONCE,
    CharterVersion,
    Standard,
)
from service_charter.models.commitment import (
    Acceptance,
    Commitment,
    CommitmentLink,
)
from service_charter.models.culture import (
    CultureAnswer,
    CultureInvitation,
    CultureItem,
    CultureMark,
    CultureRound,
)
from service_charter.models.measurement import (
    Breach,
    DaySum,
    Measurement,
)
from service_charter.models.partner import (
    Partner,
    PartnerReport,
    PartnerToken,
    ReportLink,
)
from service_charter.models.quiz import (
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizQuestion,
)
from service_charter.models.recognition import (
    Recognition,
    Withdrawal,
)
from service_charter.models.request_desk import (
    RequestAlert,
    RequestNote,
)
from service_charter.models.request_kinds import (
    RequestField,
    RequestForm,
    RequestKind,
)
from service_charter.models.requests import (
    RequestDraft,
    RequestMessage,
    RequestPause,
    RequestStep,
    ServiceRequest,
)
from service_charter.models.training import (
    Attendance,
    Competence,
    Course,
)
from service_charter.models.visit import (
    MysteryVisit,
)

__all__ = [
    "IN_FORCE_ONCE",
    "Acceptance",
    "Attendance",
    "Breach",
    "CharterVersion",
    "Commitment",
    "CommitmentLink",
    "Competence",
    "Course",
    "CultureAnswer",
    "CultureInvitation",
    "CultureItem",
    "CultureMark",
    "CultureRound",
    "DaySum",
    "Measurement",
    "MysteryVisit",
    "Partner",
    "PartnerReport",
    "PartnerToken",
    "Quiz",
    "QuizAnswer",
    "QuizAttempt",
    "QuizQuestion",
    "ReadReceipt",
    "Recognition",
    "ReportLink",
    "RequestAlert",
    "RequestDraft",
    "RequestField",
    "RequestForm",
    "RequestKind",
    "RequestMessage",
    "RequestNote",
    "RequestPause",
    "RequestStep",
    "ServiceRequest",
    "Standard",
    "Withdrawal",
]
