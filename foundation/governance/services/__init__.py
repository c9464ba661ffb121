"""Every write of this room: the board's business, the policy, observations, risks and actions."""

from foundation.governance.services.actions import complete_action, record_action, reopen_action, verify_action
from foundation.governance.services.agenda import remove_agenda_item, save_agenda_item
from foundation.governance.services.board import (
    correct_resolution,
    declare_interest,
    on_resolution,
    propose,
    record_resolution,
    withdraw,
)
from foundation.governance.services.duties import save_duty
from foundation.governance.services.meetings import (
    MINUTES_FILE,
    cancel_meeting,
    certify_minutes,
    change_meeting,
    correct_attendance,
    draft_minutes,
    file_minutes,
    hold_meeting,
    invite_to_meeting,
    plan_meeting,
    record_meeting,
    take_back_minutes,
)
from foundation.governance.services.observations import (
    accept_observation,
    answer_observation,
    record_observation,
    return_observation,
)
from foundation.governance.services.policy import (
    acknowledge_policy,
    draft_policy_version,
    edit_clause,
    propose_policy_version,
    publish_policy_version,
    review_policy,
    submit_policy_for_review,
    take_back_policy,
)
from foundation.governance.services.policy_import import Imported, import_policy
from foundation.governance.services.reminders import remind_overdue
from foundation.governance.services.risks import assess_risk, close_risk, set_risk_bands
from foundation.governance.services.seats import end_seat, save_seat, set_quorum_rule

__all__ = [
    "MINUTES_FILE",
    "Imported",
    "accept_observation",
    "acknowledge_policy",
    "answer_observation",
    "assess_risk",
    "cancel_meeting",
    "certify_minutes",
    "change_meeting",
    "close_risk",
    "complete_action",
    "correct_attendance",
    "correct_resolution",
    "declare_interest",
    "draft_minutes",
    "draft_policy_version",
    "edit_clause",
    "end_seat",
    "file_minutes",
    "hold_meeting",
    "import_policy",
    "invite_to_meeting",
    "on_resolution",
    "plan_meeting",
    "propose",
    "propose_policy_version",
    "publish_policy_version",
    "record_action",
    "record_meeting",
    "record_observation",
    "record_resolution",
    "remind_overdue",
    "remove_agenda_item",
    "reopen_action",
    "return_observation",
    "review_policy",
    "save_agenda_item",
    "save_duty",
    "save_seat",
    "set_quorum_rule",
    "set_risk_bands",
    "submit_policy_for_review",
    "take_back_minutes",
    "take_back_policy",
    "verify_action",
    "withdraw",
]
