"""Every write of complaints handling, one function a use case."""

from complaints.services.answers import approve_answer, edit_answer, retire_answer, write_answer
from complaints.services.case_files import ask_case_file, drop_case_files, fetch_case_file, keep_case_file
from complaints.services.clocks import pause, recompute_for_calendar, resume
from complaints.services.drafts import (
    content_of,
    derive_code,
    drop_draft,
    drop_expired,
    file_draft,
    find_draft,
    save_draft,
    start_draft,
)
from complaints.services.erasure import erase_complainant, hashes_of
from complaints.services.handover import end_due, hand_over, take_back
from complaints.services.letters import issue_missing
from complaints.services.matters import Followed, follow, lead_by, link, unlink
from complaints.services.measuring import measure_all, tell_missed
from complaints.services.moves import (
    Assessment,
    Decision,
    Findings,
    accept,
    acknowledge,
    assess,
    carry_out,
    carry_out_unanswered,
    close,
    communicate,
    decide,
    reassess,
    record_findings,
    reinstate,
    reject,
    reopen,
    review,
    start_investigation,
    withdraw,
)
from complaints.services.overdue import recompute_candidates, sweep
from complaints.services.people import assign, correct_facts, reveal_contact
from complaints.services.ratings import rate
from complaints.services.receive import Contact, Door, Story, code_hash, register_complaint
from complaints.services.recourse import tell_recourse
from complaints.services.reviews import (
    close_review,
    complete_decision,
    open_review,
    record_decision,
    write_review,
)
from complaints.services.talk import add_note, receive_message, send_message

__all__ = [
    "Assessment",
    "Contact",
    "Decision",
    "Door",
    "Findings",
    "Followed",
    "Story",
    "accept",
    "acknowledge",
    "add_note",
    "approve_answer",
    "ask_case_file",
    "assess",
    "assign",
    "carry_out",
    "carry_out_unanswered",
    "close",
    "close_review",
    "code_hash",
    "communicate",
    "complete_decision",
    "content_of",
    "correct_facts",
    "decide",
    "derive_code",
    "drop_case_files",
    "drop_draft",
    "drop_expired",
    "edit_answer",
    "end_due",
    "erase_complainant",
    "fetch_case_file",
    "file_draft",
    "find_draft",
    "follow",
    "hand_over",
    "hashes_of",
    "issue_missing",
    "keep_case_file",
    "lead_by",
    "link",
    "measure_all",
    "open_review",
    "pause",
    "rate",
    "reassess",
    "receive_message",
    "recompute_candidates",
    "recompute_for_calendar",
    "record_decision",
    "record_findings",
    "register_complaint",
    "reinstate",
    "reject",
    "reopen",
    "resume",
    "retire_answer",
    "reveal_contact",
    "review",
    "save_draft",
    "send_message",
    "start_draft",
    "start_investigation",
    "sweep",
    "take_back",
    "tell_missed",
    "tell_recourse",
    "unlink",
    "withdraw",
    "write_answer",
    "write_review",
]
