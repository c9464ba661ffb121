"""Tables of the service charter."""

from service_charter.models.charter import IN_FORCE_ONCE, CharterVersion, Standard
from service_charter.models.measurement import Breach, DaySum, Measurement
from service_charter.models.partner import Partner, ReportLink

__all__ = [
    "IN_FORCE_ONCE",
    "Breach",
    "CharterVersion",
    "DaySum",
    "Measurement",
    "Partner",
    "ReportLink",
    "Standard",
]
