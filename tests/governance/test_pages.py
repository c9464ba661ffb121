"""The board's pages."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import User
from foundation.governance.models import BoardMeeting, Resolution
from foundation.governance.services import record_meeting
from tests.counting import statements
from tests.governance.factories import HASH, NOW, make_meeting, make_proposal

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
Person = Callable[..., User]


def _resolution_form(meeting: BoardMeeting, **fields: str) -> dict[str, object]:
    return {"meeting": meeting.pk, "item": "4.2", "kind": "approved", "remarks": "", **fields}


def test_the_secretary_records_meeting_and_resolution(client_as: ClientAs, person: Person) -> None:
    proposal = make_proposal(person("charter-owner"), now=timezone.now() - dt.timedelta(days=10))
    secretary = client_as("board-secretary")
    held_on = timezone.localdate() - dt.timedelta(days=1)
    label = f"ครั้งที่ ๙/{held_on.year + 543}"
    written = f"{held_on.day}/{held_on.month}/{held_on.year + 543}"
    response = secretary.post("/staff/board/meetings/new", {"label": label, "held_on": written, "note": ""})
    assert response.status_code == 302
    meeting = BoardMeeting.objects.get()
    assert (meeting.number, meeting.held_on) == (9, held_on)
    response = secretary.post(f"/staff/board/proposals/{proposal.public_id}/", _resolution_form(meeting), follow=True)
    assert response.redirect_chain == [("/staff/board/", 302)]
    resolution = Resolution.objects.get()
    assert resolution.content_hash == HASH
    page = secretary.get(f"/staff/board/resolutions/{resolution.public_id}/").content.decode()
    assert "a" * 16 in page


def test_recording_the_same_meeting_again_is_told_kindly(client_as: ClientAs) -> None:
    secretary = client_as("board-secretary")
    form = {"label": "8/2569", "held_on": "18/11/2569", "note": "เรื่องเดิม"}
    secretary.post("/staff/board/meetings/new", form)
    response = secretary.post("/staff/board/meetings/new", form)
    page = response.content.decode()
    assert "บันทึกการประชุมครั้งที่ 8/2569 ไว้แล้ว" in page
    assert 'value="เรื่องเดิม"' in page
    assert BoardMeeting.objects.count() == 1


@pytest.mark.parametrize("label", ["", "8", "8/69", "0/2569", "8/2026", "<script>/2569", "a" * 5000])
def test_a_bad_meeting_number_is_refused(client_as: ClientAs, label: str) -> None:
    response = client_as("board-secretary").post("/staff/board/meetings/new", {"label": label, "held_on": "18/11/2569"})
    assert response.status_code == 422
    assert not BoardMeeting.objects.exists()
    assert "<script>/2569" not in response.content.decode()


def test_the_drafter_is_told_that_someone_else_must_record(client_as: ClientAs) -> None:
    secretary = client_as("board-secretary")
    proposal = make_proposal(secretary.user)
    meeting = make_meeting(secretary.user)
    address = f"/staff/board/proposals/{proposal.public_id}/"
    assert "ต้องให้ผู้อื่นเป็นผู้บันทึกมติ" in secretary.get(address).content.decode()
    response = secretary.post(address, _resolution_form(meeting))
    assert response.status_code == 422
    assert not Resolution.objects.exists()


def test_returning_without_remarks_names_the_field(client_as: ClientAs, person: Person) -> None:
    secretary = client_as("board-secretary")
    proposal = make_proposal(person("charter-owner"))
    form = _resolution_form(make_meeting(secretary.user), kind="returned")
    response = secretary.post(f"/staff/board/proposals/{proposal.public_id}/", form)
    assert set(response.context["form"].errors) == {"remarks"}


def test_a_member_reads_but_does_not_record(client_as: ClientAs, person: Person) -> None:
    proposal = make_proposal(person("charter-owner"))
    member = client_as("board-member")
    page = member.get(f"/staff/board/proposals/{proposal.public_id}/").content.decode()
    assert '<form class="form"' not in page
    assert member.post(f"/staff/board/proposals/{proposal.public_id}/", {}).status_code == 403


def test_board_page_queries_do_not_grow(client_as: ClientAs, person: Person) -> None:
    secretary, drafter, member = person("board-secretary"), person("charter-owner"), client_as("board-member")

    def add(number: int) -> None:
        record_meeting(number=number, year_be=2569, held_on=dt.date(2026, number, 5), by=secretary, now=NOW)
        make_proposal(drafter, content_public_id=str(number) * 26)

    add(1)
    one = statements(member, "/staff/board/")
    add(2)
    add(3)
    assert statements(member, "/staff/board/") == one <= 12


def test_the_api_lists_resolutions(client_as: ClientAs, person: Person) -> None:
    secretary = client_as("board-secretary")
    proposal = make_proposal(person("charter-owner"))
    form = _resolution_form(make_meeting(secretary.user))
    secretary.post(f"/staff/board/proposals/{proposal.public_id}/", form)
    [row] = secretary.get("/api/v1/resolutions/").json()["results"]
    assert (row["meeting"], row["held_on"], row["approves"]) == ("8/2569", "2026-11-18", True)
    assert secretary.post("/api/v1/resolutions/", {}).status_code in {403, 405}
