"""Evidence that a charter is in force, made true and false."""

import datetime as dt

from service_charter.demo_texts import STANDARDS
from tests.governance.factories import NOW
from tests.people import someone
from tests.proofs import Proofs
from tests.service_charter.factories import make_proposed, make_published

LATER = NOW + dt.timedelta(days=3)


def _published(count: int) -> dt.datetime:
    """With the first standards of the demo's charter."""
    owner, secretary = someone("charter-owner"), someone("board-secretary")
    make_published(owner, secretary, effective_on=dt.date(2026, 11, 22), count=count)
    return LATER


def _only_proposed() -> dt.datetime:
    make_proposed(someone("charter-owner"))
    return LATER


PROOFS: Proofs = {
    "service_charter.charter_in_force": {
        "green": lambda: _published(len(STANDARDS)),
        "amber": lambda: _published(4),  # about complaints alone
        "red": _only_proposed,
    },
}
