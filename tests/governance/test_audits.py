"""Audits: conducted by one, answered by the audited, followed to effect; and their pages."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import Notification
from foundation.governance import selectors, services
from foundation.governance.audit_pdf import report_pdf
from foundation.governance.enums import AuditState, FindingState, Grade
from foundation.governance.lifecycle import AUDIT_MOVES, AUDIT_PLAN_MOVES, FINDING_MOVES
from foundation.governance.models import Audit, AuditFinding, SampleItem
from foundation.knowledge.models import Article
from tests.accounts.signing_in import sign_in
from tests.counting import statements
from tests.governance import auditing as made
from tests.governance.factories import NOW
from tests.people import someone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _population() -> Iterator[None]:
    with made.units_as_population():
        yield


def test_from_plan_to_lesson() -> None:
    made.answerer()
    audit = made.make_reported(("major", "observation"))
    major, remark = audit.findings.order_by("number")
    assert (audit.state, major.due_on) == (AuditState.REPORTED, made.TODAY + 60 * DAY)
    assert Notification.objects.filter(user=made.answerer(), url=audit.get_absolute_url()).exists()
    with pytest.raises(Incomplete) as refusal:
        services.close_audit(audit_id=audit.pk, by=audit.auditor, now=NOW)
    assert major.label in refusal.value.missing["findings"]
    made.make_answered(major)
    with pytest.raises(Incomplete) as refusal:
        services.close_finding(finding_id=major.pk, note="ดี", by=audit.auditor, now=NOW)
    assert "actions" in refusal.value.missing
    made.make_mended(major)
    services.close_finding(finding_id=major.pk, note="ตรวจแฟ้ม 10 เรื่อง", by=audit.auditor, now=NOW)
    with pytest.raises(Incomplete) as refusal:
        services.close_audit(audit_id=audit.pk, by=audit.auditor, now=NOW)
    assert remark.label in refusal.value.missing["findings"]
    made.make_answered(remark)
    closed = services.close_audit(audit_id=audit.pk, by=audit.auditor, now=NOW)
    assert closed.state == AuditState.CLOSED
    lesson = Article.objects.get(subject_kind="governance.audit", subject_public_id=audit.public_id)
    assert lesson.owner == audit.auditor
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(conclusion="อื่น")


def test_an_action_that_did_not_help_keeps_the_finding_open() -> None:
    audit = made.make_reported()
    [finding] = audit.findings.all()
    made.make_answered(finding)
    failed = made.make_mended(finding, effective=False)
    made.make_mended(finding)
    with pytest.raises(Incomplete):
        services.close_finding(finding_id=finding.pk, note="ดี", by=audit.auditor, now=NOW)
    with pytest.raises(IntegrityError, match="verified"), transaction.atomic():
        AuditFinding.objects.filter(pk=finding.pk).update(state="closed", closed_at=NOW, closed_by=audit.auditor)
    services.reopen_action(action_id=failed.pk, due_on=made.TODAY + 30 * DAY, by=audit.auditor, now=NOW)
    services.complete_action(action_id=failed.pk, note="แก้อีก", by=made.answerer(), now=NOW)
    services.verify_action(action_id=failed.pk, effective=True, note="ได้ผล", by=audit.auditor, now=NOW)
    closed = services.close_finding(finding_id=finding.pk, note="ดี", by=audit.auditor, now=NOW)
    assert closed.state == FindingState.CLOSED


def test_the_database_keeps_an_audit_open_with_a_major_finding() -> None:
    audit = made.make_reported()
    with pytest.raises(IntegrityError, match="major"), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(state="closed", closed_at=NOW)


def test_only_the_auditor_judges_actions_on_a_finding() -> None:
    """Not the audited, nor a colleague who keeps actions elsewhere."""
    audit = made.make_reported()
    [finding] = audit.findings.all()
    owner = made.answerer()
    action = services.record_action(
        cause="ก",
        action="ข",
        owner=owner,
        due_on=made.TODAY,
        source=("governance.finding", finding.public_id),
        by=owner,
        now=NOW,
    )
    services.complete_action(action_id=action.pk, note="ทำแล้ว", by=owner, now=NOW)
    for other in (someone("strategist"), made.of_unit("auditor", "internal-audit", "other-auditor")):
        with pytest.raises(NotAllowed):
            services.verify_action(action_id=action.pk, effective=True, note="ดี", by=other, now=NOW)


def test_only_the_audited_unit_answers_and_only_after_the_report() -> None:
    audit = made.make_under_way()
    finding = made.make_finding(audit)
    with pytest.raises(IllegalMove):
        made.make_answered(finding)
    items = made.make_sample(audit)
    made.answer_all(audit, items)
    services.report_audit(audit_id=audit.pk, conclusion="ครบ", by=audit.auditor, now=NOW)
    for other in (someone("strategist"), audit.auditor):
        with pytest.raises(NotAllowed):
            services.answer_finding(finding_id=finding.pk, answer="x", by=other, now=NOW)
    with pytest.raises(Incomplete):
        services.answer_finding(finding_id=finding.pk, answer="", by=made.answerer(), now=NOW)
    answered = made.make_answered(finding)
    back = services.return_finding(finding_id=finding.pk, note="ขอสาเหตุ", by=audit.auditor, now=NOW)
    assert (back.state, back.answer) == (FindingState.OPEN, answered.answer)
    assert made.make_answered(finding).state == FindingState.ANSWERED


def test_a_report_needs_a_sample_and_every_answer() -> None:
    audit = made.make_under_way()
    given = {"audit_id": audit.pk, "by": audit.auditor, "now": NOW}
    with pytest.raises(Incomplete) as refusal:
        services.report_audit(conclusion="ดี", **given)
    assert "answers" in refusal.value.missing
    items = made.make_sample(audit)
    made.answer_all(audit, items[:1])
    with pytest.raises(Incomplete) as refusal:
        services.report_audit(conclusion="", **given)
    assert refusal.value.missing.keys() == {"answers", "conclusion"}
    made.answer_all(audit, items)
    services.report_audit(conclusion="ดี", **given)
    with pytest.raises(IllegalMove):
        made.answer_all(audit, items)
    with pytest.raises(IllegalMove):
        made.make_finding(audit)


def test_answers_are_whole_and_failures_explained() -> None:
    audit = made.make_under_way()
    [item] = made.make_sample(audit, size=1)
    given = {"item_id": item.pk, "by": audit.auditor, "now": NOW}
    for answers, missing in (
        ({}, {"verdict_0", "verdict_1"}),
        ({0: ("meets", ""), 1: ("dance", "")}, {"verdict_1"}),
        ({0: ("fails", ""), 1: ("na", "")}, {"note_0"}),
    ):
        with pytest.raises(Incomplete) as refusal:
            services.answer_item(answers=answers, **given)
        assert refusal.value.missing.keys() == missing
    services.answer_item(answers={0: ("meets", ""), 1: ("na", "")}, **given)
    services.answer_item(answers={0: ("fails", "ช้า"), 1: ("na", "")}, **given)
    tallies = selectors.tallies(audit)
    assert [(row.meets, row.fails, row.na) for row in tallies] == [(0, 1, 0), (0, 0, 1)]
    first = item.answers.get(question=0)
    assert first.history.count() == 2


def test_the_questions_are_those_of_the_start() -> None:
    audit = made.make_under_way()
    checklist = audit.checklist
    services.save_checklist(
        checklist_id=checklist.pk,
        shown_version=checklist.version,
        title=checklist.title,
        questions=["อื่น"],
        is_in_use=False,
        by=made.planner(),
        now=NOW,
    )
    audit.refresh_from_db()
    assert audit.questions == list(made.QUESTIONS)


def test_a_finding_cites_records_of_its_own_samples() -> None:
    audit = made.make_under_way()
    items = made.make_sample(audit)
    finding = made.make_finding(audit, items=items)
    assert set(finding.records.values_list("record_id", flat=True)) == {item.record_id for item in items}
    plan = services.revise_audit_plan(plan_id=audit.plan_id, reason="เพิ่ม", by=made.planner(), now=NOW)
    second = made.make_planned(title="อีกเรื่อง")
    services.submit_audit_plan(plan_id=plan.pk, by=made.planner(), now=NOW)
    services.approve_audit_plan(plan_id=plan.pk, by=someone("executive"), now=NOW)
    second = services.start_audit(audit_id=second.pk, by=second.auditor, now=NOW)
    with pytest.raises(Incomplete) as refusal:
        made.make_finding(second, items=items)
    assert "items" in refusal.value.missing


@pytest.mark.parametrize("role", ["policy-administrator", "complaint-manager", "executive", "system-administrator"])
def test_who_does_not_conduct(role: str) -> None:
    audit = made.make_under_way()
    items = made.make_sample(audit, size=1)
    by = someone(role)
    for step in (
        lambda: services.answer_item(item_id=items[0].pk, answers={}, by=by, now=NOW),
        lambda: services.report_audit(audit_id=audit.pk, conclusion="x", by=by, now=NOW),
        lambda: services.save_finding(
            audit_id=audit.pk, grade="minor", clause="5.4", text="x", items=[], by=by, now=NOW
        ),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_every_move_is_for_somebody_and_never_for_the_auditor_outside_audits() -> None:
    auditor = someone("auditor")
    may = {name for moves in (AUDIT_PLAN_MOVES, AUDIT_MOVES, FINDING_MOVES) for name in moves}
    assert may == {"submit", "approve", "return", "revise", "start", "report", "close", "answer"}
    assert all(auditor.can(move.permission or "") for move in AUDIT_MOVES.values())
    assert not any(auditor.can(move.permission or "") for move in AUDIT_PLAN_MOVES.values())


# ── Pages ───────────────────────────────────────────────────────────────────


def test_the_auditor_goes_the_whole_way_on_pages(client: Client) -> None:
    audit = made.make_approved()
    sign_in(client, audit.auditor)
    base = audit.get_absolute_url()
    assert client.post(f"{base}steps/start").status_code == 302
    assert client.post(f"{base}steps/dance").status_code == 404
    given = {"population": "test.units", "first_day": "1/10/2569", "last_day": "20/11/2569", "size": 2, "seed": "x y"}
    blank = client.post(f"{base}sample", given)
    assert (blank.status_code, 'value="x y"' in blank.content.decode()) == (422, True)
    assert not audit.samples.exists(), "a seed with a blank is refused and what was typed is kept"
    assert client.post(f"{base}sample", {**given, "seed": "7"}).status_code == 302
    items = list(SampleItem.objects.filter(sample__audit=audit))
    wrong = client.post(f"{base}items/{items[0].pk}/", {"verdict_0": "meets", "verdict_1": "fails"})
    assert wrong.status_code == 422
    for item in items:
        answers = {"verdict_0": "meets", "verdict_1": "fails", "note_1": "ไม่พบ"}
        assert client.post(f"{base}items/{item.pk}/", answers).status_code == 302
    finding = {"grade": "major", "clause": "5.4", "text": "ไม่พบหนังสือ", "items": [items[0].pk]}
    assert client.post(f"{base}findings/new", finding).status_code == 302
    assert client.get(f"{base}report.pdf").status_code == 404, "no report before it is given out"
    assert client.post(f"{base}steps/report", {"conclusion": "พอใช้"}).status_code == 302
    paper = client.get(f"{base}report.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    page = client.get(base).content.decode()
    assert "ไม่พบหนังสือ" in page


def test_the_audited_see_the_report_and_not_before(client: Client) -> None:
    audit = made.make_under_way()
    officer = made.of_unit("complaint-officer", "complaint-centre")
    other = made.of_unit("complaint-officer", "property", "other-officer")
    sign_in(client, officer)
    assert client.get(audit.get_absolute_url()).status_code == 404
    items = made.make_sample(audit)
    made.answer_all(audit, items)
    finding = made.make_finding(audit, items=items)
    services.report_audit(audit_id=audit.pk, conclusion="ครบ", by=audit.auditor, now=NOW)
    assert client.get(audit.get_absolute_url()).status_code == 200
    answer = client.post(f"{finding.get_absolute_url()}steps/answer", {"answer": "รับทราบ"})
    assert answer.status_code == 302
    new_action = f"/staff/policy/actions/new?kind=governance.finding&id={finding.public_id}"
    assert client.get(new_action).status_code == 200
    assert client.get("/staff/policy/actions/new").status_code == 403
    sign_in(client, other)
    assert client.get(finding.get_absolute_url()).status_code == 404
    assert client.get(new_action).status_code == 404


def test_the_report_is_the_same_paper_twice() -> None:
    audit = made.make_reported(("major", "minor", "observation"))
    assert report_pdf(audit, reader=audit.auditor) == report_pdf(audit, reader=audit.auditor)


def test_lists_cost_the_same_however_many_there_are(client: Client) -> None:
    made.make_planned()
    sign_in(client, made.auditor())
    client.get("/staff/policy/audits/")
    few = statements(client, "/staff/policy/audits/")
    for place in range(6):
        made.make_planned(title=f"เรื่อง {place}")
    assert statements(client, "/staff/policy/audits/") == few <= 12


def test_figure_counts_findings_due_in_the_period() -> None:
    from foundation.core.metrics import Period, get

    audit = made.make_reported(("major", "minor"))
    major, minor = audit.findings.order_by("number")
    made.make_answered(major)
    made.make_mended(major)
    services.close_finding(finding_id=major.pk, note="ดี", by=audit.auditor, now=NOW)
    metric = get("governance.findings_in_time")
    period = Period(NOW, NOW + 200 * DAY)
    [whole] = metric.measure(period).values()
    assert (whole.value, whole.n) == (50.0, 2)
    by_grade = metric.measure(period, "grade")
    assert (by_grade[Grade.MAJOR].value, by_grade[Grade.MINOR].value) == (100.0, 0.0)
    assert minor.state == FindingState.OPEN
