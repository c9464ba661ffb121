"""Who may do what with commitments: pure predicates, read by views, templates and services."""

import datetime as dt
from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission
from service_charter.enums import Holder

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import Commitment

# The days that a holder has to answer unless another day is named, and how long a partner's link lasts.
ANSWER_WITHIN = dt.timedelta(days=14)
LINK_LASTS = dt.timedelta(days=14)
# Nobody is reminded sooner than this after being asked; then once a week.
FIRST_REMINDER = dt.timedelta(days=3)
NAME_LIMIT = 120
# Who sees how everybody stands: whoever hands down, and those who read the reports of the house.
OVERSIGHT = (Permission.CHARTER_CASCADE, Permission.REPORT_VIEW)


def may_oversee(user: "User") -> bool:
    """Whether the person sees the commitments of everybody."""
    return any(user.can(permission) for permission in OVERSIGHT)


def is_theirs(user: "User", commitment: "Commitment") -> bool:
    """Whether it was handed to the person or to the person's unit."""
    if commitment.kind == Holder.UNIT:
        return user.unit_id is not None and user.unit_id == commitment.unit_id
    return commitment.kind == Holder.STAFF and user.pk == commitment.person_id


def may_read(user: "User", commitment: "Commitment") -> bool:
    """Holders read their own; those who oversee read all."""
    return is_theirs(user, commitment) or may_oversee(user)


def may_accept(user: "User", commitment: "Commitment") -> bool:
    """A person for themselves, or for the unit unless it was they who handed it down. Partners sign by link."""
    if not user.can(Permission.CHARTER_COMMIT) or not is_theirs(user, commitment):
        return False
    return commitment.kind == Holder.STAFF or user.pk != commitment.handed_by_id
