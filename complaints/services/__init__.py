"""Every write of complaints handling, one function a use case."""

from complaints.services.answers import (
    approve_answer,
    edit_answer,
    retire_answer,
    write_answer,
)
from complaints.services.approving import (
    approve,
    close_or_ask,
    communicate_or_ask,
    return_with_remarks,
    send_or_ask,
    take_back,
)
from complaints.services.authorities import (
    authority_of,
    check_authority,
)
from complaints.services.bulk import (
    Wanted,
    change_many,
    undo_many,
)
from complaints.services.case_files import (
    ask_case_file,
    drop_case_files,
    fetch_case_file,
    keep_case_file,
    make_case_file,
)
from complaints.services.clocks import (
    pause,
    recompute_for_calendar,
    resume,
)
from complaints.services.confirming import (
    hear,
    hear_by_link,
    question_of,
    settle_objection,
)
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
from complaints.services.erasure import (
    erase_complainant,
    hashes_of,
)
from complaints.services.escalation import (
    climb,
)
from complaints.services.fairness import (
    asked_by,
    review_fairness,
    say_fair,
    settle_fairness,
)
from complaints.services.fishbone import (
    Named,
    correct_cause,
    hold_root,
    name_cause,
    strike_cause,
)
from complaints.services.handover import (
    end_due,
    hand_over,
    take_cases_back,
)
from complaints.services.hearings import (
    state,
    tell_person,
    wait_no_longer,
)
from complaints.services.helps import (
    Need,
    answer_help,
    ask_help,
    belongs_to,
    erase_help,
    help_given,
    reveal_help,
)
from complaints.services.inspections import (
    draw_round,
    inspect,
    settle,
)
from complaints.services.investigation import (
    Finding,
    ask_question,
    drop_item,
    log_evidence,
    plan_step,
    settle_item,
    withdraw_evidence,
)
from complaints.services.lessons import (
    ask_lesson,
)
from complaints.services.letters import (
    issue_missing,
)
from complaints.services.line import (
    ask_line_code,
    forget_line_codes,
    may_tie_line,
    untie_line,
)
from complaints.services.links import (
    forget_links,
    link_of,
    make_link,
    use_link,
)
from complaints.services.matters import (
    Followed,
    describe,
    follow,
    lead_by,
    link,
    unlink,
)
from complaints.services.measuring import (
    measure_all,
    tell_missed,
)
from complaints.services.merging import (
    merge,
    same_person,
    separate,
)
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
from complaints.services.notices import (
    tell_complainants,
)
from complaints.services.objectives import (
    set_objective,
)
from complaints.services.overdue import (
    recompute_candidates,
    sweep,
)
from complaints.services.people import (
    assign,
    correct_facts,
    name_investigator,
    prioritise,
    reissue_code,
    reveal_contact,
)
from complaints.services.proofs import (
    add_proof,
)
from complaints.services.ratings import (
    Judgement,
    answer_decision,
    rate,
)
from complaints.services.receive import (
    Contact,
    Door,
    Story,
    code_hash,
    code_hashes,
    email_hash,
    phone_hash,
    register_complaint,
)
from complaints.services.recourse import (
    tell_recourse,
)
from complaints.services.references import (
    KnownReference,
    of_reference,
)
from complaints.services.related import (
    relate,
    unrelate,
)
from complaints.services.reviews import (
    close_review,
    complete_decision,
    open_review,
    record_decision,
    write_review,
)
from complaints.services.routes import (
    give_back,
    route_text,
    take_confidential,
)
from complaints.services.rulebook import (
    Rule,
    change_rule,
)
from complaints.services.siblings import (
    chose_it,
    go_alone,
    join,
)
from complaints.services.sorting import (
    Sorted,
    add_letter_to_case,
    letter_into_complaint,
    set_letter_aside,
)
from complaints.services.splitting import (
    Part,
    split,
)
from complaints.services.talk import (
    add_note,
    receive_message,
    send_message,
)
from complaints.services.telling import (
    Change,
    reached,
    tell_change,
)
from complaints.services.turning import (
    make_idea,
    request_into_complaint,
    take_request_back,
    turn,
    turn_back,
    voice_into_complaint,
)

__all__ = [
    "Assessment",
    "Change",
    "Contact",
    "Decision",
    "Door",
    "Finding",
    "Findings",
    "Followed",
    "Judgement",
    "KnownReference",
    "Named",
    "Need",
    "Part",
    "Rule",
    "Sorted",
    "Story",
    "Wanted",
    "accept",
    "acknowledge",
    "add_letter_to_case",
    "add_note",
    "add_proof",
    "answer_decision",
    "answer_help",
    "approve",
    "approve_answer",
    "ask_case_file",
    "ask_help",
    "ask_lesson",
    "ask_line_code",
    "ask_question",
    "asked_by",
    "assess",
    "assign",
    "authority_of",
    "belongs_to",
    "carry_out",
    "carry_out_unanswered",
    "change_many",
    "change_rule",
    "check_authority",
    "chose_it",
    "climb",
    "close",
    "close_or_ask",
    "close_review",
    "code_hash",
    "code_hashes",
    "communicate",
    "communicate_or_ask",
    "complete_decision",
    "content_of",
    "correct_cause",
    "correct_facts",
    "decide",
    "derive_code",
    "describe",
    "draw_round",
    "drop_case_files",
    "drop_draft",
    "drop_expired",
    "drop_item",
    "edit_answer",
    "email_hash",
    "end_due",
    "erase_complainant",
    "erase_help",
    "fetch_case_file",
    "file_draft",
    "find_draft",
    "follow",
    "forget_line_codes",
    "forget_links",
    "give_back",
    "go_alone",
    "hand_over",
    "hashes_of",
    "hear",
    "hear_by_link",
    "help_given",
    "hold_root",
    "inspect",
    "issue_missing",
    "join",
    "keep_case_file",
    "lead_by",
    "letter_into_complaint",
    "link",
    "link_of",
    "log_evidence",
    "make_case_file",
    "make_idea",
    "make_link",
    "may_tie_line",
    "measure_all",
    "merge",
    "name_cause",
    "name_investigator",
    "of_reference",
    "open_review",
    "pause",
    "phone_hash",
    "plan_step",
    "prioritise",
    "question_of",
    "rate",
    "reached",
    "reassess",
    "receive_message",
    "recompute_candidates",
    "recompute_for_calendar",
    "record_decision",
    "record_findings",
    "register_complaint",
    "reinstate",
    "reissue_code",
    "reject",
    "relate",
    "reopen",
    "request_into_complaint",
    "resume",
    "retire_answer",
    "return_with_remarks",
    "reveal_contact",
    "reveal_help",
    "review",
    "review_fairness",
    "route_text",
    "same_person",
    "save_draft",
    "say_fair",
    "send_message",
    "send_or_ask",
    "separate",
    "set_letter_aside",
    "set_objective",
    "settle",
    "settle_fairness",
    "settle_item",
    "settle_objection",
    "split",
    "start_draft",
    "start_investigation",
    "state",
    "strike_cause",
    "sweep",
    "take_back",
    "take_cases_back",
    "take_confidential",
    "take_request_back",
    "tell_change",
    "tell_complainants",
    "tell_missed",
    "tell_person",
    "tell_recourse",
    "turn",
    "turn_back",
    "undo_many",
    "unlink",
    "unrelate",
    "untie_line",
    "use_link",
    "voice_into_complaint",
    "wait_no_longer",
    "withdraw",
    "withdraw_evidence",
    "write_answer",
    "write_review",
]
