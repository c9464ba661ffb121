"""Recording meetings and resolutions, and every refusal."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.governance import services
from foundation.governance.models import BoardMeeting, Proposal, Resolution
from foundation.governance.selectors import approving_resolution, latest_resolution, open_proposals
from tests.governance.factories import HASH, NOW, make_meeting, make_proposal

pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def _record(secretary: User, meeting: BoardMeeting, proposal: Proposal, **fields: object) -> Resolution:
    given: dict[str, object] = {"item": "4.2", "kind": "approved"}
    return services.record_resolution(
        meeting_id=meeting.pk,
        proposal_id=proposal.pk,
        by=secretary,
        now=NOW,
        **{**given, **fields},  # type: ignore[arg-type]
    )


def test_a_resolution_binds_the_proposed_hash(person: Person) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    resolution = _record(secretary, make_meeting(secretary), make_proposal(drafter))
    assert resolution.content_hash == HASH
    assert approving_resolution(HASH) == resolution
    assert str(resolution) == "8/2569: กฎบัตร"


@pytest.mark.parametrize("other", ["", "b" * 64])
def test_another_hash_is_approved_by_nothing(person: Person, other: str) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    _record(secretary, make_meeting(secretary), make_proposal(drafter))
    assert approving_resolution(other) is None


def test_the_last_word_counts(person: Person) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    _record(secretary, make_meeting(secretary), make_proposal(drafter))
    later = make_meeting(secretary, number=9, held_on=dt.date(2026, 11, 19))
    returned = _record(secretary, later, make_proposal(drafter), kind="returned", remarks="ขอทบทวนข้อ 4")
    assert latest_resolution(HASH) == returned
    assert approving_resolution(HASH) is None


def test_who_drafted_does_not_record_the_resolution(person: Person) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    meeting, proposal = make_meeting(secretary), make_proposal(drafter, drafter_ids=[drafter.pk, secretary.pk])
    with pytest.raises(NotAllowed):
        _record(secretary, meeting, proposal)
    assert not Resolution.objects.exists()


def test_only_the_secretary_records(person: Person) -> None:
    secretary, drafter, executive = person("board-secretary"), person("charter-owner"), person("executive")
    meeting, proposal = make_meeting(secretary), make_proposal(drafter)
    with pytest.raises(NotAllowed):
        _record(executive, meeting, proposal)
    with pytest.raises(NotAllowed):
        make_meeting(executive, number=9)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"item": ""}, {"item"}),
        ({"kind": "maybe"}, {"kind"}),
        ({"kind": "returned"}, {"remarks"}),
        ({"kind": "approved_with_remarks"}, {"remarks"}),
        ({"item": "", "kind": "returned"}, {"item", "remarks"}),
    ],
)
def test_what_is_missing_is_named(person: Person, fields: dict[str, str], missing: set[str]) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    meeting, proposal = make_meeting(secretary), make_proposal(drafter)
    with pytest.raises(Incomplete) as refusal:
        _record(secretary, meeting, proposal, **fields)
    assert set(refusal.value.missing) == missing


def test_two_secretaries_record_it_once(person: Person) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    meeting, proposal = make_meeting(secretary), make_proposal(drafter)
    _record(secretary, meeting, proposal)
    with pytest.raises(Refused):
        _record(person("board-secretary", "second"), meeting, proposal)
    assert Resolution.objects.count() == 1


def test_a_meeting_does_not_decide_on_what_came_later(person: Person) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    meeting = make_meeting(secretary)
    with pytest.raises(Refused):
        _record(secretary, meeting, make_proposal(drafter, now=NOW))


def test_a_replaced_or_withdrawn_proposal_is_not_decided(person: Person) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    meeting, first, second = make_meeting(secretary), make_proposal(drafter), make_proposal(drafter)
    assert list(open_proposals()) == [second]
    with pytest.raises(Refused):
        _record(secretary, meeting, first)
    services.withdraw(content_public_id=second.content_public_id, reason="ขอแก้ไข", by=drafter, now=NOW)
    assert list(open_proposals()) == []
    with pytest.raises(Refused):
        _record(secretary, meeting, second)


def test_propose_refuses_what_is_no_hash(person: Person) -> None:
    with pytest.raises(ValueError, match="sha-256"):
        make_proposal(person("charter-owner"), content_hash="A" * 64)


@pytest.mark.parametrize(
    ("number", "year_be", "held_on"),
    [(8, 2569, dt.date(2026, 11, 21)), (8, 2560, dt.date(2026, 11, 18)), (8, 2570, dt.date(2026, 11, 18))],
)
def test_impossible_meetings_are_refused(person: Person, number: int, year_be: int, held_on: dt.date) -> None:
    with pytest.raises(Refused):
        services.record_meeting(number=number, year_be=year_be, held_on=held_on, by=person("board-secretary"), now=NOW)


def test_a_meeting_is_recorded_once(person: Person) -> None:
    secretary = person("board-secretary")
    make_meeting(secretary)
    with pytest.raises(Refused):
        make_meeting(secretary)
    assert BoardMeeting.objects.count() == 1


def test_last_years_meeting_may_be_held_in_january(person: Person) -> None:
    secretary = person("board-secretary")
    meeting = services.record_meeting(number=12, year_be=2568, held_on=dt.date(2026, 1, 7), by=secretary, now=NOW)
    assert meeting.label == "12/2568"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE governance_resolution SET kind = 'approved', content_hash = repeat('b', 64)",
        "DELETE FROM governance_resolution",
        "UPDATE governance_boardmeeting SET number = 9",
        "UPDATE governance_proposal SET content_hash = repeat('b', 64)",
    ],
)
def test_the_database_keeps_what_was_recorded(person: Person, statement: str) -> None:
    secretary, drafter = person("board-secretary"), person("charter-owner")
    _record(secretary, make_meeting(secretary), make_proposal(drafter))
    refused = (InternalError, ProgrammingError, IntegrityError)
    with pytest.raises(refused, match=r"append-only|never change"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Resolution.objects.get().content_hash == HASH
