"""Observations, actions and risks: who may do what, in which state, and what the database keeps."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.accounts.models import Unit
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from foundation.core.models import Notification
from foundation.governance import selectors, services
from foundation.governance.enums import ActionState, ObservationState
from foundation.governance.lifecycle import ACTION_MOVES, OBSERVATION_MOVES
from foundation.governance.models import CorrectiveAction, Observation, Risk
from tests.counting import statements
from tests.governance.factories import NOW
from tests.governance.records import TODAY, make_action, make_item, make_observation, make_risk
from tests.people import someone

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., Client]
DAY = dt.timedelta(days=1)


def _later_meeting() -> int:
    return services.record_meeting(number=9, year_be=2569, held_on=TODAY, by=someone("board-secretary"), now=NOW).pk


def _answered(observation: Observation) -> Observation:
    assert observation.owner is not None
    services.answer_observation(observation_id=observation.pk, text="แก้แล้ว", by=observation.owner, now=NOW)
    return observation


def test_an_observation_goes_back_and_forth_until_it_is_accepted() -> None:
    row, secretary = _answered(make_observation()), someone("board-secretary")
    meeting = _later_meeting()
    services.return_observation(
        observation_id=row.pk, meeting_id=meeting, note="ขอตัวเลข", due_on=TODAY + 20 * DAY, by=secretary, now=NOW
    )
    row.refresh_from_db()
    assert (row.state, row.due_on) == (ObservationState.RETURNED, TODAY + 20 * DAY)
    _answered(row)
    services.accept_observation(observation_id=row.pk, meeting_id=meeting, by=secretary, now=NOW)
    row.refresh_from_db()
    assert row.state == ObservationState.ACCEPTED
    assert row.answers.count() == 2


def test_a_stranger_does_not_answer() -> None:
    row = make_observation()
    with pytest.raises(NotAllowed):
        services.answer_observation(observation_id=row.pk, text="ขอตอบแทน", by=someone("voc-analyst"), now=NOW)
    assert not row.answers.exists()


def test_a_stranger_does_not_find_it(client_as: ClientAs) -> None:
    row = make_observation()
    stranger = client_as("voc-analyst")
    response = stranger.post(f"/staff/board/observations/{row.public_id}/answer", {"text": "ขอตอบแทน"})
    assert response.status_code in {403, 404}
    assert not row.answers.exists()


def test_a_colleague_of_the_unit_answers() -> None:
    unit = Unit.objects.earliest("id")
    colleague = someone("voc-analyst", "colleague")
    colleague.unit = unit
    colleague.save()
    row = make_observation(owner_unit=unit)
    services.answer_observation(observation_id=row.pk, text="ตอบแทน", by=colleague, now=NOW)
    row.refresh_from_db()
    assert row.state == ObservationState.ANSWERED


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://example.org/", "//evil.example", "/a b"])
def test_bad_links_are_refused(link: str) -> None:
    row = make_observation()
    assert row.owner is not None
    with pytest.raises(Incomplete):
        services.answer_observation(observation_id=row.pk, text="แก้แล้ว", links=[link], by=row.owner, now=NOW)


@pytest.mark.parametrize("name", OBSERVATION_MOVES)
@pytest.mark.parametrize("state", ObservationState.values)
def test_observations_move_only_along_their_table(name: str, state: str) -> None:
    move = OBSERVATION_MOVES[name]
    row, secretary = _answered(make_observation()), someone("board-secretary")
    meeting = _later_meeting()
    decided: dict[str, Any] = {"decided_at": NOW, "decided_by": secretary, "decided_in_id": meeting}
    Observation.objects.filter(pk=row.pk).update(state=state, **decided)
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: services.answer_observation(observation_id=row.pk, text="ก", by=row.owner, now=NOW),
        "accept": lambda: services.accept_observation(observation_id=row.pk, meeting_id=meeting, by=secretary, now=NOW),
        "return": lambda: services.return_observation(
            observation_id=row.pk, meeting_id=meeting, note="ก", due_on=TODAY, by=secretary, now=NOW
        ),
    }
    if state in move.sources:
        acts[name]()
        row.refresh_from_db()
        assert row.state == move.target
    else:
        with pytest.raises(IllegalMove):
            acts[name]()


def test_a_meeting_before_the_answer_cannot_accept_it() -> None:
    row = _answered(make_observation())
    with pytest.raises(Incomplete):
        services.accept_observation(
            observation_id=row.pk, meeting_id=row.meeting_id, by=someone("board-secretary"), now=NOW
        )


def _at(row: CorrectiveAction, state: str) -> None:
    """Put an action into a state with what belongs to it."""
    done = {"done_at": NOW, "done_by": row.owner} if state != ActionState.OPEN else {}
    judged = state in {ActionState.VERIFIED, ActionState.INEFFECTIVE}
    seen = {"verified_at": NOW, "verified_by": someone("strategist")} if judged else {}
    CorrectiveAction.objects.filter(pk=row.pk).update(state=state, **done, **seen)


@pytest.mark.parametrize("name", ACTION_MOVES)
@pytest.mark.parametrize("state", ActionState.values)
def test_actions_move_only_along_their_table(name: str, state: str) -> None:
    row, other = make_action(), someone("strategist")
    _at(row, state)
    acts: dict[str, Callable[[], object]] = {
        "complete": lambda: services.complete_action(action_id=row.pk, note="ก", by=row.owner, now=NOW),
        "verify": lambda: services.verify_action(action_id=row.pk, effective=True, note="ก", by=other, now=NOW),
        "reject": lambda: services.verify_action(action_id=row.pk, effective=False, note="ก", by=other, now=NOW),
        "reopen": lambda: services.reopen_action(action_id=row.pk, due_on=TODAY, by=other, now=NOW),
    }
    if state in ACTION_MOVES[name].sources:
        acts[name]()
        row.refresh_from_db()
        assert row.state == ACTION_MOVES[name].target
    else:
        with pytest.raises(IllegalMove):
            acts[name]()


def test_the_owner_does_not_verify() -> None:
    row = make_action(owner=someone("complaint-manager"))
    services.complete_action(action_id=row.pk, note="ทำแล้ว", by=row.owner, now=NOW)
    with pytest.raises(NotAllowed):
        services.verify_action(action_id=row.pk, effective=True, note="ดี", by=row.owner, now=NOW)
    with pytest.raises(IntegrityError, match="action_verified_by_another"), transaction.atomic():
        CorrectiveAction.objects.filter(pk=row.pk).update(verified_by=row.owner, verified_at=NOW)


def test_somebody_else_does_not_report_it_as_done() -> None:
    row = make_action()
    with pytest.raises(NotAllowed):
        services.complete_action(action_id=row.pk, note="ทำแทน", by=someone("strategist"), now=NOW)


def test_an_action_goes_to_nobody_who_cannot_see_it() -> None:
    with pytest.raises(Incomplete) as refusal:
        make_action(owner=someone("complaint-officer"))
    assert set(refusal.value.missing) == {"owner"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": ""}, "title"),
        ({"likelihood": 6}, "likelihood"),
        ({"impact": 0}, "impact"),
        ({"direct_effect": ""}, "direct_effect"),
        ({"treatment": "pray"}, "treatment"),
        ({"owner": None}, "owner"),
        ({"review_on": TODAY}, "review_on"),
        ({"residual_likelihood": 5}, "residual_likelihood"),
    ],
)
def test_a_senseless_risk_is_refused(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        make_risk(**facts)
    assert field in refusal.value.missing
    assert not Risk.objects.exists()


def test_two_assessments_at_once_keep_the_first() -> None:
    risk = make_risk()
    shown = risk.version
    assess = {"risk_id": risk.pk, "shown_version": shown, "by": someone("strategist"), "now": NOW}
    services.assess_risk(facts={"impact": 5}, **assess)
    with pytest.raises(StaleVersion):
        services.assess_risk(facts={"impact": 3, "residual_impact": 3}, **assess)
    risk.refresh_from_db()
    assert risk.impact == 5


def test_a_closed_risk_stays_closed() -> None:
    risk, who = make_risk(), someone("strategist")
    services.close_risk(risk_id=risk.pk, reason="เปลี่ยนลิฟต์แล้ว", by=who, now=NOW)
    with pytest.raises(IllegalMove):
        services.assess_risk(risk_id=risk.pk, facts={"impact": 5}, by=who, now=NOW)
    with pytest.raises(IllegalMove):
        services.close_risk(risk_id=risk.pk, reason="อีกครั้ง", by=who, now=NOW)


def test_the_heat_map_counts_open_risks() -> None:
    make_risk()
    make_risk()
    services.close_risk(risk_id=make_risk().pk, reason="หมดไป", by=someone("strategist"), now=NOW)
    reader = someone("auditor")
    before = {
        (cell.likelihood, cell.impact): cell for row in selectors.heat_map(reader, residual=False) for cell in row
    }
    after = {(cell.likelihood, cell.impact): cell for row in selectors.heat_map(reader) for cell in row}
    assert (len(after), after[2, 4].count, before[4, 4].count) == (25, 2, 2)
    assert before[4, 4].band is not None
    assert (before[4, 4].band.lowest, before[4, 4].band.highest) == (10, 16)
    assert sum(cell.count for cell in after.values()) == 2


def test_an_agenda_number_is_used_once_and_in_order() -> None:
    item = make_item()
    secretary = someone("board-secretary")
    given: dict[str, Any] = {
        "meeting_id": item.meeting_id, "kind": "information", "title": "เรื่องอื่น", "proposal": None,
        "by": secretary, "now": NOW,
    }  # fmt: skip
    services.save_agenda_item(number="10", **given)
    services.save_agenda_item(number="4.1", **given)
    assert [each.number for each in selectors.agenda_of(item.meeting)] == ["4.1", "4.2", "10"]
    with pytest.raises(Incomplete):
        services.save_agenda_item(number="4.2", **given)
    with pytest.raises(Incomplete):
        services.save_agenda_item(number="สี่", **given)


def test_overdue_owners_are_reminded_once_for_each_day() -> None:
    observation, action = make_observation(), make_action()
    Notification.objects.all().delete()
    nothing = {"observations": 0, "actions": 0, "findings": 0, "raised": 0}
    assert services.remind_overdue(now=NOW) == nothing
    later = NOW + 35 * DAY
    assert services.remind_overdue(now=later) == {**nothing, "observations": 1, "actions": 1}
    services.remind_overdue(now=later + DAY)
    notes = Notification.objects.order_by("url").values_list("user_id", "url")
    expected = [(row.owner_id, row.get_absolute_url()) for row in (observation, action)]
    assert list(notes) == sorted(expected, key=lambda note: note[1])


def test_lists_cost_the_same_however_long(client_as: ClientAs) -> None:
    secretary, strategist = client_as("board-secretary"), client_as("strategist")
    places = [
        (secretary, "/staff/board/observations/"),
        (strategist, "/staff/policy/risks/"),
        (strategist, "/staff/policy/actions/"),
    ]
    row = make_observation()
    make_risk()
    make_action()
    few = [statements(client, url) for client, url in places]
    for number in range(4):
        services.record_observation(
            meeting_id=row.meeting_id,
            text=f"ข้อสังเกต {number}",
            owner_unit=Unit.objects.earliest("id"),
            owner=someone("complaint-manager", f"owner-{number}"),
            due_on=TODAY + 9 * DAY,
            by=someone("board-secretary"),
            now=NOW,
        )
        make_risk(title=f"ความเสี่ยง {number}")
        make_action(owner=someone("complaint-manager", f"owner-{number}"))
    assert [statements(client, url) for client, url in places] == few


def test_the_meeting_page_costs_the_same_however_long(client_as: ClientAs) -> None:
    secretary = client_as("board-secretary")
    item = make_item()
    url = f"/staff/board/meetings/{item.meeting.public_id}/"
    few = statements(secretary, url)
    for number in ("5.1", "5.2", "5.3"):
        services.save_agenda_item(
            meeting_id=item.meeting_id, number=number, kind="decision", title="เรื่อง", proposal=None,
            by=someone("board-secretary"), now=NOW,
        )  # fmt: skip
    assert statements(secretary, url) == few


def test_an_answer_is_not_due_before_the_meeting() -> None:
    with pytest.raises(Incomplete) as refusal:
        make_observation(due_on=TODAY - 30 * DAY)
    assert set(refusal.value.missing) == {"due_on"}
