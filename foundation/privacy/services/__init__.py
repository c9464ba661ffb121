"""Writes of this room, one function a use case."""

from foundation.privacy.services.codes import renew_code
from foundation.privacy.services.consents import Said, carry_withdrawals, consents_for, take_back
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
from foundation.privacy.services.erasures import (
    approve_erasure,
    propose_erasure,
)
from foundation.privacy.services.held import (
    Held,
    ask_for_missing_files,
    build_export,
    drop_expired_exports,
    fetch_export,
    found_for,
    holds_of,
    look_up,
    pack_export,
    packed_exports,
    ready_export,
)
from foundation.privacy.services.holds import lift_hold, release_holds, set_hold
from foundation.privacy.services.intake import Asker, Wish, code_hash, hashes_of, submit_request
from foundation.privacy.services.ledgers import (
    log_access,
    log_views,
    log_whom,
    missing_parts,
    publish_notice,
    record_consents,
)
from foundation.privacy.services.reminders import remind
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
from foundation.privacy.services.retention import bring_into_force, draft_rule, end_rule, try_rule
from foundation.privacy.services.sweeping import end_run, sweep
from foundation.privacy.services.talk import add_note, receive_message, send_message

__all__ = [
    "Asker",
    "Held",
    "Said",
    "Wish",
    "add_note",
    "answer",
    "approve_erasure",
    "ask_for_missing_files",
    "bring_into_force",
    "build_export",
    "carry_withdrawals",
    "close",
    "code_hash",
    "consents_for",
    "content_of",
    "derive_code",
    "draft_rule",
    "drop_draft",
    "drop_expired",
    "drop_expired_exports",
    "end_rule",
    "end_run",
    "extend",
    "fetch_export",
    "file_draft",
    "find_draft",
    "found_for",
    "hashes_of",
    "holds_of",
    "lift_hold",
    "log_access",
    "log_views",
    "log_whom",
    "look_up",
    "missing_parts",
    "pack_export",
    "packed_exports",
    "propose_erasure",
    "publish_notice",
    "ready_export",
    "receive_message",
    "record_consents",
    "refuse_unverified",
    "release_holds",
    "remind",
    "renew_code",
    "reveal_asker",
    "save_draft",
    "send_message",
    "set_hold",
    "start",
    "start_draft",
    "submit_request",
    "sweep",
    "take_back",
    "try_rule",
    "verify_identity",
    "withdraw",
]
