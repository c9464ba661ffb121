"""Meetings and proposals for tests."""

import datetime as dt
from zoneinfo import ZoneInfo

from foundation.accounts.models import User
from foundation.governance.models import BoardMeeting, Proposal
from foundation.governance.services import propose, record_meeting

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
HASH = "a" * 64


def make_meeting(secretary: User, *, number: int = 8, held_on: dt.date = dt.date(2026, 11, 18)) -> BoardMeeting:
    """Meeting 8/2569 unless told otherwise."""
    return record_meeting(number=number, year_be=2569, held_on=held_on, by=secretary, now=NOW)


def make_proposal(drafter: User, **fields: object) -> Proposal:
    """A content proposed two weeks before the meeting."""
    given: dict[str, object] = {
        "content_kind": "test.content",
        "content_public_id": "0" * 26,
        "content_hash": HASH,
        "title_th": "กฎบัตร",
        "title_en": "Charter",
        "url": "",
        "drafter_ids": [drafter.pk],
        "by": drafter,
        "now": NOW - dt.timedelta(days=14),
    }
    return propose(**{**given, **fields})  # type: ignore[arg-type]
