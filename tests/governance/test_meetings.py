"""The life of a meeting: agenda before, attendance and quorum, interest, minutes that a later meeting certifies."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Attachment, Notification
from foundation.governance import services
from foundation.governance.enums import MeetingState
from foundation.governance.lifecycle import MEETING_MOVES
from foundation.governance.selectors import approving_resolution, seats_on
from tests.governance.convening import (
    CALLS,
    DAY,
    LATER,
    MAKE,
    decide,
    held,
    later_meeting,
    minuted,
    outcomes,
    planned,
    seats,
    secretary,
)
from tests.governance.factories import HASH, NOW, make_meeting, make_proposal
from tests.people import someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("minutes.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


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


def test_only_alater_meeting_certifies_and_then_nothing_changes() -> None:
    earlier, meeting = make_meeting(secretary(), number=7), minuted()
    for wrong in (earlier, meeting):
        with pytest.raises(Incomplete), transaction.atomic():
            services.certify_minutes(
                meeting_id=meeting.pk, certified_in_id=wrong.pk, note="", by=secretary(), now=LATER
            )
    later = later_meeting()
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


def test_a_mistake_is_mended_by_a_further_resolution_of_alater_meeting() -> None:
    meeting = held()
    old = decide(meeting, make_proposal(someone("charter-owner")))
    facts: dict[str, Any] = {"item": "5.2", "kind": "returned", "remarks": "ขอข้อมูลเพิ่ม"}
    facts |= {"by": secretary(), "now": LATER}
    with pytest.raises(Refused):
        services.correct_resolution(resolution_id=old.pk, meeting_id=meeting.pk, **facts)
    new = services.correct_resolution(resolution_id=old.pk, meeting_id=later_meeting().pk, **facts)
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
    assert refused.status_code == 422
    outcomes(meeting)
    assert client.post(f"{base}steps/minutes").status_code == 302
    assert client.post(f"{base}steps/certify", {}).status_code == 422
    assert client.post(f"{base}steps/dance").status_code == 404
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MINUTED
    assert client.get(base).status_code == 200
