"""Board meetings in every state, made the way the secretary makes them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from foundation.accounts.models import User
from foundation.governance import services
from foundation.governance.enums import MeetingState, Presence
from foundation.governance.models import BoardMeeting, BoardSeat, Proposal, Resolution
from foundation.governance.selectors import seats_on
from tests.governance.factories import NOW
from tests.people import someone

DAY = dt.timedelta(days=1)
LATER = NOW + 40 * DAY
CALLS: dict[str, Callable[[int, User], BoardMeeting]] = {
    "invite": lambda pk, by: services.invite_to_meeting(meeting_id=pk, by=by, now=NOW),
    "hold": lambda pk, by: services.hold_meeting(meeting_id=pk, presences=everybody(), by=by, now=LATER),
    "draft_minutes": lambda pk, by: services.draft_minutes(meeting_id=pk, by=by, now=LATER),
    "take_back_minutes": lambda pk, by: services.take_back_minutes(meeting_id=pk, reason="x", by=by, now=LATER),
    "certify": lambda pk, by: services.certify_minutes(meeting_id=pk, certified_in_id=pk, note="", by=by, now=LATER),
    "cancel": lambda pk, by: services.cancel_meeting(meeting_id=pk, reason="x", by=by, now=NOW),
}


def secretary() -> User:
    return someone("board-secretary")


def seats() -> list[BoardSeat]:
    return list(seats_on(NOW.date()))


def planned(**facts: Any) -> BoardMeeting:
    given_ = {"number": 12, "year_be": 2569, "held_on": NOW.date() + 10 * DAY, "place": "ชั้น 9"}
    return services.plan_meeting(by=secretary(), now=NOW, **{**given_, **facts})


def everybody(presence: str = Presence.PRESENT, **others: str) -> dict[int, str]:
    """Every seat with that presence; `seat1="absent"` names an exception by its place."""
    rows = {seat.pk: presence for seat in seats()}
    for name, other in others.items():
        rows[seats()[int(name.removeprefix("seat")) - 1].pk] = other
    return rows


def held(**others: str) -> BoardMeeting:
    meeting = services.invite_to_meeting(meeting_id=planned().pk, by=secretary(), now=NOW)
    return services.hold_meeting(
        meeting_id=meeting.pk, presences=everybody(**others), by=secretary(), now=NOW + 10 * DAY
    )


def outcomes(meeting: BoardMeeting) -> None:
    for item in meeting.agenda.all():
        services.save_agenda_item(
            meeting_id=meeting.pk,
            item_id=item.pk,
            number=item.number,
            kind=item.kind,
            title=item.title,
            proposal=item.proposal,
            outcome="รับทราบ",
            by=secretary(),
            now=LATER,
        )


def minuted() -> BoardMeeting:
    meeting = held()
    outcomes(meeting)
    return services.draft_minutes(meeting_id=meeting.pk, by=secretary(), now=LATER)


def decide(meeting: BoardMeeting, proposal: Proposal, **fields: Any) -> Resolution:
    facts = {"item": "5.1", "kind": "approved", **fields}
    return services.record_resolution(
        meeting_id=meeting.pk, proposal_id=proposal.pk, by=secretary(), now=LATER, **facts
    )


def certified() -> BoardMeeting:
    meeting, later = minuted(), later_meeting()
    return services.certify_minutes(meeting_id=meeting.pk, certified_in_id=later.pk, note="", by=secretary(), now=LATER)


def later_meeting() -> BoardMeeting:
    held_on = NOW.date() + 38 * DAY
    return services.record_meeting(number=13, year_be=2569, held_on=held_on, by=secretary(), now=LATER)


MAKE: dict[str, Callable[[], BoardMeeting]] = {
    MeetingState.PLANNED: planned,
    MeetingState.INVITED: lambda: services.invite_to_meeting(meeting_id=planned().pk, by=secretary(), now=NOW),
    MeetingState.HELD: held,
    MeetingState.MINUTED: minuted,
    MeetingState.CERTIFIED: lambda: certified(),
    MeetingState.CANCELLED: lambda: services.cancel_meeting(
        meeting_id=planned().pk, reason="ไม่มีวาระ", by=secretary(), now=NOW
    ),
}
