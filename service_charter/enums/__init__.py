"""Words of this room, one module an aggregate."""

from service_charter.enums.charter import (
    Area,
    Event,
    PauseFor,
    Status,
)
from service_charter.enums.commitments import (
    Holder,
    Standing,
)
from service_charter.enums.culture import (
    Agreement,
    CultureState,
    Look,
    Verdict,
)
from service_charter.enums.measurement import (
    BY_HAND,
    UNSETTLED,
    BreachState,
    Facet,
    Source,
    Tripped,
    VisitState,
)
from service_charter.enums.requests import (
    OPEN_REQUESTS,
    RATEABLE_REQUESTS,
    STAFF_DOORS,
    AlertStage,
    Door,
    FieldKind,
    RequestOutcome,
    RequestStatus,
    Sender,
    WaitKind,
)
from service_charter.enums.training import (
    CourseKind,
    Hold,
)

__all__ = [
    "BY_HAND",
    "OPEN_REQUESTS",
    "RATEABLE_REQUESTS",
    "STAFF_DOORS",
    "UNSETTLED",
    "Agreement",
    "AlertStage",
    "Area",
    "BreachState",
    "CourseKind",
    "CultureState",
    "Door",
    "Event",
    "Facet",
    "FieldKind",
    "Hold",
    "Holder",
    "Look",
    "PauseFor",
    "RequestOutcome",
    "RequestStatus",
    "Sender",
    "Source",
    "Standing",
    "Status",
    "Tripped",
    "Verdict",
    "VisitState",
    "WaitKind",
]
