"""When a promise counts as broken, who answers for it, and when it is over (policy 5.2; `core.control_charts`)."""

from datetime import timedelta

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.governance.enums import ActionState
from service_charter.enums import BreachState
from service_charter.models import Breach
from service_charter.selectors.measurement import HIDDEN_BELOW, Judged, Tally

# A promise is judged over the last quarter of a year, whatever the calendar says.
WINDOW = timedelta(days=91)
# A point of the control chart counts while its week is one of the last two: an old one was told when it came.
RECENT = timedelta(weeks=2)
# Within so many days somebody says why it happened and what is done; then it is asked for again, each week.
ANSWER_WITHIN = timedelta(days=10)
# So long a breach without an action turns the evidence red.
LONG = timedelta(days=30)


def is_broken(tally: Tally, target: float) -> bool:
    """Whether the share kept lies below its target beyond chance."""
    return tally.judged(target) == Judged.BROKEN


def is_cured(before: Tally, after: Tally, target: float) -> bool:
    """Whether what was measured since the action shows that it helped: the target is reached, or the share rose
    beyond chance and no longer lies below the target beyond chance. Fewer than five cases show nothing."""
    if after.n < HIDDEN_BELOW or is_broken(after, target):
        return False
    return after.judged(target) == Judged.KEPT or after.against(before) > 0


def may_answer(user: User, breach: Breach) -> bool:
    """Those who enter actions and answer for measurements, or belong to the unit that promised or broke it."""
    units = {breach.unit_id, breach.standard.owner_unit_id} - {None}
    return user.can(Permission.RISK_EDIT) and (user.can(Permission.CHARTER_MEASURE) or user.unit_id in units)


def may_close(user: User, breach: Breach) -> bool:
    """Somebody who answers for measurements, other than whoever carried the action out."""
    return user.can(Permission.CHARTER_MEASURE) and breach.action is not None and user.pk != breach.action.owner_id


def waits_for_closing(breach: Breach) -> bool:
    """Its action was verified as effective; what is measured since decides."""
    return (
        breach.state == BreachState.ACTING
        and breach.action is not None
        and (breach.action.state == ActionState.VERIFIED)
    )
