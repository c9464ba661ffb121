"""How a relationship stands, for the page of a customer: the verdict and its reasons in words."""

from dataclasses import dataclass
from datetime import datetime

from customers import health
from customers.enums import Health
from customers.models import Customer
from foundation.accounts.models import User

_VERDICTS = {Health.GOOD: "ok", Health.WATCH: "soon", Health.POOR: "late"}


@dataclass(frozen=True)
class Reason:
    """A sign that was true, in words; `verdict` is the icon that goes with its level."""

    words: str
    level: str
    verdict: str


@dataclass(frozen=True)
class Standing:
    """The verdict of last night. `hidden`: how many reasons lie in sections that the reader's role does not see."""

    state: str
    label: str
    verdict: str
    reasons: list[Reason]
    hidden: int
    since: datetime
    judged_at: datetime


def standing_of(user: User, customer: Customer) -> Standing | None:
    """None while nothing was judged. No statement where `health` came with the customer."""
    row = getattr(customer, "health", None)
    if row is None:
        return None
    known = [(sign, told) for told in row.reasons if (sign := health.sign_of(told["key"]))]
    reasons = [
        Reason(sign.told(told["value"]), str(Health(sign.level).label), _VERDICTS[sign.level])
        for sign, told in known
        if user.can(sign.permission)
    ]
    state = Health(row.state)
    return Standing(
        state, str(state.label), _VERDICTS[state], reasons, len(known) - len(reasons), row.since, row.judged_at
    )
