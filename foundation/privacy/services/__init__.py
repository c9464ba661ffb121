"""Writes of this room, one function a use case."""

from foundation.privacy.services.drafts import (
    content_of,
    derive_code,
    drop_draft,
    drop_expired,
    file_draft,
    find_draft,
    save_draft,
    start_draft,
)
from foundation.privacy.services.intake import Asker, Wish, code_hash, hashes_of, submit_request
from foundation.privacy.services.ledgers import log_access, missing_parts, publish_notice, record_consents
from foundation.privacy.services.requests import (
    answer,
    close,
    extend,
    refuse_unverified,
    reveal_asker,
    start,
    verify_identity,
    withdraw,
)
from foundation.privacy.services.talk import add_note, receive_message, send_message

__all__ = [
    "Asker",
    "Wish",
    "add_note",
    "answer",
    "close",
    "code_hash",
    "content_of",
    "derive_code",
    "drop_draft",
    "drop_expired",
    "extend",
    "file_draft",
    "find_draft",
    "hashes_of",
    "log_access",
    "missing_parts",
    "publish_notice",
    "receive_message",
    "record_consents",
    "refuse_unverified",
    "reveal_asker",
    "save_draft",
    "send_message",
    "start",
    "start_draft",
    "submit_request",
    "verify_identity",
    "withdraw",
]
