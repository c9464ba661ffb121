"""Figures and evidence of policy 1.2, against values worked out by hand."""

import datetime as dt

import pytest

from foundation.core.evidence import Verdict
from foundation.core.metrics import Period
from foundation.governance import services
from foundation.governance.evidence import RULES
from foundation.governance.metrics import METRICS
from foundation.governance.models import Observation
from tests.governance.announcements import announcement
from tests.governance.factories import NOW, make_meeting, make_proposal
from tests.governance.policies import admin, drafted
from tests.governance.records import TODAY, make_observation
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MONTH = Period(dt.datetime(2026, 11, 1, tzinfo=NOW.tzinfo), dt.datetime(2026, 12, 1, tzinfo=NOW.tzinfo))
FIND = {rule.key: rule.find for rule in RULES}
FIGURE = {metric.key: metric for metric in METRICS}


def _value(key: str) -> tuple[object, int]:
    value = FIGURE[key].measure(MONTH, None)[""]
    return value.value, value.n


def _verdict(key: str, at: dt.datetime = NOW) -> Verdict:
    return FIND[key](at).verdict


def _observed(text: str, due: int) -> Observation:
    """Of the same meeting as the first."""
    first = Observation.objects.first()
    if first is None:
        return make_observation(text=text, due_on=TODAY + due * DAY)
    return services.record_observation(
        meeting_id=first.meeting_id,
        text=text,
        owner_unit=None,
        owner=first.owner,
        due_on=TODAY + due * DAY,
        by=someone("board-secretary"),
        now=NOW,
    )


def _answer(row: Observation, at: dt.datetime) -> None:
    assert row.owner is not None
    services.answer_observation(observation_id=row.pk, text="แก้แล้ว", by=row.owner, now=at)


def test_one_of_three_was_answered_in_time() -> None:
    assert _value("governance.observations_in_time") == (None, 0)
    in_time, late, _never = (_observed(str(number), due=2) for number in range(3))
    _observed("ครบกำหนดเดือนหน้า", due=30)
    # The last moment of the due day in Bangkok still counts.
    _answer(in_time, (NOW + 2 * DAY).replace(hour=23, minute=59))
    _answer(late, (NOW + 3 * DAY).replace(hour=0, minute=1))
    share, n = _value("governance.observations_in_time")
    assert n == 3
    assert share == pytest.approx(100 / 3)


def test_resolutions_and_meetings_of_the_month_are_counted() -> None:
    secretary = someone("board-secretary")
    meeting = make_meeting(secretary)
    make_meeting(secretary, number=9, held_on=dt.date(2026, 11, 19))  # nothing about customers in it
    assert _value("governance.meetings") == (0, 0)
    services.record_resolution(
        meeting_id=meeting.pk,
        proposal_id=make_proposal(someone("charter-owner")).pk,
        item="4.2",
        kind="approved",
        by=secretary,
        now=NOW,
    )
    services.import_policy(text=announcement(), by=admin(), now=NOW)
    assert _value("governance.meetings") == (1, 1)
    assert _value("governance.resolutions") == (1, 1)
    assert {kind: value.n for kind, value in FIGURE["governance.resolutions"].measure(MONTH, "resolution").items()} == {
        "approved": 1
    }


def test_the_policy_is_evidence_once_the_board_approved_it() -> None:
    assert _verdict("governance.policy_approved") == Verdict.RED
    services.import_policy(text=announcement(), by=admin(), now=NOW)
    assert _verdict("governance.policy_approved") == Verdict.GREEN


def test_a_draft_is_no_evidence() -> None:
    drafted()
    assert _verdict("governance.policy_approved") == Verdict.RED


def test_observations_are_green_while_none_is_late() -> None:
    key = "governance.observations_answered"
    assert _verdict(key) == Verdict.AMBER
    row = make_observation()
    Observation.objects.update(created_at=NOW)
    assert _verdict(key) == Verdict.GREEN
    assert _verdict(key, NOW + 10 * DAY) == Verdict.GREEN
    assert _verdict(key, NOW + 11 * DAY) == Verdict.RED
    _answer(row, NOW)
    assert _verdict(key, NOW + 11 * DAY) == Verdict.GREEN


def test_a_returned_answer_is_amber() -> None:
    row = make_observation()
    _answer(row, NOW)
    secretary = someone("board-secretary")
    meeting = make_meeting(secretary, number=9, held_on=TODAY)
    services.return_observation(
        observation_id=row.pk, meeting_id=meeting.pk, note="ขอตัวเลข", due_on=TODAY + 20 * DAY, by=secretary, now=NOW
    )
    assert _verdict("governance.observations_answered") == Verdict.AMBER


def test_the_board_met_within_a_quarter() -> None:
    assert _verdict("governance.board_meets") == Verdict.RED
    meeting = make_meeting(someone("board-secretary"))
    days_since = (TODAY - meeting.held_on).days
    assert _verdict("governance.board_meets", NOW + (92 - days_since) * DAY) == Verdict.GREEN
    assert _verdict("governance.board_meets", NOW + (93 - days_since) * DAY) == Verdict.RED
