"""What is past its day: who is told, how often, and who is told when that did not help."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.accounts.models import Unit, User
from foundation.core.models import Notification
from foundation.governance import services
from foundation.governance.models import AuditFinding, CorrectiveAction
from tests.accounts.signing_in import sign_in
from tests.governance.auditing import (
    DAY,
    answerer,
    auditor,
    make_answered,
    make_mended,
    make_reported,
    of_unit,
    units_as_population,
)
from tests.governance.factories import NOW
from tests.governance.records import make_action
from tests.people import someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    """Manages complaints in the complaint centre, and owns the action of these tests."""
    return of_unit("complaint-manager", "complaint-centre", "centre-owner")


@pytest.fixture
def finding() -> Iterator[AuditFinding]:
    with units_as_population():
        yield make_reported().findings.get()


def remind(row: CorrectiveAction | AuditFinding, days: int) -> dict[str, int]:
    """So many days after the row's day."""
    assert row.due_on is not None
    return services.remind_overdue(now=NOW + (row.due_on - NOW.date()) + days * DAY)


def notes_of(row: CorrectiveAction | AuditFinding) -> list[str]:
    """Who was told about it since its day passed, in order of names."""
    rows = Notification.objects.filter(url=row.get_absolute_url(), key__contains=":overdue:")
    return sorted(rows.values_list("user__username", flat=True))


def test_on_its_day_nothing_is_late(manager: User) -> None:
    action = make_action(manager)
    assert remind(action, 0)["actions"] == 0
    assert notes_of(action) == []


def test_the_owner_is_told_once_and_after_a_week_those_who_keep_actions_in_the_unit(manager: User) -> None:
    action = make_action(manager)
    colleague = of_unit("complaint-investigator", "complaint-centre")
    of_unit("complaint-officer", "complaint-centre")  # does not see actions
    of_unit("charter-owner", "customer-market")  # keeps actions of another unit
    assert remind(action, 7)["raised"] == 0
    assert notes_of(action) == [manager.username]
    assert [remind(action, days)["raised"] for days in (8, 9, 9)] == [1, 1, 1]
    assert notes_of(action) == sorted([manager.username, colleague.username])


def test_where_nobody_else_of_the_unit_keeps_actions_the_unit_above_is_told_then_management(manager: User) -> None:
    action, head = make_action(manager), someone("executive")
    remind(action, 8)
    assert notes_of(action) == sorted([manager.username, head.username])
    Notification.objects.all().delete()
    above = of_unit("charter-owner", "customer-market")
    Unit.objects.filter(code="complaint-centre").update(parent=above.unit)
    remind(action, 8)
    assert notes_of(action) == sorted([manager.username, above.username])


def test_units_that_stand_in_a_ring_end_with_management(manager: User) -> None:
    action, head = make_action(manager), someone("executive")
    Unit.objects.filter(code="strategy").update(parent=manager.unit)
    Unit.objects.filter(code="complaint-centre").update(parent=Unit.objects.get(code="strategy"))
    remind(action, 8)
    assert notes_of(action) == sorted([manager.username, head.username])


def test_a_person_who_left_is_not_told(manager: User) -> None:
    action, colleague = make_action(manager), of_unit("complaint-investigator", "complaint-centre")
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    remind(action, 8)
    assert notes_of(action) == [manager.username]


def test_what_is_done_or_has_a_new_day_is_not_late_and_the_new_day_reminds_anew(manager: User) -> None:
    action = make_action(manager)
    remind(action, 1)
    services.complete_action(action_id=action.pk, note="ตั้งคลังแล้ว", by=manager, now=NOW)
    assert remind(action, 20) == {"observations": 0, "actions": 0, "findings": 0, "raised": 0}
    services.verify_action(action_id=action.pk, effective=False, note="ยังขาด", by=someone("strategist"), now=NOW)
    later = action.due_on + 30 * DAY
    action = services.reopen_action(action_id=action.pk, due_on=later, by=someone("strategist"), now=NOW)
    assert remind(action, 1)["actions"] == 1
    assert notes_of(action) == [manager.username] * 2


def test_a_finding_without_answer_reminds_the_unit_then_management(finding: AuditFinding) -> None:
    unit, head = answerer(), someone("executive")
    assert remind(finding, 0)["findings"] == 0
    assert [remind(finding, days)["findings"] for days in (1, 2)] == [1, 1]
    assert notes_of(finding) == [unit.username]
    assert remind(finding, 8)["raised"] == 1
    assert notes_of(finding) == sorted([unit.username, head.username])


def test_an_answered_finding_reminds_its_auditor_and_the_unit(finding: AuditFinding) -> None:
    make_answered(finding)
    remind(finding, 1)
    remind(finding, 2)
    assert notes_of(finding) == sorted([answerer().username, auditor().username])


def test_a_closed_finding_reminds_nobody(finding: AuditFinding) -> None:
    make_answered(finding)
    make_mended(finding)
    services.close_finding(finding_id=finding.pk, note="ตรวจแล้ว", by=auditor(), now=NOW)
    assert remind(finding, 30)["findings"] == 0
    assert notes_of(finding) == []


def test_whoever_is_told_may_open_what_the_note_is_about(finding: AuditFinding, manager: User) -> None:
    action = make_action(manager)
    of_unit("complaint-investigator", "complaint-centre")
    someone("executive")
    remind(finding, 40)
    told = list(Notification.objects.filter(key__contains=":overdue:").select_related("user"))
    assert {note.url for note in told} == {finding.get_absolute_url(), action.get_absolute_url()}
    for note in told:
        client = Client()
        sign_in(client, note.user)
        assert client.get(note.url).status_code == 200, note.user.username


def test_more_late_actions_ask_no_more_about_people(
    manager: User, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    rows = [make_action(manager) for _ in range(6)]
    of_unit("complaint-investigator", "complaint-centre")
    # Two statements write the notes of each action; the people are read once.
    with django_assert_max_num_queries(2 * len(rows) + 8):
        assert remind(rows[0], 8)["raised"] == len(rows)


def test_the_day_is_the_local_one(manager: User) -> None:
    action = make_action(manager)
    last = dt.datetime.combine(action.due_on, dt.time(16, 59), tzinfo=dt.UTC)
    assert services.remind_overdue(now=last)["actions"] == 0
    assert services.remind_overdue(now=last + dt.timedelta(minutes=1))["actions"] == 1
