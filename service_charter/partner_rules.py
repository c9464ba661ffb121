"""Who may do what with partners and their reports, and the limits of a report."""

import datetime as dt
from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission

if TYPE_CHECKING:
    from foundation.accounts.models import User

# Who sees the register: whoever hands promises down, enters results, or reads the reports of the house.
READERS = (Permission.CHARTER_CASCADE, Permission.CHARTER_MEASURE, Permission.REPORT_VIEW)
# How long a partner has for its report, and how long after a quarter nobody is blamed for one that is missing.
REPORT_WITHIN = dt.timedelta(days=14)
GRACE = dt.timedelta(days=30)
# So long before a link runs out unused the partner is reminded, and the desk shows it for renewal.
REMIND_BEFORE = dt.timedelta(days=3)
MOST_ROWS = 500
REFERENCE_LENGTH = 80
KEY_LENGTH = 80
LONGEST_PERIOD = dt.timedelta(days=366)


def may_keep(user: "User") -> bool:
    """Whether the person keeps the register, asks for reports and gives out keys."""
    return user.can(Permission.CHARTER_CASCADE)
