"""Every write of the reporting room."""

from reporting.services.attesting import attest, withdraw_attestation
from reporting.services.board_report import (
    BUILD,
    digest_of,
    ensure_due_report,
    freeze,
    print_snapshot,
    record_reading,
    report_of,
    request_build,
    write_preface,
)
from reporting.services.deadlines import note_kept, remind, save_deadline
from reporting.services.review import assess_clause, conclude_change, conclude_keep, open_review, start_assessing
from reporting.services.review_decision import (
    apply_resolution,
    approve_review,
    propose_review,
    send_back,
    submit_draft,
)
from reporting.services.review_duty import ensure_review, escalate
from reporting.services.review_end import acknowledged_share, ask_staff, close_review, publish_review
from reporting.services.verdict_keeping import keep_verdicts

__all__ = [
    "BUILD",
    "acknowledged_share",
    "apply_resolution",
    "approve_review",
    "ask_staff",
    "assess_clause",
    "attest",
    "close_review",
    "conclude_change",
    "conclude_keep",
    "digest_of",
    "ensure_due_report",
    "ensure_review",
    "escalate",
    "freeze",
    "keep_verdicts",
    "note_kept",
    "open_review",
    "print_snapshot",
    "propose_review",
    "publish_review",
    "record_reading",
    "remind",
    "report_of",
    "request_build",
    "save_deadline",
    "send_back",
    "start_assessing",
    "submit_draft",
    "withdraw_attestation",
    "write_preface",
]
