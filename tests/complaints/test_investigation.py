"""Plan of an investigation and log of evidence: as deep as the severity asks, never changed, kept in the file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from complaints import selectors, services
from complaints.case_file_pdf import case_file_pdf
from complaints.depth import DEPTHS
from complaints.enums import Severity
from complaints.models import Complaint, Evidence, PlanItem
from foundation.accounts.models import Unit, User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attach
from foundation.core.models import Notification
from tests.complaints.factories import ASSESSMENT, DECISION, FOUND, SEEN, Desk, ground, make_person
from tests.complaints.test_proof import words
from tests.counting import statements

Filed = Callable[..., Complaint]


def page(case: Complaint, act: str = "", *more: str) -> str:
    """An address of the page."""
    return reverse(f"complaints:staff-investigation{act}", args=[case.number, *more])


def decide(case: Complaint, desk: Desk, now: datetime) -> None:
    services.record_findings(complaint_id=case.pk, found=FOUND, by=desk.investigator, now=now)
    services.decide(complaint_id=case.pk, decision=DECISION, by=desk.manager, now=now)


@pytest.fixture
def case(filed: Filed) -> Complaint:
    """Of high severity, being investigated."""
    return filed("investigating")


def judged(case: Complaint, desk: Desk, now: datetime, severity: int) -> None:
    version = Complaint.objects.values_list("version", flat=True).get(pk=case.pk)
    assessment = replace(ASSESSMENT, severity=severity)
    services.reassess(complaint_id=case.pk, assessment=assessment, by=desk.officer, now=now, shown_version=version)


@pytest.mark.parametrize("severity", sorted(Severity))
def test_depth_follows_severity(case: Complaint, desk: Desk, now: datetime, severity: int) -> None:
    judged(case, desk, now, severity)
    need = DEPTHS[severity].evidence
    assert need == max(0, severity - 2), "the trigger of migration 0029 counts so"
    for times in range(need):
        ground(case, desk.investigator, now, times)
        with pytest.raises(Incomplete) as refused:
            decide(case, desk, now)
        assert set(refused.value.missing) == {"grounds"}
        with pytest.raises(IntegrityError, match="plan and evidence"), transaction.atomic():
            Complaint.objects.filter(pk=case.pk).update(status="decided")
    ground(case, desk.investigator, now, need)
    decide(case, desk, now)
    case.refresh_from_db()
    assert (case.status, case.grounded_at) == ("decided", now if need else None)


def test_a_question_left_out_or_evidence_withdrawn_does_not_count(case: Complaint, desk: Desk, now: datetime) -> None:
    ground(case, desk.investigator, now)
    case.refresh_from_db()
    assert case.grounded_at == now
    row = case.evidence.get()
    services.withdraw_evidence(
        complaint_id=case.pk, public_id=row.public_id, reason="ภาพคนละวัน", by=desk.investigator, now=now
    )
    case.refresh_from_db()
    assert case.grounded_at is None
    with pytest.raises(Incomplete):
        decide(case, desk, now)
    with pytest.raises(IllegalMove):
        services.withdraw_evidence(
            complaint_id=case.pk, public_id=row.public_id, reason="อีกครั้ง", by=desk.investigator, now=now
        )
    assert [each.number for each in selectors.evidence_of(case)] == [1], "it stays readable"


def test_a_judgement_raised_asks_for_more(case: Complaint, desk: Desk, now: datetime) -> None:
    ground(case, desk.investigator, now)
    judged(case, desk, now, Severity.CRITICAL)
    with pytest.raises(Incomplete):
        decide(case, desk, now)
    ground(case, desk.investigator, now)
    decide(case, desk, now)


def test_the_log_is_never_changed(case: Complaint, desk: Desk, now: datetime) -> None:
    ground(case, desk.investigator, now)
    for refused in (lambda: Evidence.objects.update(what="อื่น"), lambda: Evidence.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            refused()


@pytest.mark.parametrize("name", ["what", "from_whom", "reliability", "source", "weight", "obtained_on"])
def test_evidence_says_what_from_whom_when_and_how_sure(case: Complaint, desk: Desk, now: datetime, name: str) -> None:
    wrong = timezone.localdate(now) + timedelta(days=1) if name == "obtained_on" else " "
    with pytest.raises(Incomplete) as refused:
        services.log_evidence(complaint_id=case.pk, found=replace(SEEN, **{name: wrong}), by=desk.investigator, now=now)
    assert set(refused.value.missing) == {name}
    assert not case.evidence.exists()


def test_a_file_is_named_by_its_hash_and_only_of_the_same_case(
    case: Complaint, desk: Desk, filed: Filed, now: datetime
) -> None:
    upload = SimpleUploadedFile("รอยแตก.txt", "รอยแตก".encode(), content_type="text/plain")
    kept = attach(owner_kind=selectors.FILE_OWNER, owner_public_id=case.public_id, upload=upload, by=desk.investigator)
    note = services.add_note(complaint_id=case.pk, body="โทรถามช่าง", by=desk.investigator, now=now)
    row = services.log_evidence(
        complaint_id=case.pk, found=replace(SEEN, file_id=kept.public_id, note_id=note.pk), by=desk.officer, now=now
    )
    assert (row.sha256, row.note) == (kept.sha256, note)
    other = filed("investigating")
    question = services.ask_question(complaint_id=case.pk, text="เพราะเหตุใด", by=desk.officer, now=now)
    for wrong in ({"file_id": kept.public_id}, {"note_id": note.pk}, {"question": question}):
        with pytest.raises(Incomplete):
            services.log_evidence(complaint_id=other.pk, found=replace(SEEN, **wrong), by=desk.officer, now=now)


def test_a_step_has_an_owner_who_may_see_the_case_and_hears_of_it(
    case: Complaint, desk: Desk, now: datetime, other_unit: Unit
) -> None:
    stranger = make_person("complaint-officer", "elsewhere", other_unit)
    today = timezone.localdate(now)
    plain = {"complaint_id": case.pk, "text": "ดูหน้างาน", "by": desk.officer, "now": now}
    with pytest.raises(Incomplete) as unseen:
        services.plan_step(owner=stranger, due_on=today, **plain)
    assert set(unseen.value.missing) == {"owner"}
    with pytest.raises(Incomplete) as refused:
        services.plan_step(owner=desk.investigator, due_on=today - timedelta(days=1), **plain)
    assert set(refused.value.missing) == {"due_on"}
    step = services.plan_step(owner=desk.investigator, due_on=today, **plain)
    told = Notification.objects.get(user=desk.investigator, key=f"plan-step:{step.public_id}")
    assert case.number in told.text
    assert selectors.late_steps(selectors.plan_of(case), today + timedelta(days=1)) == 1


def test_who_is_complained_about_or_works_under_that_person_plans_nothing(
    desk: Desk, filed: Filed, now: datetime
) -> None:
    about = make_person("complaint-officer", "about", desk.unit)
    case = filed("assessed", complained_about=about)
    Unit.objects.filter(pk=desk.unit.pk).update(head=about)
    people = [about, User.objects.get(pk=desk.officer.pk)]
    for person in people:
        with pytest.raises(NotAllowed):
            services.ask_question(complaint_id=case.pk, text="ก", by=person, now=now)
    assert not PlanItem.objects.exists()


def test_before_the_assessment_and_after_the_decision_nothing_is_kept(desk: Desk, filed: Filed, now: datetime) -> None:
    for status in ("acknowledged", "decided", "closed", "withdrawn"):
        with pytest.raises(IllegalMove):
            services.log_evidence(complaint_id=filed(status).pk, found=SEEN, by=desk.officer, now=now)


def test_cases_handled_as_one_share_the_investigation(desk: Desk, filed: Filed, now: datetime) -> None:
    lead, other = filed("investigating"), filed()
    services.link(complaint_id=lead.pk, other_number=other.number, reason="เรื่องเดียวกัน", by=desk.officer, now=now)
    desk.step(lead, "decide")
    done = services.follow(complaint_id=lead.pk, by=desk.officer, now=now)
    done += services.follow(complaint_id=lead.pk, by=desk.manager, now=now)
    assert done
    other.refresh_from_db()
    assert (other.status, other.evidence.count()) == ("decided", 0)


# --- pages ----------------------------------------------------------------------------------------------------------


def test_an_officer_plans_answers_and_logs_on_the_page(
    officer: Client, desk: Desk, case: Complaint, now: datetime
) -> None:
    today = f"{timezone.localdate(now):%d/%m/%Y}"
    assert officer.post(page(case, "-question"), {"text": "เพราะเหตุใด"}).status_code == 302
    step = {"text": "ดูหน้างาน", "owner": desk.investigator.pk, "due_on": today}
    assert officer.post(page(case, "-step"), step).status_code == 302
    question = case.plan.get(kind="question")
    entry = {
        "what": "ข้อต่อหลุด",
        "source": "witness",
        "from_whom": "ผู้เช่าห้อง 215",
        "obtained_on": today,
        "weight": "fair",
        "reliability": "เห็นจากระยะไกล",
        "question": question.pk,
    }
    assert officer.post(page(case, "-evidence"), entry).status_code == 302
    for item in case.plan.all():
        assert officer.post(page(case, "-done", item.public_id), {"result": "ข้อต่อเก่า"}).status_code == 302
    case.refresh_from_db()
    assert case.grounded_at is not None
    shown = officer.get(page(case)).content.decode()
    assert "ผู้เช่าห้อง 215" in shown
    assert "ข้อต่อเก่า" in shown
    on_case = officer.get(reverse("complaints:staff-detail", args=[case.number])).content.decode()
    assert page(case) in on_case
    row = case.evidence.get()
    assert officer.post(page(case, "-withdraw", row.public_id), {"reason": "จำผิดวัน"}).status_code == 302
    assert "จำผิดวัน" in officer.get(page(case)).content.decode()


def test_what_is_refused_keeps_what_was_typed(officer: Client, case: Complaint, desk: Desk, now: datetime) -> None:
    typed = {"what": "เห็นรอยแตกยาว", "source": "site", "from_whom": "", "weight": "fair"}
    answer = officer.post(page(case, "-evidence"), typed)
    assert answer.status_code == 422
    assert "เห็นรอยแตกยาว" in answer.content.decode()
    item = services.ask_question(complaint_id=case.pk, text="เพราะเหตุใด", by=desk.officer, now=now)
    assert officer.post(page(case, "-drop", item.public_id), {"reason": " "}).status_code == 422
    assert officer.post(page(case, "-drop", item.public_id), {"reason": "ไม่เกี่ยว"}).status_code == 302
    assert officer.post(page(case, "-done", item.public_id), {"result": "สาย"}).status_code == 409
    assert officer.post(page(case, "-done", "0" * 26), {"result": "ก"}).status_code == 404


def test_the_page_costs_the_same_for_a_long_log(officer: Client, desk: Desk, case: Complaint, now: datetime) -> None:
    ground(case, desk.investigator, now, 1)
    few = statements(officer, page(case))
    ground(case, desk.investigator, now, 6)
    assert statements(officer, page(case)) == few


def test_the_case_file_has_plan_and_log_as_they_stood(case: Complaint, desk: Desk, now: datetime) -> None:
    ground(case, desk.investigator, now - timedelta(hours=1))
    asked = services.ask_case_file(complaint_id=case.pk, reason="ส่งฝ่ายกฎหมายตรวจ", by=desk.officer, now=now)
    later = replace(SEEN, what="พบภายหลัง", obtained_on=timezone.localdate(now))
    services.log_evidence(complaint_id=case.pk, found=later, by=desk.officer, now=now + timedelta(hours=1))
    seen = selectors.case(desk.officer, case.number)
    assert seen is not None
    text = words(case_file_pdf(asked, seen))
    assert "E1." in text
    assert "E2." not in text
