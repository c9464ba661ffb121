"""Reads of this room."""

from foundation.privacy.selectors.keeping import erasures_waiting, holds_standing, processing_register
from foundation.privacy.selectors.ledgers import (
    consent_state,
    consents_latest,
    consents_of,
    looks,
    may_send,
    notice_in_force,
    notices_in_force,
    notices_with_versions,
    people_who_looked,
)
from foundation.privacy.selectors.requests import (
    Entry,
    asked_consents,
    by_number_and_hash,
    masked_asker,
    others_of_the_same,
    public_timeline,
    readable_number,
    request_queue,
    requests_due,
    tracked,
)
from foundation.privacy.selectors.retention import (
    kept_kinds,
    retention_register,
    retention_runs,
    rules_in_force,
    rules_of,
)

__all__ = [
    "Entry",
    "asked_consents",
    "by_number_and_hash",
    "consent_state",
    "consents_latest",
    "consents_of",
    "erasures_waiting",
    "holds_standing",
    "kept_kinds",
    "looks",
    "masked_asker",
    "may_send",
    "notice_in_force",
    "notices_in_force",
    "notices_with_versions",
    "others_of_the_same",
    "people_who_looked",
    "processing_register",
    "public_timeline",
    "readable_number",
    "request_queue",
    "requests_due",
    "retention_register",
    "retention_runs",
    "rules_in_force",
    "rules_of",
    "tracked",
]
