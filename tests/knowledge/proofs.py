"""Evidence that knowledge is kept, made true and false."""

from datetime import datetime, timedelta

from foundation.knowledge import services
from foundation.knowledge.enums import Status
from tests.governance.factories import NOW
from tests.knowledge.factories import make_article
from tests.proofs import Proofs, at


def _published(after: timedelta) -> datetime:
    make_article(Status.PUBLISHED, now=NOW)
    return NOW + after


def _one_is_past_its_date() -> datetime:
    make_article(Status.PUBLISHED, now=NOW - timedelta(days=100))
    return _published(services.HOLDS_FOR - timedelta(days=50))


PROOFS: Proofs = {
    "knowledge.kept": {"green": lambda: _published(timedelta(days=1)), "amber": _one_is_past_its_date, "red": at(NOW)},
}
