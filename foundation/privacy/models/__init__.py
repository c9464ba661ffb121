"""Rows of this room, by what they tell of."""

from foundation.privacy.models.request import DataRequest, RequestDraft, RequestNote, RequestStep
from foundation.privacy.models.told import NOTICE_PARTS, AccessLog, Consent, Notice, NoticeVersion, Purpose

__all__ = [
    "NOTICE_PARTS",
    "AccessLog",
    "Consent",
    "DataRequest",
    "Notice",
    "NoticeVersion",
    "Purpose",
    "RequestDraft",
    "RequestNote",
    "RequestStep",
]
