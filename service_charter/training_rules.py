"""Numbers of training, and who may see and keep its records."""

import datetime as dt
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from foundation.accounts.permissions import Permission
from service_charter.commitment_rules import OVERSIGHT

if TYPE_CHECKING:
    from foundation.accounts.models import User

# A competence that ends within these days is to be renewed.
SOON = dt.timedelta(days=60)
ENOUGH = 90  # percent of those whose role needs something: some are always new
READERS = (Permission.TRAINING_EDIT, *OVERSIGHT)
CERTIFICATE = "service_charter.attendance"
MOST_ROWS = 500


def may_oversee(user: "User") -> bool:
    """Whether the person sees the training of everybody."""
    return any(user.can(permission) for permission in READERS)


def may_see(user: "User", person: "User") -> bool:
    """One's own record, or everybody's for those who oversee."""
    return user.pk == person.pk or may_oversee(user)


def good_until(held_on: dt.date, valid_months: int | None) -> dt.date | None:
    """The last day on which an attendance counts; None for ever."""
    if valid_months is None:
        return None
    return held_on + relativedelta(months=valid_months) - dt.timedelta(days=1)
