"""Who may do what beyond the permission alone."""

from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.governance.enums import ActionState

if TYPE_CHECKING:
    from django.http import HttpRequest

    from foundation.accounts.models import User
    from foundation.core.access import Person
    from foundation.core.models import Attachment
    from foundation.governance.models import CorrectiveAction, Observation


def may_answer(user: "User", observation: "Observation") -> bool:
    """The named person, else anybody of the unit, who holds the permission.

    Where both are named, the person answers and colleagues of the unit may stand in.
    """
    if not user.can(Permission.OBSERVATION_ANSWER):
        return False
    in_unit = observation.owner_unit_id is not None and user.unit_id == observation.owner_unit_id
    return in_unit or user.pk == observation.owner_id


def may_complete(user: "User", action: "CorrectiveAction") -> bool:
    """The owner, while it is open."""
    return action.state == ActionState.OPEN and user.pk == action.owner_id and user.can(Permission.RISK_VIEW)


def may_verify(user: "User", action: "CorrectiveAction") -> bool:
    """Somebody else, once it is done."""
    is_other = user.pk not in {action.owner_id, action.done_by_id}
    return action.state == ActionState.DONE and is_other and user.can(Permission.RISK_EDIT)


def may_fetch_minutes(person: "Person | None", attachment: "Attachment", request: "HttpRequest") -> bool:
    """Signed minutes are for those who see the board's business."""
    return may(person, Permission.RESOLUTION_VIEW)
