"""Every write of this room: the board's business, the policy, observations, risks and actions."""

from foundation.governance.services.actions import complete_action, record_action, reopen_action, verify_action
from foundation.governance.services.agenda import remove_agenda_item, save_agenda_item
from foundation.governance.services.board import on_resolution, propose, record_meeting, record_resolution, withdraw
from foundation.governance.services.duties import save_duty
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

__all__ = [
    "Imported",
    "accept_observation",
    "acknowledge_policy",
    "answer_observation",
    "assess_risk",
    "close_risk",
    "complete_action",
    "draft_policy_version",
    "edit_clause",
    "import_policy",
    "on_resolution",
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
    "set_risk_bands",
    "submit_policy_for_review",
    "take_back_policy",
    "verify_action",
    "withdraw",
]
