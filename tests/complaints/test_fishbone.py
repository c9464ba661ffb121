"""The fishbone of a case: who draws it, one root, what is struck out stays readable, and it stands in the case file."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.case_file_investigation import cause_rows
from complaints.case_file_pdf import case_file_data
from complaints.enums_fishbone import Bone
from complaints.models import BoneCause, CaseFile, Complaint, Evidence
from complaints.services import Named
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, StaleVersion
from tests.complaints.factories import Desk, ground, make_person
from tests.counting import statements

Filed = Callable[..., Complaint]
SignIn = Callable[[User], Client]
OLD = Named("equipment", "ข้อต่อเก่าเกินอายุ")


def address(case: Complaint, *more: str, name: str = "") -> str:
    return reverse(f"complaints:staff-fishbone{name}", args=[case.number, *more])


def put(case: Complaint, by: User, named: Named = OLD) -> BoneCause:
    return services.name_cause(complaint_id=case.pk, named=named, by=by, now=timezone.now())


@pytest.fixture
def case(filed: Filed) -> Complaint:
    """A case that is being investigated."""
    return filed("investigating")


@pytest.fixture
def investigator(desk: Desk, signed_in: SignIn) -> Client:
    """The investigator's browser."""
    return signed_in(desk.investigator)


def test_the_investigator_draws_it_and_holds_one_cause_to_be_the_root(
    case: Complaint, desk: Desk, investigator: Client, officer: Client
) -> None:
    ground(case, desk.investigator, timezone.now(), times=1)
    evidence = Evidence.objects.get(complaint=case)
    said = {"bone": "equipment", "text": "ข้อต่อเก่า", "evidence": evidence.pk}
    assert investigator.post(address(case, name="-name"), said).status_code == 302
    assert investigator.post(address(case, name="-name"), {"bone": "rules", "text": "รอบตรวจไม่ถึง"}).status_code == 302
    first, second = case.bone_causes.all()
    assert (first.evidence, first.named_by) == (evidence, desk.investigator)
    for row in (first, second):
        investigator.post(address(case, row.public_id, name="-root"))
    assert [row.is_root for row in case.bone_causes.all()] == [False, True]
    page = officer.get(address(case)).content.decode()
    for words in ("ข้อต่อเก่า", "รอบตรวจไม่ถึง", f"E{evidence.number}", "bone__root", *(str(bone.label) for bone in Bone)):
        assert words in page
    assert address(case, name="-name") not in page
    assert [change.history_user for change in selectors.cause_changes(case)] == [desk.investigator] * 5


def test_it_shows_the_actions_to_who_sees_them_and_leads_to_a_new_one(
    case: Complaint, desk: Desk, manager: Client, signed_in: SignIn
) -> None:
    put(case, desk.investigator)
    assert signed_in(make_person("product-manager", "pm", desk.unit)).get(address(case)).status_code == 403
    shown = manager.get(address(case))
    assert desk.manager.can(Permission.RISK_VIEW)
    assert f"id={case.public_id}" in shown.content.decode()


def test_a_cause_that_was_none_is_struck_out_and_stays_readable(
    case: Complaint, desk: Desk, investigator: Client
) -> None:
    row = put(case, desk.investigator)
    services.hold_root(complaint_id=case.pk, public_id=row.public_id, by=desk.investigator, now=timezone.now())
    assert investigator.post(address(case, row.public_id, name="-strike"), {"reason": ""}).status_code == 422
    investigator.post(address(case, row.public_id, name="-strike"), {"reason": "เพิ่งเปลี่ยนปีก่อน"})
    row.refresh_from_db()
    assert (row.is_root, row.struck_by, row.why_struck) == (False, desk.investigator, "เพิ่งเปลี่ยนปีก่อน")
    page = investigator.get(address(case)).content.decode()
    assert "<s>" in page
    assert "เพิ่งเปลี่ยนปีก่อน" in page
    with pytest.raises(IllegalMove):
        services.hold_root(complaint_id=case.pk, public_id=row.public_id, by=desk.investigator, now=timezone.now())


def test_a_stale_save_shows_both_sides(case: Complaint, desk: Desk, investigator: Client) -> None:
    row = put(case, desk.investigator)
    said = {"bone": "equipment", "text": "ข้อต่อพลาสติกเก่า", "version": row.version}
    assert investigator.post(address(case, row.public_id, name="-cause"), said).status_code == 302
    answer = investigator.post(address(case, row.public_id, name="-cause"), said | {"text": "ท่อเก่า"})
    assert answer.status_code == 409
    for words in ("ข้อต่อพลาสติกเก่า", "ท่อเก่า"):
        assert words in answer.content.decode()
    with pytest.raises(StaleVersion):
        services.correct_cause(
            complaint_id=case.pk, public_id=row.public_id, named=OLD, by=desk.investigator, now=timezone.now(),
            shown_version=1,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["officer", "manager"])
def test_nobody_else_draws(case: Complaint, desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        put(case, getattr(desk, who))


@pytest.mark.parametrize("status", ["assessed", "decided", "closed"])
def test_it_is_drawn_while_the_investigation_runs(filed: Filed, desk: Desk, status: str) -> None:
    with pytest.raises(NotAllowed):
        put(filed(status), desk.investigator)


def test_it_says_what_is_missing(case: Complaint, filed: Filed, desk: Desk) -> None:
    other = filed("investigating")
    ground(other, desk.investigator, timezone.now(), times=1)
    foreign = Evidence.objects.get(complaint=other)
    for named in (Named("fin", "ก"), Named("people", " "), Named("people", "ก", foreign)):
        with pytest.raises(Incomplete):
            put(case, desk.investigator, named)


def test_the_database_holds_one_root_and_a_reason_for_what_is_struck(case: Complaint, desk: Desk) -> None:
    rows = [put(case, desk.investigator), put(case, desk.investigator)]
    with pytest.raises(IntegrityError), transaction.atomic():
        BoneCause.objects.filter(pk__in=[row.pk for row in rows]).update(is_root=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoneCause.objects.filter(pk=rows[0].pk).update(struck_at=timezone.now(), struck_by=desk.investigator)


def test_the_case_file_tells_it_as_it_stood_then(case: Complaint, desk: Desk) -> None:
    now = timezone.now()
    row = services.name_cause(complaint_id=case.pk, named=OLD, by=desk.investigator, now=now)
    services.hold_root(
        complaint_id=case.pk, public_id=row.public_id, by=desk.investigator, now=now + timedelta(minutes=5)
    )
    before, after = (cause_rows(case, now + timedelta(minutes=minutes)) for minutes in (1, 10))
    assert [cells[1] for cells in before] == [OLD.text]
    assert (before[0][3], bool(after[0][3])) == ("", True)
    assert cause_rows(case, now - timedelta(minutes=1)) == []
    file = CaseFile(complaint=case, asked_at=now + timedelta(minutes=10), asked_by=desk.officer, language="th")
    [section] = [each for each in case_file_data(file, case, [])["sections"] if each["title"] == "แผนผังก้างปลา"]
    assert section["rows"] == after


def test_the_page_costs_the_same_however_many_causes_there_are(case: Complaint, desk: Desk, officer: Client) -> None:
    costs = []
    for count in (1, 4):
        for _n in range(count):
            put(case, desk.investigator)
        costs.append(statements(officer, address(case)))
    assert costs[0] == costs[1]
