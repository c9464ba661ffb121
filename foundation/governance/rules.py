"""Who may do what beyond the permission alone."""

from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.governance.enums import ActionState, FindingState

if TYPE_CHECKING:
    from django.http import HttpRequest

    from foundation.accounts.models import User
    from foundation.core.access import Person
    from foundation.core.models import Attachment
    from foundation.governance.models import Audit, AuditFinding, CorrectiveAction, Observation


def may_answer(user: "User", observation: "Observation") -> bool:
    """The named person, else anybody of the unit, who holds the permission.

    Where both are named, the person answers and colleagues of the unit may stand in.
    """
    if not user.can(Permission.OBSERVATION_ANSWER):
        return False
    in_unit = observation.owner_unit_id is not None and user.unit_id == observation.owner_unit_id
    return in_unit or user.pk == observation.owner_id


def may_see_action(user: "User", action: "CorrectiveAction") -> bool:
    """The same as `visible_to`, for one row; what was drawn from a confidential case has few readers."""
    if not user.can(Permission.RISK_VIEW):
        return False
    is_theirs = user.pk in {action.owner_id, action.recorded_by_id}
    return not action.is_confidential or is_theirs or user.can(Permission.COMPLAINT_MISCONDUCT)


def may_complete(user: "User", action: "CorrectiveAction") -> bool:
    """The owner, while it is open."""
    return action.state == ActionState.OPEN and user.pk == action.owner_id and user.can(Permission.RISK_VIEW)


def may_verify(user: "User", action: "CorrectiveAction", finding: "AuditFinding | None") -> bool:
    """Somebody else, once it is done: the auditor where it came from a finding."""
    is_other = user.pk not in {action.owner_id, action.done_by_id}
    return action.state == ActionState.DONE and is_other and may_judge(user, finding)


def may_judge(user: "User", finding: "AuditFinding | None") -> bool:
    """Whether the person may say that an action (on this finding, if any) helped, or open it again.

    Those who keep actions; on a finding of an audit its auditor alone, so that the audited don't judge themselves.
    """
    return may_conduct(user, finding.audit) if finding else user.can(Permission.RISK_EDIT)


def may_record_action(user: "User", finding: "AuditFinding | None") -> bool:
    """Those who keep actions; on a finding also the people of the audited unit, until it is closed."""
    return may_add_action(user, finding) if finding else user.can(Permission.RISK_EDIT)


def may_conduct(user: "User", audit: "Audit") -> bool:
    """The auditor of this audit, as long as the role lasts."""
    return user.pk == audit.auditor_id and user.can(Permission.AUDIT_CONDUCT)


def may_answer_finding(user: "User", finding: "AuditFinding") -> bool:
    """People of the audited unit who answer observations, once the report is out."""
    return finding.state == FindingState.OPEN and finding.audit.is_reported and speaks_for_audited(user, finding)


def speaks_for_audited(user: "User", finding: "AuditFinding") -> bool:
    """Somebody of the audited unit whose role answers."""
    is_of_unit = user.unit_id is not None and user.unit_id == finding.audit.unit_id
    return is_of_unit and user.can(Permission.OBSERVATION_ANSWER)


def may_add_action(user: "User", finding: "AuditFinding") -> bool:
    """Those who keep actions, and the people of the audited unit, until the finding is closed."""
    may_write = user.can(Permission.RISK_EDIT) or speaks_for_audited(user, finding)
    return may_write and finding.state != FindingState.CLOSED and finding.audit.is_reported


def may_fetch_minutes(person: "Person | None", attachment: "Attachment", request: "HttpRequest") -> bool:
    """Signed minutes are for those who see the board's business."""
    return may(person, Permission.RESOLUTION_VIEW)
