"""The life of a meeting: agenda before, attendance and quorum, interest, minutes that a later meeting certifies."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Attachment, Notification
from foundation.governance import services
from foundation.governance.enums import MeetingState, Presence
from foundation.governance.lifecycle import MEETING_MOVES
from foundation.governance.models import Attendance, BoardMeeting, BoardSeat, Proposal, QuorumRule, Resolution
from foundation.governance.selectors import approving_resolution, quorum_of, seats_on
from tests.governance.factories import HASH, NOW, make_meeting, make_proposal
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = NOW + 40 * DAY


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


def certified() -> BoardMeeting:
    meeting, later = minuted(), _later_meeting()
    return services.certify_minutes(meeting_id=meeting.pk, certified_in_id=later.pk, note="", by=secretary(), now=LATER)


def _later_meeting() -> BoardMeeting:
    held_on = NOW.date() + 38 * DAY
    return services.record_meeting(number=13, year_be=2569, held_on=held_on, by=secretary(), now=LATER)


CALLS: dict[str, Callable[[int, User], BoardMeeting]] = {
    "invite": lambda pk, by: services.invite_to_meeting(meeting_id=pk, by=by, now=NOW),
    "hold": lambda pk, by: services.hold_meeting(meeting_id=pk, presences=everybody(), by=by, now=LATER),
    "draft_minutes": lambda pk, by: services.draft_minutes(meeting_id=pk, by=by, now=LATER),
    "take_back_minutes": lambda pk, by: services.take_back_minutes(meeting_id=pk, reason="x", by=by, now=LATER),
    "certify": lambda pk, by: services.certify_minutes(meeting_id=pk, certified_in_id=pk, note="", by=by, now=LATER),
    "cancel": lambda pk, by: services.cancel_meeting(meeting_id=pk, reason="x", by=by, now=NOW),
}


@pytest.mark.parametrize("state", MAKE)
def test_every_step_from_every_state_is_as_the_table_says(state: str) -> None:
    meeting = MAKE[state]()
    assert meeting.state == state
    assert set(CALLS) == set(MEETING_MOVES)
    for name, call in CALLS.items():
        with pytest.raises(NotAllowed), transaction.atomic():
            call(meeting.pk, someone("executive"))
        if state not in MEETING_MOVES[name].sources:
            with pytest.raises(IllegalMove), transaction.atomic():
                call(meeting.pk, secretary())
    meeting.refresh_from_db()
    assert meeting.state == state


def test_an_agenda_is_prepared_before_the_meeting_and_members_are_invited() -> None:
    member = someone("board-member")
    seat = seats()[2]
    services.save_seat(
        seat_id=seat.pk,
        shown_version=seat.version,
        title_th="กรรมการ",
        title_en="Director",
        holder="ดนัย",
        user=member,
        by=secretary(),
        now=NOW,
    )
    meeting = planned()
    assert [item.kind for item in meeting.agenda.all()] == ["chair", "minutes", "arising"]
    services.invite_to_meeting(meeting_id=meeting.pk, by=secretary(), now=NOW)
    assert Notification.objects.get(user=member).url == meeting.get_absolute_url()


def test_an_empty_agenda_invites_nobody() -> None:
    meeting = planned()
    for item in meeting.agenda.all():
        services.remove_agenda_item(item_id=item.pk, by=secretary(), now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.invite_to_meeting(meeting_id=meeting.pk, by=secretary(), now=NOW)
    assert set(refusal.value.missing) == {"agenda"}


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


def test_minutes_wait_for_every_outcome() -> None:
    meeting = held()
    with pytest.raises(Incomplete) as refusal:
        services.draft_minutes(meeting_id=meeting.pk, by=secretary(), now=LATER)
    assert set(refusal.value.missing) == {"outcomes"}
    outcomes(meeting)
    assert services.draft_minutes(meeting_id=meeting.pk, by=secretary(), now=LATER).state == MeetingState.MINUTED
    with pytest.raises(IllegalMove):
        outcomes(meeting)
    with pytest.raises(IntegrityError, match="stands in the minutes"), transaction.atomic():
        meeting.agenda.update(title="x")


def test_only_a_later_meeting_certifies_and_then_nothing_changes() -> None:
    earlier, meeting = make_meeting(secretary(), number=7), minuted()
    for wrong in (earlier, meeting):
        with pytest.raises(Incomplete), transaction.atomic():
            services.certify_minutes(
                meeting_id=meeting.pk, certified_in_id=wrong.pk, note="", by=secretary(), now=LATER
            )
    later = _later_meeting()
    services.certify_minutes(meeting_id=meeting.pk, certified_in_id=later.pk, note="แก้หน้า 3", by=secretary(), now=LATER)
    with pytest.raises(Refused):
        decide(meeting, make_proposal(someone("charter-owner")))
    for statement in (
        "UPDATE governance_boardmeeting SET note = 'x' WHERE state = 'certified'",
        "UPDATE governance_boardmeeting SET state = 'certified', certified_at = now(), certified_in_id = id,"
        " certified_by_id = recorded_by_id WHERE state = 'held'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_mistake_is_mended_by_a_further_resolution_of_a_later_meeting() -> None:
    meeting = held()
    old = decide(meeting, make_proposal(someone("charter-owner")))
    facts: dict[str, Any] = {"item": "5.2", "kind": "returned", "remarks": "ขอข้อมูลเพิ่ม"}
    facts |= {"by": secretary(), "now": LATER}
    with pytest.raises(Refused):
        services.correct_resolution(resolution_id=old.pk, meeting_id=meeting.pk, **facts)
    new = services.correct_resolution(resolution_id=old.pk, meeting_id=_later_meeting().pk, **facts)
    assert (new.corrects, new.content_hash) == (old, HASH)
    assert approving_resolution(HASH) is None
    with pytest.raises(Refused):
        services.correct_resolution(resolution_id=old.pk, meeting_id=new.meeting_id, **facts)


def test_a_cancelled_meeting_frees_its_number() -> None:
    MAKE[MeetingState.CANCELLED]()
    assert planned().state == MeetingState.PLANNED


def test_a_successor_takes_a_seat_from_the_day_the_holder_leaves() -> None:
    seat, day = seats()[3], NOW.date() + 5 * DAY
    services.end_seat(seat_id=seat.pk, until=day, successor="พรทิพย์", by=secretary(), now=NOW)
    assert seat in seats_on(day - DAY)
    assert [each.holder for each in seats_on(day)].count("พรทิพย์") == 1
    assert len(seats_on(day)) == 7
    with pytest.raises(Refused):
        services.end_seat(seat_id=seat.pk, until=day, successor=None, by=secretary(), now=NOW)


@pytest.fixture
def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("minutes.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


def test_signed_minutes_are_filed_and_given_to_those_who_see_the_board(
    pdf: SimpleUploadedFile, client_as: Callable[..., Client]
) -> None:
    with pytest.raises(IllegalMove):
        services.file_minutes(meeting_id=make_meeting(secretary()).pk, upload=pdf, by=secretary(), now=LATER)
    meeting = minuted()
    client = client_as("board-secretary")
    page = client.post(f"/staff/board/meetings/{meeting.public_id}/file", {"upload": pdf})
    assert page.status_code == 302, page.content.decode()
    address = f"/files/{Attachment.objects.get().public_id}/"
    assert {role: client_as(role).get(address).status_code for role in ("board-member", "complaint-officer")} == {
        "board-member": 200,
        "complaint-officer": 404,
    }
    assert Client().get(address).status_code == 404


def test_the_whole_way_in_the_browser(client_as: Callable[..., Client]) -> None:
    client = client_as("board-secretary")
    meeting = planned(held_on=NOW.date())
    base = f"/staff/board/meetings/{meeting.public_id}/"
    assert client.post(f"{base}steps/invite").status_code == 302
    assert client.post(f"{base}attendance", {f"seat_{seat.pk}": "present" for seat in seats()}).status_code == 302
    refused = client.post(f"{base}steps/minutes")
    assert refused.status_code == 200
    outcomes(meeting)
    assert client.post(f"{base}steps/minutes").status_code == 302
    assert client.post(f"{base}steps/certify", {}).status_code == 200
    assert client.post(f"{base}steps/dance").status_code == 404
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MINUTED
    assert client.get(base).status_code == 200
