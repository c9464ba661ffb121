"""Tables that every room stands on."""

from foundation.core.models.base import Record, locked, set_together, track
from foundation.core.models.calendar import BusinessCalendar, OpeningPeriod, SpecialDay
from foundation.core.models.idempotency import IdempotencyKey
from foundation.core.models.keys import DataKey, MasterKeyCanary
from foundation.core.models.number import NumberSeries

__all__ = [
    "BusinessCalendar",
    "DataKey",
    "IdempotencyKey",
    "MasterKeyCanary",
    "NumberSeries",
    "OpeningPeriod",
    "Record",
    "SpecialDay",
    "locked",
    "set_together",
    "track",
]
