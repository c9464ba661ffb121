"""Tables that every room stands on."""

from foundation.core.models.attachment import Attachment, ScanState, Visibility
from foundation.core.models.base import Record, locked, set_together, signed, track
from foundation.core.models.calendar import BusinessCalendar, OpeningPeriod, SpecialDay
from foundation.core.models.idempotency import IdempotencyKey
from foundation.core.models.incoming import IncomingLetter, IncomingWay, LetterState
from foundation.core.models.job import Job, JobState
from foundation.core.models.keys import DataKey, MasterKeyCanary
from foundation.core.models.notification import Notification
from foundation.core.models.number import NumberSeries
from foundation.core.models.one_time import OneTimePassword
from foundation.core.models.outbox import OutboxError, OutboxMessage, OutboxState
from foundation.core.models.presence import Presence
from foundation.core.models.pulse import Pulse
from foundation.core.models.rate import RateWindow

__all__ = [
    "Attachment",
    "BusinessCalendar",
    "DataKey",
    "IdempotencyKey",
    "IncomingLetter",
    "IncomingWay",
    "Job",
    "JobState",
    "LetterState",
    "MasterKeyCanary",
    "Notification",
    "NumberSeries",
    "OneTimePassword",
    "OpeningPeriod",
    "OutboxError",
    "OutboxMessage",
    "OutboxState",
    "Presence",
    "Pulse",
    "RateWindow",
    "Record",
    "ScanState",
    "SpecialDay",
    "Visibility",
    "locked",
    "set_together",
    "signed",
    "track",
]
