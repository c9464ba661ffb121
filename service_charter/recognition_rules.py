"""When a team may be recognised: enough cases, and a result that lies above the target beyond chance."""

from statistics import NormalDist
from typing import TYPE_CHECKING

from foundation.accounts.permissions import Permission
from foundation.core.intervals import wilson
from service_charter.commitment_rules import OVERSIGHT
from service_charter.selectors.measurement import CARE_BELOW

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from service_charter.models import Withdrawal

READERS = (Permission.RECOGNISE, *OVERSIGHT, Permission.CHARTER_COMMIT)
LOOKERS = (Permission.RECOGNISE, Permission.CHARTER_CASCADE)
QUARTERS = 4
_DOUBT = 0.05


def reach(compared: int) -> float:
    """How many standard errors the interval spans so that, of so many results looked at, the best by luck is crowned
    in one of twenty years at most (Bonferroni)."""
    return NormalDist().inv_cdf(1 - _DOUBT / 2 / max(1, compared))


def lower_end(kept: int, n: int, compared: int) -> float:
    """The lower end of that interval, in percent."""
    return 100 * wilson(kept, n, reach(compared))[0]


def is_earned(kept: int, n: int, target: float, compared: int) -> bool:
    """Whether the result lies above its target beyond chance, on cases enough."""
    return n >= CARE_BELOW and lower_end(kept, n, compared) > target


def may_look(user: "User", withdrawal: "Withdrawal") -> bool:
    """The second look is for another person, of another unit: who recognises, or who owns the charter's promises."""
    is_apart = user.unit_id != withdrawal.recognition.unit_id and user.pk != withdrawal.asked_by_id
    return is_apart and any(user.can(permission) for permission in LOOKERS)


def may_decide(user: "User", unit_id: int) -> bool:
    """Whoever may recognise, but not their own unit."""
    return user.can(Permission.RECOGNISE) and user.unit_id != unit_id
