"""Many cases changed in one act: each by its own rules, refused ones named, and all of it taken back."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from complaints import services
from complaints.enums import Priority
from complaints.models import BulkChange, Complaint
from complaints.services import Wanted, change_many, undo_many
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import Notification
from tests.complaints.factories import Desk, make_person
from tests.counting import statements
from tests.undoing import press_undo

BULK = "/staff/complaints/bulk/"
SignIn = Callable[[User], Client]


def change(by: User, wanted: Wanted, *cases: Complaint, reason: str = "แบ่งงานกันทำ") -> BulkChange:
    numbers = [case.number for case in cases]
    return change_many(numbers=numbers, wanted=wanted, reason=reason, by=by, now=timezone.now())


def undo(row: BulkChange, by: User, reason: str = "เลือกผิด") -> BulkChange:
    return undo_many(change_id=row.pk, reason=reason, by=by, now=timezone.now())


def outcomes(row: BulkChange) -> list[str]:
    return list(row.cases.order_by("pk").values_list("outcome", flat=True))


def test_an_officer_gives_ticked_cases_to_a_colleague_and_takes_them_back(
    desk: Desk, officer: Client, signed_in: SignIn
) -> None:
    colleague = make_person("complaint-officer", "second", desk.unit)
    fresh, own = desk.file(), desk.advance(desk.file(), "acknowledged")
    about = desk.file(complained_about=colleague)
    ticked = "&".join(f"pick={case.number}" for case in (fresh, own, about))
    page = officer.get(f"{BULK}?{ticked}").content.decode()
    assert fresh.number in page
    said = {"kind": "handler", "handler": colleague.pk, "reason": "แบ่งงานกันทำ"}
    answer = officer.post(f"{BULK}?{ticked}", said, follow=True)
    row = BulkChange.objects.get()
    assert outcomes(row) == ["changed", "changed", "refused"]
    told = answer.content.decode()
    assert about.number in told
    assert row.cases.get(complaint=about).why in told
    for case in (fresh, own, about):
        case.refresh_from_db()
    assert [case.handler for case in (fresh, own, about)] == [colleague, colleague, None]
    assert "แบ่งงานกันทำ" in fresh.history.first().history_change_reason
    assert Notification.objects.filter(user=colleague).count() == 1
    assert press_undo(officer, answer).status_code == 302
    fresh.refresh_from_db()
    own.refresh_from_db()
    assert (fresh.handler, own.handler) == (None, desk.officer)
    assert outcomes(row) == ["back", "back", "refused"]
    assert fresh.history.first().history_user == desk.officer
    again = officer.post(f"{BULK}done/{row.public_id}/undo/", {"reason": "อีกครั้ง"})
    assert again.status_code == 409


def test_what_somebody_changed_since_stays_and_is_named(desk: Desk) -> None:
    first, second = desk.file(), desk.file()
    row = change(desk.officer, Wanted(handler=desk.officer), first, second)
    services.acknowledge(complaint_id=first.pk, by=desk.officer, now=timezone.now())
    undo(row, desk.officer)
    kept, back = row.cases.order_by("pk")
    assert (kept.outcome, bool(kept.why), back.outcome) == ("changed", True, "back")
    first.refresh_from_db()
    assert first.handler == desk.officer


def test_a_case_does_not_go_back_to_who_must_not_have_it_any_more(desk: Desk) -> None:
    colleague = make_person("complaint-officer", "second", desk.unit)
    case = desk.file()
    services.assign(complaint_id=case.pk, handler=colleague, by=desk.officer, now=timezone.now())
    row = change(desk.manager, Wanted(handler=desk.officer), case)
    colleague.is_active = False
    colleague.save()
    undo(row, desk.manager)
    case.refresh_from_db()
    assert (case.handler, row.cases.get().outcome) == (desk.officer, "changed")


def test_a_unit_is_given_and_given_back_with_the_officer(desk: Desk) -> None:
    other = Unit.objects.get(code="property")
    case = desk.advance(desk.file(), "acknowledged")
    row = change(desk.officer, Wanted(unit=other), case)
    case.refresh_from_db()
    assert (case.unit, case.handler) == (other, None)
    undo(row, desk.officer)
    case.refresh_from_db()
    assert (case.unit, case.handler) == (desk.unit, desk.officer)


def test_the_order_of_work_changes_with_a_reason_where_the_case_is_assessed(desk: Desk) -> None:
    fresh, assessed, closed = desk.file(), desk.advance(desk.file(), "assessed"), desk.advance(desk.file(), "closed")
    before = (assessed.priority, assessed.priority_reason)
    wanted = Wanted(priority=Priority.LOW)
    row = change(desk.officer, wanted, fresh, assessed, closed)
    assert outcomes(row) == ["refused", "changed", "refused"]
    assessed.refresh_from_db()
    assert (assessed.priority, "แบ่งงาน" in assessed.priority_reason) == (Priority.LOW, True)
    assert outcomes(change(desk.officer, wanted, assessed)) == ["same"]
    undo(row, desk.manager)
    assessed.refresh_from_db()
    assert (assessed.priority, assessed.priority_reason) == before


def test_cases_out_of_sight_are_not_touched_nor_told_of(desk: Desk, officer: Client) -> None:
    hidden = desk.file(complained_about=desk.officer, description="เจ้าหน้าที่พูดไม่สุภาพ")
    seen = desk.file()
    row = change(desk.officer, Wanted(handler=desk.officer), hidden, seen)
    assert [each.complaint_id for each in row.cases.all()] == [seen.pk]
    page = officer.get(f"{BULK}?pick={hidden.number}&pick={seen.number}").content.decode()
    assert seen.subject in page
    assert hidden.subject not in page
    assert f"/staff/complaints/{hidden.number}/" not in page
    with pytest.raises(Refused):
        change(desk.officer, Wanted(handler=desk.officer), hidden)


def test_who_may_not_does_not(desk: Desk, signed_in: SignIn) -> None:
    case = desk.file()
    with pytest.raises(NotAllowed):
        change(desk.investigator, Wanted(handler=desk.officer), case)
    row = change(desk.officer, Wanted(handler=desk.officer), case)
    elsewhere = make_person("complaint-officer", "elsewhere", Unit.objects.get(code="property"))
    with pytest.raises(NotAllowed):
        undo(row, elsewhere)
    assert signed_in(elsewhere).get(f"{BULK}done/{row.public_id}/").status_code == 404
    undo(row, desk.manager)
    with pytest.raises(IllegalMove):
        undo(row, desk.manager)


def test_it_says_what_is_missing(desk: Desk, officer: Client) -> None:
    case = desk.file()
    for wanted, reason in ((Wanted(), "เพราะ"), (Wanted(handler=desk.officer), "  ")):
        with pytest.raises(Incomplete):
            change(desk.officer, wanted, case, reason=reason)
    with pytest.raises(Incomplete):
        undo(change(desk.officer, Wanted(handler=desk.officer), case), desk.officer, " ")
    assert officer.post(f"{BULK}?pick={case.number}", {"kind": "unit", "reason": "ย้าย"}).status_code == 422
    with pytest.raises(Refused):
        change_many(
            numbers=["x"] * 101, wanted=Wanted(unit=desk.unit), reason="ย้าย", by=desk.officer, now=timezone.now()
        )


def test_the_database_holds_one_value_a_change(desk: Desk) -> None:
    row = change(desk.officer, Wanted(handler=desk.officer), desk.file())
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkChange.objects.filter(pk=row.pk).update(priority=1)


def test_pages_of_many_cost_the_same(desk: Desk, officer: Client) -> None:
    costs = []
    for count in (1, 4):
        row = change(desk.officer, Wanted(handler=desk.officer), *(desk.file() for _n in range(count)))
        costs.append((statements(officer, f"{BULK}done/{row.public_id}/"), statements(officer, f"{BULK}done/")))
    assert costs[0] == costs[1]
