"""Quorum, abstention for interest and attendance, counted by the service and by the database."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from foundation.core.errors import Incomplete, Refused
from foundation.governance import services
from foundation.governance.enums import MeetingState, Presence
from foundation.governance.models import Attendance, BoardMeeting, Proposal, QuorumRule, Resolution
from foundation.governance.selectors import quorum_of
from tests.governance.convening import (
    LATER,
    MAKE,
    decide,
    everybody,
    held,
    planned,
    seats,
    secretary,
)
from tests.governance.factories import NOW, make_meeting, make_proposal
from tests.people import someone

pytestmark = pytest.mark.django_db


def _raw(meeting: BoardMeeting, proposal: Proposal, present: int = 7, **fields: Any) -> None:
    """A resolution that goes round the service."""
    facts = {"content_hash": proposal.content_hash, "abstained": [], **fields}
    Resolution.objects.create(
        meeting=meeting,
        proposal=proposal,
        item="5.1",
        subject="x",
        kind="approved",
        content_kind=proposal.content_kind,
        content_public_id=proposal.content_public_id,
        seats_count=7,
        present_count=present,
        quorum_count=4,
        recorded_by=secretary(),
        **facts,
    )


@pytest.mark.parametrize(
    ("absent", "decides"), [(0, True), (3, True), (4, False), (7, False)], ids=["all", "four of seven", "three", "none"]
)
def test_without_a_quorum_service_and_database_refuse_the_resolution(absent: int, decides: bool) -> None:
    meeting = held(**{f"seat{place}": Presence.EXCUSED for place in range(1, absent + 1)})
    proposal = make_proposal(someone("charter-owner"))
    if decides:
        resolution = decide(meeting, proposal)
        assert (resolution.seats_count, resolution.present_count, resolution.quorum_count) == (7, 7 - absent, 4)
        return
    with pytest.raises(Refused, match=r"องค์ประชุม|quorum"):
        decide(meeting, proposal)
    with pytest.raises(IntegrityError, match="no quorum"), transaction.atomic():
        _raw(meeting, proposal, present=7 - absent)


def test_the_database_counts_the_attendance_itself() -> None:
    meeting, proposal = held(seat1="absent", seat2="absent", seat3="absent", seat4="absent"), None
    proposal = make_proposal(someone("charter-owner"))
    with pytest.raises(IntegrityError, match="is not that of its meeting"), transaction.atomic():
        _raw(meeting, proposal, present=7)


def test_a_resolution_about_another_version_is_refused_by_the_database() -> None:
    meeting, proposal = held(), make_proposal(someone("charter-owner"))
    with pytest.raises(IntegrityError, match="exactly what was proposed"), transaction.atomic():
        _raw(meeting, proposal, content_hash="b" * 64)


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.INVITED, MeetingState.CANCELLED])
def test_a_meeting_that_was_not_held_decides_nothing(state: str) -> None:
    meeting, proposal = MAKE[state](), make_proposal(someone("charter-owner"))
    with pytest.raises(Refused):
        decide(meeting, proposal)
    with pytest.raises(IntegrityError, match="that was held"), transaction.atomic():
        _raw(meeting, proposal)


def test_who_has_an_interest_abstains_and_does_not_count() -> None:
    meeting = held(seat1="absent", seat2="absent", seat3="absent")
    proposal, interested = make_proposal(someone("charter-owner")), seats()[6]
    services.declare_interest(proposal_id=proposal.pk, seat_id=interested.pk, ground="เป็นผู้เช่า", by=secretary(), now=NOW)
    with pytest.raises(Incomplete) as refusal:
        decide(meeting, proposal, abstained=[])
    assert set(refusal.value.missing) == {"abstained"}
    with pytest.raises(IntegrityError, match="abstains"), transaction.atomic():
        _raw(meeting, proposal, present=4)
    # Four came, one of them may not count: three of seven are no quorum.
    with pytest.raises(Refused, match=r"องค์ประชุม|quorum"):
        decide(meeting, proposal)
    with pytest.raises(IntegrityError, match="no quorum"), transaction.atomic():
        _raw(meeting, proposal, present=4, abstained=[interested.pk])


def test_a_member_who_drafted_it_abstains_by_themselves() -> None:
    drafter, seat = someone("executive"), seats()[6]
    services.save_seat(
        seat_id=seat.pk,
        shown_version=seat.version,
        title_th="กรรมการผู้จัดการ",
        title_en="",
        holder="เกรียงไกร",
        user=drafter,
        by=secretary(),
        now=NOW,
    )
    meeting, proposal = held(), make_proposal(drafter)
    with pytest.raises(Incomplete):
        decide(meeting, proposal, abstained=[])
    resolution = decide(meeting, proposal)
    assert resolution.abstained == [seat.pk]
    assert quorum_of(meeting, resolution.abstained).counted == 6


def test_another_rule_lets_who_abstains_count() -> None:
    services.set_quorum_rule(
        since=NOW.date(),
        numerator=1,
        denominator=2,
        minimum=3,
        counts_interested=True,
        basis="ข้อบังคับใหม่",
        by=secretary(),
        now=NOW,
    )
    meeting, proposal = held(seat1="absent", seat2="absent", seat3="absent"), make_proposal(someone("charter-owner"))
    services.declare_interest(proposal_id=proposal.pk, seat_id=seats()[6].pk, ground="เป็นผู้เช่า", by=secretary(), now=NOW)
    assert decide(meeting, proposal).abstained == [seats()[6].pk]


def test_a_rule_does_not_reach_back_to_meetings_that_were_held() -> None:
    make_meeting(secretary())
    with pytest.raises(Incomplete) as refusal:
        services.set_quorum_rule(
            since=dt.date(2026, 11, 1),
            numerator=1,
            denominator=3,
            minimum=2,
            counts_interested=False,
            basis="x",
            by=secretary(),
            now=NOW,
        )
    assert set(refusal.value.missing) == {"since"}
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        QuorumRule.objects.update(minimum=1)


@given(seats=st.integers(1, 60), numerator=st.integers(1, 10), more=st.integers(0, 10), minimum=st.integers(1, 9))
def test_the_quorum_is_the_least_number_that_is_enough(seats: int, numerator: int, more: int, minimum: int) -> None:
    rule = QuorumRule(numerator=numerator, denominator=numerator + more, minimum=minimum)
    needed = rule.needed(seats)
    assert needed >= minimum
    assert needed * rule.denominator >= seats * rule.numerator
    assert needed == minimum or (needed - 1) * rule.denominator < seats * rule.numerator


def test_attendance_on_which_a_resolution_stands_stays() -> None:
    meeting = held()
    decide(meeting, make_proposal(someone("charter-owner")))
    with pytest.raises(Refused):
        services.correct_attendance(
            meeting_id=meeting.pk, presences=everybody(seat1="absent"), by=secretary(), now=LATER
        )
    with pytest.raises(IntegrityError, match="stands on this attendance"), transaction.atomic():
        Attendance.objects.filter(meeting=meeting).update(presence=Presence.ABSENT)


def test_attendance_names_every_seat() -> None:
    meeting = services.invite_to_meeting(meeting_id=planned().pk, by=secretary(), now=NOW)
    some = dict(list(everybody().items())[:3])
    with pytest.raises(Incomplete):
        services.hold_meeting(meeting_id=meeting.pk, presences=some, by=secretary(), now=LATER)
    with pytest.raises(Refused):
        services.hold_meeting(meeting_id=meeting.pk, presences=everybody(), by=secretary(), now=NOW)
