"""Rounds of the service culture index, opened and answered the way people do."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from foundation.accounts.models import User
from service_charter.models import CultureRound
from service_charter.services import culture
from tests.people import someone

STATEMENTS = (("ฉันรู้คำมั่น", "I know the promises"), ("เราบอกก่อน", "We tell first"))
DAY = dt.timedelta(days=1)


def make_round(
    *, year: int = 2569, now: dt.datetime | None = None, closes_on: dt.date | None = None, is_open: bool = True
) -> CultureRound:
    """A round with two statements."""
    now, owner = now or timezone.now(), someone("charter-owner")
    last = closes_on or timezone.localdate(now) + 14 * DAY
    row = culture.prepare(fiscal_year_be=year, closes_on=last, statements=STATEMENTS, by=owner, now=now)
    return culture.open_round(round_id=row.pk, by=owner, now=now) if is_open else row


def answered(row: CultureRound, people: Iterable[User], *marks: int) -> None:
    """Each answers with these marks."""
    for person in people:
        culture.answer(
            round_id=row.pk, marks=dict(enumerate(marks, start=1)), by=person, now=row.opened_at or timezone.now()
        )
