"""The demo chapter, told twice on any day of a month."""

import datetime as dt
from pathlib import Path

import pytest

from foundation.accounts.models import Unit, User
from foundation.governance import demo, demo_policy
from foundation.governance.enums import ActionState, ObservationState
from foundation.governance.models import (
    AgendaItem,
    BoardMeeting,
    CorrectiveAction,
    Duty,
    Observation,
    PolicyVersion,
    Risk,
)
from tests.governance.announcements import announcement
from tests.governance.factories import NOW
from tests.people import someone
from trdcrm.demo.people import PEOPLE

pytestmark = pytest.mark.django_db
TABLES = (AgendaItem, BoardMeeting, CorrectiveAction, Observation, PolicyVersion, Risk)


def _people() -> dict[str, User]:
    people = {}
    for each in PEOPLE:
        people[each.username] = someone(each.role, each.username)
        people[each.username].unit = Unit.objects.get(code=each.unit)
        people[each.username].save()
    return people


@pytest.mark.parametrize("day", [1, 15, 25, 26, 30])
def test_every_state_is_shown_and_nothing_told_twice(day: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(announcement())
    people, now = _people(), NOW.replace(day=day)
    monkeypatch.setattr(demo_policy.build, "__defaults__", (path,))
    demo.build(now, people)
    assert set(Observation.objects.values_list("state", flat=True)) == set(ObservationState.values)
    assert set(CorrectiveAction.objects.values_list("state", flat=True)) == set(ActionState.values)
    assert not Duty.objects.filter(owner=None).exists()
    assert Observation.objects.overdue(now.date()).count() == 1  # the cockpit shows what red looks like
    rows = [table.objects.count() for table in TABLES]
    demo.build(now + dt.timedelta(hours=1), people)
    assert [table.objects.count() for table in TABLES] == rows
