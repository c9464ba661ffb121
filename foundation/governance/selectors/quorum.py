"""Who sits on the board, who came to a meeting, and whether it could decide."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from foundation.governance.models import Attendance, BoardMeeting, BoardSeat, Interest, Proposal, QuorumRule


@dataclass(frozen=True)
class Quorum:
    """What a meeting had and what it needed; `counted` leaves out who abstained, where the rule says so."""

    seats: int
    present: int
    counted: int
    needed: int

    @property
    def is_reached(self) -> bool:
        """Whether the meeting could decide."""
        return self.seats > 0 and self.counted >= self.needed


def seats_on(day: dt.date) -> QuerySet[BoardSeat]:
    """The seats that were filled on that day, in their order."""
    return BoardSeat.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day).order_by("position", "id")


def quorum_rule_on(day: dt.date) -> QuorumRule | None:
    """The rule in force on that day."""
    return QuorumRule.objects.filter(since__lte=day).order_by("-since").first()


def attendance_of(meeting: BoardMeeting) -> QuerySet[Attendance]:
    """Who came and who did not, by seat."""
    return meeting.attendance.select_related("seat").order_by("seat__position", "id")


def quorum_of(meeting: BoardMeeting, abstained: Collection[int] = ()) -> Quorum:
    """Whether the meeting could decide when these seats abstained."""
    rows = list(meeting.attendance.all())
    rule = quorum_rule_on(meeting.held_on)
    present = {row.seat_id for row in rows if row.takes_part}
    counted = present if rule and rule.counts_interested else present - set(abstained)
    # Without a rule nothing can be decided.
    needed = rule.needed(len(rows)) if rule else len(rows) + 1
    return Quorum(len(rows), len(present), len(counted), needed)


def interests_of(proposal: Proposal) -> QuerySet[Interest]:
    """The members who said to have an interest."""
    return proposal.interests.select_related("seat", "recorded_by")


def must_abstain(proposal: Proposal) -> QuerySet[BoardSeat]:
    """The seats of those who drafted or proposed the content, or said to have an interest in it."""
    drafters = {*proposal.drafter_ids, proposal.proposed_by_id}
    return BoardSeat.objects.filter(Q(user__in=drafters) | Q(interests__proposal=proposal)).distinct()


def abstaining(proposal: Proposal, meeting: BoardMeeting) -> QuerySet[BoardSeat]:
    """Those of them who took part in the meeting."""
    present = [row.seat_id for row in meeting.attendance.all() if row.takes_part]
    return must_abstain(proposal).filter(pk__in=present)
