"""The path of a complaint: every refusal from the table, and what each step writes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.db import IntegrityError, transaction

from complaints import services
from complaints.enums import OPEN, Answer, Priority, Status
from complaints.lifecycle import COMPLAINANT_MOVES, MOVES
from complaints.models import Complaint, Transition
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import OutboxMessage
from tests.complaints.factories import ASSESSMENT, DECISION, FOUND, Desk, ground

Filed = Callable[..., Complaint]


def take(move: str, pk: int, *, by: User | None, now: datetime, desk: Desk) -> Any:
    """Take a move with everything its form would ask."""
    plain = {"complaint_id": pk, "by": by, "now": now}
    acts: dict[str, Callable[[], Any]] = {
        "acknowledge": lambda: services.acknowledge(**plain),
        "assess": lambda: services.assess(assessment=ASSESSMENT, **plain),
        "investigate": lambda: services.start_investigation(investigator=desk.investigator, **plain),
        "decide": lambda: services.decide(decision=DECISION, **plain),
        "communicate": lambda: services.communicate(**plain),
        "accept": lambda: services.accept(**plain),
        "reject": lambda: services.reject(reason="ยังรั่วอยู่", **plain),
        "carry_out": lambda: services.carry_out(what="เปลี่ยนแล้ว", **plain),
        "carry_out_unanswered": lambda: services.carry_out_unanswered(what="เปลี่ยนแล้ว", reason="โทรสามครั้ง", **plain),
        "review": lambda: services.review(reason="ดูใหม่", **plain),
        "close": lambda: services.close(reason="ครบ", **plain),
        "withdraw": lambda: services.withdraw(reason="เปลี่ยนใจ", **plain),
        "reopen": lambda: services.reopen(reason="ยังรั่วอยู่", **plain),
        "dispute": lambda: services.hear(said="not_done", words="ยังหยดอยู่", **plain),
        "reinstate": lambda: services.reinstate(reason="ขอร้องต่อ", **plain),
        "merge": lambda: services.merge(other_number=desk.file().number, reason="ส่งซ้ำ", **plain),
        "separate": lambda: services.separate(reason="คนละเรื่อง", **plain),
        "turn": lambda: services.turn(kind=None, reason="เป็นข้อเสนอแนะ", **plain),
        "turn_back": lambda: services.turn_back(reason="ขอร้องต่อ", **plain),
    }
    return acts[move]()


@pytest.mark.parametrize("status", sorted(Status))
def test_a_state_refuses_every_move_that_does_not_start_there(
    filed: Filed, desk: Desk, now: datetime, status: str
) -> None:
    complaint = filed(status)
    before = Transition.objects.filter(complaint=complaint).count()
    illegal = [move for move, spec in MOVES.items() if status not in spec.sources]
    assert illegal
    for move in illegal:
        with pytest.raises(IllegalMove):
            take(move, complaint.pk, by=desk.manager, now=now, desk=desk)
        complaint.refresh_from_db()
        assert complaint.status == status, move
    assert Transition.objects.filter(complaint=complaint).count() == before


def test_the_whole_path_leaves_a_trail(filed: Filed, desk: Desk) -> None:
    complaint = filed("closed")
    trail = [
        (step.move, step.from_status, step.to_status, step.by)
        for step in complaint.transitions.select_related("by").order_by("id")
    ]
    assert trail == [
        ("receive", "", "received", None),
        ("acknowledge", "received", "acknowledged", desk.officer),
        ("assess", "acknowledged", "assessed", desk.officer),
        ("investigate", "assessed", "investigating", desk.officer),
        ("decide", "investigating", "decided", desk.manager),
        ("communicate", "decided", "communicated", desk.officer),
        ("accept", "communicated", "accepted", None),
        ("carry_out", "accepted", "carried_out", desk.officer),
        ("close", "carried_out", "closed", desk.manager),
    ]
    assert complaint.closed_at is not None
    assert complaint.due == ""


def test_the_complainant_takes_only_the_own_steps(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed()
    for move in sorted(set(MOVES) - COMPLAINANT_MOVES):
        with pytest.raises(NotAllowed):
            take(move, complaint.pk, by=None, now=now, desk=desk)


def test_every_move_refuses_people_without_its_permission(
    filed: Filed, desk: Desk, person: Callable[..., User], now: datetime
) -> None:
    complaint, auditor = filed(), person("auditor")
    for move in MOVES:
        with pytest.raises(NotAllowed):
            take(move, complaint.pk, by=auditor, now=now, desk=desk)
    complaint.refresh_from_db()
    assert complaint.status == Status.RECEIVED


def test_assessing_demands_reasons_for_another_order_of_work(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("acknowledged")
    odd = services.Assessment(
        severity=1,
        is_safety_matter=False,
        complexity=1,
        impact=1,
        needs_immediate_action=False,
        can_act_immediately=False,
        priority=4,
    )
    with pytest.raises(Incomplete) as refusal:
        services.assess(complaint_id=complaint.pk, assessment=odd, by=desk.officer, now=now)
    assert set(refusal.value.missing) == {"priority_reason"}
    complaint.refresh_from_db()
    assert complaint.status == Status.ACKNOWLEDGED


def test_safety_jumps_the_queue(filed: Filed) -> None:
    assert filed("assessed").priority == Priority.URGENT


def test_deciding_demands_findings(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("investigating")
    with pytest.raises(Incomplete) as refusal:
        services.decide(complaint_id=complaint.pk, decision=DECISION, by=desk.manager, now=now)
    assert set(refusal.value.missing) == {"findings", "grounds"}


def test_a_decision_needs_a_remedy(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("investigating")
    services.record_findings(complaint_id=complaint.pk, found=FOUND, by=desk.investigator, now=now)
    ground(complaint, desk.investigator, now)
    bare = services.Decision(outcome="upheld", text="ถูกต้อง", remedies=[])
    with pytest.raises(Incomplete) as refusal:
        services.decide(complaint_id=complaint.pk, decision=bare, by=desk.manager, now=now)
    assert set(refusal.value.missing) == {"remedies"}


def test_the_investigator_does_not_decide(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("assessed")
    services.start_investigation(complaint_id=complaint.pk, investigator=desk.manager, by=desk.officer, now=now)
    services.record_findings(complaint_id=complaint.pk, found=FOUND, by=desk.manager, now=now)
    with pytest.raises(NotAllowed):
        services.decide(complaint_id=complaint.pk, decision=DECISION, by=desk.manager, now=now)


def test_nobody_investigates_a_complaint_about_themselves(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("assessed", complained_about=desk.investigator)
    with pytest.raises(Incomplete) as refusal:
        services.start_investigation(
            complaint_id=complaint.pk, investigator=desk.investigator, by=desk.officer, now=now
        )
    assert set(refusal.value.missing) == {"independence"}


def test_the_one_complained_about_takes_no_step(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("received", complained_about=desk.officer)
    with pytest.raises(NotAllowed):
        services.acknowledge(complaint_id=complaint.pk, by=desk.officer, now=now)
    assert not Complaint.objects.visible_to(desk.officer).filter(pk=complaint.pk).exists()


def test_findings_are_the_investigators(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("investigating")
    with pytest.raises(NotAllowed):
        services.record_findings(complaint_id=complaint.pk, found=FOUND, by=desk.manager, now=now)


# --- clause 7.9: a rejected complaint stays open --------------------------------------------------------------------


def close(complaint: Complaint, desk: Desk, now: datetime, exhaustion: str = "") -> Complaint:
    return services.close(complaint_id=complaint.pk, reason="จบแล้ว", exhaustion=exhaustion, by=desk.manager, now=now)


def test_a_rejected_complaint_stays_open_until_every_way_is_told_and_taken(
    filed: Filed, desk: Desk, now: datetime
) -> None:
    complaint = filed("rejected")
    assert complaint.status in OPEN
    for tell, lacking in (
        ({}, {"internal_recourse", "external_recourse", "exhaustion"}),
        ({"internal": "ผู้จัดการทบทวน"}, {"external_recourse", "exhaustion"}),
        ({"external": "ศูนย์ดำรงธรรม 1567"}, {"exhaustion"}),
    ):
        if tell:
            services.tell_recourse(complaint_id=complaint.pk, by=desk.officer, now=now, **tell)
        with pytest.raises(Incomplete) as refusal:
            close(complaint, desk, now)
        assert set(refusal.value.missing) == lacking
    closed = close(complaint, desk, now, exhaustion="exhausted")
    assert closed.status == Status.CLOSED
    assert complaint.recourses.count() == 2


def test_telling_ways_onward_reaches_the_complainant(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("rejected")
    services.tell_recourse(complaint_id=complaint.pk, by=desk.officer, now=now, internal="ผู้จัดการ", external="1111")
    body = complaint.messages.order_by("-id").first().body
    assert "ผู้จัดการ" in body
    assert "1111" in body


def test_the_database_refuses_closing_a_rejected_complaint(filed: Filed) -> None:
    complaint = filed("rejected")
    with pytest.raises(IntegrityError, match="complaint_rejected_closes_exhausted"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(status=Status.CLOSED, closed_at=complaint.received_at)


def test_a_review_clears_the_decision_and_starts_the_clock_anew(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("rejected")
    later = now + timedelta(days=7)
    reviewed = services.review(complaint_id=complaint.pk, reason="ดูใหม่", by=desk.manager, now=later)
    assert (reviewed.status, reviewed.answer, reviewed.outcome, reviewed.resolved_at) == ("investigating", "", "", None)
    assert reviewed.resolve_due_at > later
    assert reviewed.due_changes.filter(why="restarted", promise="resolve").count() == 1


def test_a_withdrawn_case_starts_anew_without_its_old_decision(filed: Filed, desk: Desk, now: datetime) -> None:
    """Who decided before may investigate now; the old decision stays readable in the conversation."""
    complaint = desk.step(filed("communicated"), "withdraw")
    services.reinstate(complaint_id=complaint.pk, reason="ขอร้องต่อ", by=desk.officer, now=now)
    for move in ("acknowledge", "assess"):
        complaint = desk.step(complaint, move)
    assert (complaint.outcome, complaint.decision, complaint.decided_by) == ("", "", None)
    services.start_investigation(complaint_id=complaint.pk, investigator=desk.manager, by=desk.officer, now=now)
    assert complaint.messages.filter(kind="decision").exists()


def test_an_unanswered_decision_waits_for_its_time(filed: Filed, desk: Desk, now: datetime) -> None:
    complaint = filed("communicated")
    act = {"complaint_id": complaint.pk, "what": "เปลี่ยนแล้ว", "reason": "โทรสามครั้ง", "by": desk.manager}
    with pytest.raises(Incomplete) as refusal:
        services.carry_out_unanswered(now=now, **act)
    assert set(refusal.value.missing) == {"answer_time_over", "proof"}
    desk.prove(complaint)
    done = services.carry_out_unanswered(now=complaint.step_due_at, **act)
    assert done.answer == Answer.NONE_GIVEN


def test_a_decision_is_told_in_the_complainants_language(filed: Filed) -> None:
    assert "ผลการพิจารณา" in filed("communicated").messages.get(kind="decision").body
    assert "Our decision" in filed("communicated", language="en").messages.get(kind="decision").body


def test_messages_leave_by_the_outbox_once_each(filed: Filed) -> None:
    complaint = filed("communicated")
    kinds = OutboxMessage.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["complaints.received", "complaints.message", "complaints.message"]
    assert OutboxMessage.objects.filter(language="th").count() == 3
    assert outgoing.outbox == []
    assert complaint.messages.filter(direction="out").count() == 2


def test_who_wants_no_mail_gets_none(filed: Filed) -> None:
    filed("communicated", reply_by="page")
    filed("communicated", identity="anonymous")
    assert not OutboxMessage.objects.exists()
