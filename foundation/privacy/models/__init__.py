"""Rows of this room, by what they tell of."""

from foundation.privacy.models.keeping import DataExport, Erasure, ErasureProof, LegalHold
from foundation.privacy.models.request import DataRequest, RequestDraft, RequestNote, RequestStep
from foundation.privacy.models.retention import RetentionRule, RetentionRun, RetentionRunLine
from foundation.privacy.models.told import (
    NOTICE_PARTS,
    AccessLog,
    Consent,
    LookBatch,
    Notice,
    NoticeVersion,
    Purpose,
)

__all__ = [
    "NOTICE_PARTS",
    "AccessLog",
    "Consent",
    "DataExport",
    "DataRequest",
    "Erasure",
    "ErasureProof",
    "LegalHold",
    "LookBatch",
    "Notice",
    "NoticeVersion",
    "Purpose",
    "RequestDraft",
    "RequestNote",
    "RequestStep",
    "RetentionRule",
    "RetentionRun",
    "RetentionRunLine",
]
