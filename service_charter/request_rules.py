"""Who may do what with a service request: pure predicates, read by views, templates and services."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed
from foundation.core.lifecycle import moves_from
from service_charter.request_lifecycle import CUSTOMER_MOVES, MOVES

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import ServiceRequest

MESSAGE_LIMIT = 4000
REASON_LIMIT = 1000
# Where requests stand in the queue whose clock does not run.
FAR_AWAY = datetime(9999, 1, 1, tzinfo=UTC)


def may_work_on(user: "User", request: "ServiceRequest") -> bool:
    """Handling is for the unit, the officer in charge, and those who see every unit."""
    if not user.can(Permission.REQUEST_HANDLE):
        return False
    return user.can(Permission.REQUEST_VIEW_ALL) or user.pk == request.handler_id or user.unit_id == request.unit_id


def check_may_move(user: "User | None", move: str, request: "ServiceRequest") -> None:
    """Raise NotAllowed when this person may not take the step; None is the customer."""
    if not (move in CUSTOMER_MOVES if user is None else may_work_on(user, request)):
        raise NotAllowed(_("Your role does not include this step."))


def offered_moves(user: "User", request: "ServiceRequest") -> list[str]:
    """The steps that the person can take now, in the order of the table."""
    return moves_from(MOVES, request.status) if may_work_on(user, request) else []


def masked_name(name: str) -> str:
    """Enough to recognise, not enough to know: the first letter of each word."""
    return " ".join(f"{word[:1]}…" for word in name.split())
