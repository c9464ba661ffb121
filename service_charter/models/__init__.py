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
from service_charter.models.visit import (
    MysteryVisit,
)

__all__ = [
    "IN_FORCE_ONCE",
    "Acceptance",
    "Breach",
    "CharterVersion",
    "Commitment",
    "CommitmentLink",
    "DaySum",
    "Measurement",
    "MysteryVisit",
    "Partner",
    "PartnerReport",
    "PartnerToken",
    "ReadReceipt",
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
]
