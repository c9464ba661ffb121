"""Looking again: drawn so that it can be drawn again, blind, by somebody apart, and settled."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import services
from complaints.models import ClosingPolicy, Complaint, Inspection, InspectionRound
from complaints.selectors import closed_in, to_inspect, to_settle
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.governance.models import CorrectiveAction
from foundation.governance.sampling import draw
from tests.complaints.factories import WAY, Desk, make_inspection, make_person
from tests.counting import statements

SignIn = Callable[[User], Client]


@pytest.fixture
def row(desk: Desk) -> Inspection:
    return make_inspection(desk)


@pytest.fixture
def looker(person: Callable[..., User]) -> User:
    return person("auditor")


def found(row: Inspection, by: User, now: datetime, verdict: str = "not_in_order") -> Inspection:
    return services.inspect(inspection_id=row.pk, verdict=verdict, seen="ป้ายไม่มีแล้ว", by=by, now=now)


def test_the_same_seed_draws_the_same_cases(desk: Desk, now: datetime) -> None:
    last = timezone.localdate(now).replace(day=1) - timedelta(days=1)
    at = timezone.make_aware(datetime.combine(last.replace(day=10), time(10)))
    for _n in range(7):
        case = desk.file(now=at)
        for hours, move in enumerate(WAY["closed"], start=1):
            desk.step(case, move, now=at + timedelta(hours=hours))
    ClosingPolicy.objects.update(sample_size=3)
    drawn = services.draw_round(month=last, now=now)
    again = draw(closed_in(last.replace(day=1)), seed=drawn.seed, size=drawn.size)
    kept = list(drawn.inspections.order_by("position").values_list("complaint__public_id", flat=True))
    assert (kept, drawn.population_count, drawn.fingerprint) == (again.ids, 7, again.fingerprint)
    assert services.draw_round(month=last, now=now, seed="another").seed == drawn.seed
    assert Inspection.objects.count() == 3


def test_a_month_that_runs_is_not_drawn(desk: Desk, now: datetime) -> None:
    assert services.draw_round(month=timezone.localdate(now), now=now) is None
    assert not InspectionRound.objects.exists()


def test_a_rejected_case_has_nothing_to_look_at(desk: Desk, now: datetime) -> None:
    case = desk.advance(desk.file(), "rejected")
    services.tell_recourse(complaint_id=case.pk, internal="ก", external="ข", by=desk.officer, now=now)
    services.close(complaint_id=case.pk, reason="จบ", exhaustion="exhausted", by=desk.manager, now=now)
    assert not closed_in(timezone.localdate(now).replace(day=1)).exists()


def test_whoever_had_a_part_does_not_look(row: Inspection, desk: Desk, looker: User, now: datetime) -> None:
    for who in (desk.investigator, desk.manager):
        assert not to_inspect(who).exists()
        with pytest.raises(NotAllowed):
            found(row, who, now)
    with pytest.raises(IntegrityError, match="had a part"), transaction.atomic():
        Inspection.objects.filter(pk=row.pk).update(
            inspector=desk.manager, verdict="in_order", seen="x", inspected_at=now
        )
    assert list(to_inspect(looker)) == [row]


def test_the_inspector_sees_neither_names_nor_number(
    row: Inspection, desk: Desk, looker: User, signed_in: SignIn
) -> None:
    browser = signed_in(looker)
    page = browser.get(row.get_absolute_url()).content.decode()
    case = row.complaint
    assert case.carried_out in page
    for hidden in (case.number, str(desk.officer), str(desk.investigator), str(desk.manager), "ดูหน้างานแล้ว ข้อต่อใหม่"):
        assert hidden not in page, hidden
    assert browser.post(row.get_absolute_url(), {"verdict": "in_order", "seen": ""}).status_code == 422
    kept = {"verdict": "not_in_order", "seen": "ป้ายไม่มีแล้ว"}
    assert browser.post(row.get_absolute_url(), kept).status_code == 302
    assert browser.post(row.get_absolute_url(), kept).status_code == 409
    assert "ป้ายไม่มีแล้ว" in signed_in(desk.manager).get(row.get_absolute_url()).content.decode()


def test_what_is_not_in_order_is_taken_up_again(row: Inspection, desk: Desk, looker: User, now: datetime) -> None:
    found(row, looker, now)
    assert list(to_settle(desk.manager)) == [row]
    given = {"inspection_id": row.pk, "now": now}
    with pytest.raises(NotAllowed):
        services.settle(choice="reopened", why="ทำใหม่", by=looker, **given)
    with pytest.raises(Incomplete) as refusal:
        services.settle(choice="action", why="", by=desk.manager, **given)
    assert set(refusal.value.missing) == {"why", "owner", "due_on"}
    services.settle(choice="reopened", why="ทำใหม่", by=desk.manager, **given)
    assert Complaint.objects.get(pk=row.complaint_id).status == "investigating"
    with pytest.raises(IllegalMove):
        services.settle(choice="reopened", why="ทำใหม่", by=desk.manager, **given)


def test_or_a_corrective_action_is_set_up(
    row: Inspection, desk: Desk, looker: User, manager: Client, now: datetime
) -> None:
    found(row, looker, now)
    address = reverse("complaints:staff-inspection-settle", args=[row.public_id])
    soon = timezone.localdate(now) + timedelta(days=20)
    given = {
        "choice": "action",
        "why": "ติดป้ายถาวร",
        "owner": desk.investigator.pk,
        "due_on": f"{soon:%d/%m}/{soon.year + 543}",
    }
    assert manager.post(address, given).status_code == 302
    row.refresh_from_db()
    assert CorrectiveAction.objects.get(public_id=row.action_id).owner == desk.investigator
    assert manager.post(address, given).status_code == 409


def test_in_order_needs_nothing_more(row: Inspection, desk: Desk, looker: User, now: datetime) -> None:
    found(row, looker, now, verdict="in_order")
    with pytest.raises(IllegalMove):
        services.settle(inspection_id=row.pk, choice="reopened", why="x", by=desk.manager, now=now)


def test_the_list_costs_the_same_however_many(row: Inspection, desk: Desk, manager: Client) -> None:
    address = reverse("complaints:staff-inspections")
    few = statements(manager, address)
    for place in range(2, 6):
        Inspection.objects.create(round=row.round, position=place, complaint=desk.file())
    assert statements(manager, address) == few


def test_a_month_stands_on_its_first_day(db: None) -> None:
    with pytest.raises(IntegrityError, match="month_first"), transaction.atomic():
        InspectionRound.objects.create(
            month=date(2026, 1, 2), seed="x", size=1, population_count=0, fingerprint="", drawn_at=timezone.now()
        )


def test_a_result_is_read_by_those_who_see_the_case(
    row: Inspection, desk: Desk, looker: User, signed_in: SignIn, now: datetime, other_unit: Unit
) -> None:
    found(row, looker, now)
    stranger = make_person("complaint-investigator", "stranger", other_unit)
    reader = signed_in(stranger)
    assert reader.get(row.get_absolute_url()).status_code == 404
    listed = reader.get(reverse("complaints:staff-inspections")).content.decode()
    assert "ป้ายไม่มีแล้ว" not in listed
    assert signed_in(looker).get(row.get_absolute_url()).status_code == 200
    assert signed_in(desk.officer).get(row.get_absolute_url()).status_code == 200
