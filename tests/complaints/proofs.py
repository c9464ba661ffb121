"""Evidence of clause 5.4 made true and false."""

from datetime import UTC, datetime, timedelta

from tests.complaints.factories import make_charter, make_desk
from tests.proofs import Proofs, at

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


def _filed(after: timedelta) -> datetime:
    """A complaint of Monday, looked at so much later."""
    make_charter()
    make_desk().file(now=MONDAY_TEN)
    return MONDAY_TEN + after


PROOFS: Proofs = {
    "complaints.on_time": {
        "green": lambda: _filed(timedelta(hours=1)),
        "amber": lambda: _filed(timedelta(days=30)),
        "red": at(MONDAY_TEN),
    },
}
