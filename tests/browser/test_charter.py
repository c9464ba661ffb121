"""A promise in real browsers, each role at its own desk: from evidence to published, cascaded, measured and audited."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.thai.dates import fiscal_year_of
from foundation.governance.models import (
    Audit,
    AuditFinding,
    AuditPlan,
    BoardMeeting,
    Checklist,
    CorrectiveAction,
    Proposal,
    SampleItem,
)
from service_charter.demo_texts import TEXTS
from service_charter.models import Acceptance, CharterVersion, Commitment, Measurement, Standard
from tests.browser.desks import Desk
from tests.customers.factories import make_touchpoint
from tests.fixtures.browser import DESK, PHONE
from tests.governance import auditing
from tests.people import someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIST, COMMITMENTS, AUDITS = "/staff/charter/", "/staff/charter/commitments/", "/staff/policy/audits/"
CODE = "complaint-decision"
PROMISE = {
    "number": 1,
    "code": CODE,
    "area": "complaints",
    "event": "resolve",
    "promise_th": "แจ้งผลภายใน 5 วันทำการ",
    "promise_en": "We decide within 5 working days",
    "duration_amount": 5,
    "duration_unit": "days",
    "target_percent": 90,
    "measured_th": "สัดส่วนเรื่องที่แจ้งผลทันเวลา",
    "measured_en": "Share of complaints decided in time",
    "conditions_th": "นับแต่ได้รับเรื่อง",
    "conditions_en": "From the day of receipt",
    "remedy_th": "ขอโทษและแจ้งวันใหม่",
    "remedy_en": "We say sorry and name a new day",
    "because_th": "ผู้เช่าบอกว่ารอคำตอบนาน",
    "because_en": "Tenants say that they wait long for an answer",
    "channels": ["web", "phone"],
}


@pytest.mark.parametrize(("language", "viewport"), [("th", DESK), ("en", PHONE)], ids=["thai-desk", "english-phone"])
def test_a_promise_from_evidence_to_audit(
    open_page: Callable[..., Any], axe: Callable[..., None], language: str, viewport: Any
) -> None:
    look = {"language": language, "viewport": viewport}
    today = timezone.localdate()

    def desk(user: User, path: str = LIST) -> Desk:
        return Desk(open_page, axe, path, user=user, **look)

    place = make_touchpoint()
    chief, auditor = auditing.answerer(), auditing.auditor()
    owner, strategist = desk(someone("charter-owner")), desk(someone("strategist"))
    secretary, visitor = desk(someone("board-secretary"), "/staff/board/"), Desk(open_page, axe, "/", **look)

    # Drafted from evidence, by the owner alone.
    owner.judge()
    assert strategist.refused(f"{LIST}new") == 403
    owner.send("/new")
    charter = CharterVersion.objects.get()
    address = f"{LIST}{charter.number}/"
    owner.see(f"{address}edit")
    owner.send(**TEXTS)
    for standard in charter.standards.all():
        owner.see(f"{address}standards/{standard.public_id}/", scan=False)
        owner.send("/remove")
    owner.see(f"{address}standards/new")
    owner.send(**PROMISE, owner_unit=chief.unit_id, evidence="/staff/customers/nothing/", scan=True)
    assert not Standard.objects.filter(code=CODE).exists()  # no such record; what was typed stands
    evidence = f"/staff/customers/touchpoints/{place.public_id}/"
    owner.send(evidence=evidence, touchpoints=[place.code])
    assert Standard.objects.get().evidence == [f"touchpoint:{place.public_id}"]

    # A second person, then the board; nothing is public before, whichever door is tried.
    owner.see(address)
    owner.send("/submit", scan=True)
    assert not owner.offers("/review")
    assert owner.refused(f"{address}publish") in (403, 422)
    strategist.see(address)
    strategist.send("/review")
    owner.see(address, scan=False)
    owner.send("/propose", scan=True)
    owner.refused(f"{address}publish")
    assert CharterVersion.objects.get().status == "proposed"
    assert PROMISE[f"promise_{language}"] not in visitor.see("/portal/charter/")
    secretary.see("/staff/board/meetings/new", scan=False)
    secretary.send(label=f"{today.month}/{today.year + 543}", held_on=today.isoformat())
    secretary.see(f"/staff/board/proposals/{Proposal.objects.get().public_id}/")
    secretary.send(meeting=BoardMeeting.objects.get().pk, item="4.2", kind="approved")
    owner.see(address)
    owner.send("/publish", effective_on=today.isoformat(), scan=True)
    assert PROMISE[f"promise_{language}"] in visitor.see("/portal/charter/")

    # Handed down, and signed by those who keep it.
    owner.see(COMMITMENTS)
    owner.send("/hand-down", due_on=(today + dt.timedelta(days=14)).isoformat(), scan=True)
    keeper = desk(chief, f"{COMMITMENTS}mine/")
    keeper.judge()
    for row in Commitment.objects.filter(holder=f"unit:{chief.unit_id}"):
        keeper.see(row.get_absolute_url())
        keeper.send(agreed=True, scan=True)
        assert Acceptance.objects.get(commitment=row).signed_by == chief

    # Measured: a sample by hand counts once, and stands on every page.
    assert keeper.refused("/staff/charter/ledger/new") in (200, 403, 422)
    owner.see("/staff/charter/ledger/new")
    owner.send(key="แฟ้ม สัปดาห์ 1", code=CODE, day=today.isoformat(), n=40, kept=22, unit=chief.unit_id)
    assert Measurement.objects.get().kept == 22
    assert "55" in owner.see(f"/staff/charter/measurement/{CODE}/")
    assert PROMISE[f"promise_{language}"] in owner.see("/staff/charter/measurement/")
    assert PROMISE[f"promise_{language}"] in visitor.see("/portal/transparency/")

    # Audited: planned, approved by another, drawn, found, mended and verified.
    planner = desk(auditing.planner(), AUDITS)
    planner.judge()
    assert owner.refused(f"{AUDITS}plans/new") == 403
    planner.see(f"{AUDITS}checklists/new")
    planner.send(title="คำมั่น", questions="วัดผลถูกต้อง", is_in_use=True)
    planner.see(f"{AUDITS}plans/new")
    planner.send(year_be=fiscal_year_of(today), aim="ดูว่าคำมั่นเป็นจริง")
    plan = AuditPlan.objects.get()
    planner.see(f"{plan.get_absolute_url()}new")
    planner.send(
        title="คำมั่นเรื่องข้อร้องเรียน",
        subject="clause",
        clause="5.2",
        unit=chief.unit_id,
        criteria="มาตรฐานในกฎบัตร",
        auditor=auditor.pk,
        quarter=4,
        checklist=Checklist.objects.get().pk,
    )
    planner.see(plan.get_absolute_url())
    planner.send("/submit", scan=True)
    assert not planner.offers("/approve")
    executive = desk(someone("executive"), plan.get_absolute_url())
    executive.send("/approve", scan=True)
    audit = Audit.objects.get()
    inspector = desk(auditor, audit.get_absolute_url())
    inspector.send("/start", scan=True)
    inspector.see(f"{audit.get_absolute_url()}sample")
    span = {"first_day": today.isoformat(), "last_day": today.isoformat()}
    inspector.send(population="service_charter.measurements", size=1, seed="7", **span)
    item = SampleItem.objects.get()
    inspector.see(f"{audit.get_absolute_url()}items/{item.pk}/")
    inspector.send(verdict_0="fails", note_0="22 จาก 40 เรื่อง")
    inspector.see(f"{audit.get_absolute_url()}findings/new")
    inspector.send(grade="major", clause="5.2", text="รักษาคำมั่นไม่ได้", items=item.pk)
    inspector.see(audit.get_absolute_url(), scan=False)
    inspector.send("/report", conclusion="คำมั่นยังไม่เป็นจริง", scan=True)
    finding = AuditFinding.objects.get()
    keeper.see(finding.get_absolute_url())
    keeper.send("/answer", answer="จริง คนไม่พอ", scan=True)
    keeper.see(f"/staff/policy/actions/new?kind=governance.finding&id={finding.public_id}")
    due = (today + dt.timedelta(days=30)).isoformat()
    keeper.send(kind="corrective", cause="คนไม่พอ", action="เพิ่มผู้ตรวจสอบ", owner=chief.pk, due_on=due)
    action = CorrectiveAction.objects.get()
    keeper.see(action.get_absolute_url())
    keeper.send("/complete", note="เพิ่มแล้วสองคน")
    assert not keeper.offers("/verify")  # who carries it out does not judge it
    inspector.see(action.get_absolute_url())
    inspector.send("/verify", effective="yes", note="รอบใหม่ทันทุกเรื่อง", scan=True)
    inspector.see(finding.get_absolute_url())
    inspector.send("/close", note="ตรวจซ้ำแล้ว", scan=True)
    finding.refresh_from_db()
    assert finding.state == "closed"
    inspector.see(audit.get_absolute_url(), scan=False)
    inspector.send("/close", scan=True)
    audit.refresh_from_db()
    assert audit.state == "closed"
