"""Evidence of clause 5.4 made true and false."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from complaints.enums import Status
from tests.complaints.factories import (
    WAY,
    close_review,
    make_charter,
    make_desk,
    make_inspection,
    make_person,
    make_review,
)
from tests.proofs import Proofs, at
from tests.service_charter.committing import officer_of
from tests.service_charter.training import make_competence, make_course, trained

MONDAY_TEN = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)


def _filed(after: timedelta) -> datetime:
    """A complaint of Monday, looked at so much later."""
    make_charter()
    make_desk().file(now=MONDAY_TEN)
    return MONDAY_TEN + after


def _drawn() -> datetime:
    """Last month's closed cases were drawn."""
    make_charter()
    make_inspection(make_desk())
    return timezone.now()


def _forgotten() -> datetime:
    """A drawn case that nobody has looked at two months later."""
    return _drawn() + timedelta(days=62)


def _undrawn() -> datetime:
    """A case was closed last month, and no sample drawn of it."""
    make_charter()
    desk = make_desk()
    last = timezone.now().replace(day=1) - timedelta(days=9)
    case = desk.file(now=last)
    for n, move in enumerate(WAY[Status.CLOSED]):
        desk.step(case, move, now=last + timedelta(hours=n + 1))
    return timezone.now()


def _reviewed(after: timedelta) -> datetime:
    """A review closed on Monday, looked at so much later."""
    desk = make_desk()
    executive = make_person("executive", "executive-of-reviews", desk.unit)
    review = make_review(desk.manager, now=MONDAY_TEN)
    close_review(review, manager=desk.manager, executive=executive, now=MONDAY_TEN)
    return MONDAY_TEN + after


def _competent(*names: str) -> datetime:
    """Of two officers whose role needs a competence, these have it."""
    course = make_course()
    make_competence(course)
    for name in ("a", "b"):
        officer = officer_of("complaint-centre", name)
        if name in names:
            trained(officer, course, timezone.localdate())
    return timezone.now()


PROOFS: Proofs = {
    "complaints.competent": {
        "green": lambda: _competent("a", "b"),
        "amber": lambda: _competent("a"),
        "red": _competent,
    },
    "complaints.looked_again": {"green": _drawn, "amber": _forgotten, "red": _undrawn},
    "complaints.reviewed": {
        "green": lambda: _reviewed(timedelta(days=20)),
        "amber": lambda: _reviewed(timedelta(days=40)),
        "red": lambda: _reviewed(timedelta(days=400)),
    },
    "complaints.on_time": {
        "green": lambda: _filed(timedelta(hours=1)),
        "amber": lambda: _filed(timedelta(days=30)),
        "red": at(MONDAY_TEN),
    },
}
