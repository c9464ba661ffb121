"""Results written down the way rooms and people write them."""

import datetime as dt
from typing import Any

from service_charter import services
from service_charter.models import CharterVersion, Standard
from service_charter.services import Entry
from tests.people import someone
from tests.service_charter.factories import make_published

BINDS = dt.datetime(2026, 12, 7, 3, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 3, 1, 3, tzinfo=dt.UTC)


def a_published_charter(**options: Any) -> CharterVersion:
    """In force from 1 December 2026."""
    return make_published(someone("charter-owner"), someone("board-secretary"), **options)


def decision_of(charter: CharterVersion) -> Standard:
    """The promise to decide a complaint within three working days, in 90 of 100 cases."""
    return charter.standards.get(code="complaint-decision")


def told(standard: Standard, key: str, *, kept: int = 1, n: int = 1, at: dt.datetime = BINDS, **facts: Any) -> Entry:
    """One result of a complaint."""
    return Entry(
        standard_id=standard.pk,
        source=facts.pop("source", "complaint"),
        key=key,
        occurred_at=at,
        kept=kept,
        n=n,
        **facts,
    )


def record(*entries: Entry, now: dt.datetime = LATER) -> None:
    """As a room above does."""
    services.record(entries, now=now)
