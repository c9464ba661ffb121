"""How the demonstration's complaints go: each step by the real services, at its own past moment."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from complaints import services
from complaints.demo_closing import confirm, prove
from complaints.demo_fishbone import draw
from complaints.demo_grounds import look_into
from complaints.demo_texts import COMMENTS, FOLLOW_UPS, NOTES, REJECTIONS, Case
from complaints.enums import Exhaustion, PauseKind, Severity
from complaints.models import Approval, Complaint, Rating
from foundation.accounts.models import User
from foundation.core.calendars import schedule_for
from foundation.core.clock import Schedule, add_working

QUESTION = "รบกวนขอภาพถ่ายจุดเกิดเหตุ และช่วงเวลาที่สะดวกให้ช่างเข้าพื้นที่"


class PresentReached(Exception):
    """The next step of a story lies in the future: it has not happened yet."""


@dataclass
class Team:
    """Who works on the demonstration's complaints."""

    officers: list[User]
    investigators: list[User]
    manager: User
    executive: User


class Story:
    """One complaint's way through time. `step` moves the clock on by working hours and stops at the present."""

    def __init__(self, complaint: Complaint, case: Case, chance: random.Random, now: datetime, team: Team) -> None:
        self.complaint, self.case, self.chance, self.now = complaint, case, chance, now
        self.schedule: Schedule = schedule_for()
        self.at = complaint.received_at
        self.officer = chance.choice(team.officers)
        self.investigator = chance.choice(team.investigators)
        self.manager, self.executive = team.manager, team.executive
        self.is_critical = case.severity == Severity.CRITICAL

    def step(self, hours: float) -> datetime:
        """The moment of the next step, so many working hours on. Raises PresentReached."""
        self.at = add_working(self.at, timedelta(hours=hours), self.schedule)
        if self.at > self.now:
            raise PresentReached
        return self.at

    @property
    def pk(self) -> int:
        """The complaint's key."""
        return self.complaint.pk


Plot = Callable[[Story], None]


def play(plot: Plot, story: Story) -> None:
    """Play a plot as far as the present allows, in one transaction."""
    with transaction.atomic():
        try:
            plot(story)
        except PresentReached:
            return


def answer_approval(asked: Approval, *, by: User, now: datetime) -> None:
    """The second person has read it and lets it happen."""
    services.approve(approval_id=asked.pk, by=by, now=now, shown_version=asked.version, remarks="")


def stands_acknowledged(story: Story) -> None:
    services.acknowledge(complaint_id=story.pk, by=story.officer, now=story.step(0.6))


def stands_assessed(story: Story) -> None:
    stands_acknowledged(story)
    _assess(story)


def stands_investigating(story: Story) -> None:
    stands_assessed(story)
    services.start_investigation(
        complaint_id=story.pk, investigator=story.investigator, by=story.officer, now=story.step(0.5)
    )
    services.add_note(
        complaint_id=story.pk, body=story.chance.choice(NOTES), by=story.investigator, now=story.step(0.5)
    )


def stands_late(story: Story) -> None:
    stands_investigating(story)
    services.receive_message(complaint_id=story.pk, body=FOLLOW_UPS[-1], now=story.step(18))


def stands_waiting(story: Story) -> None:
    stands_investigating(story)
    services.send_message(
        complaint_id=story.pk, body=QUESTION, by=story.officer, now=story.step(1), pause_for=PauseKind.COMPLAINANT
    )


def stands_decided(story: Story) -> None:
    stands_investigating(story)
    _record_findings(story, hours=6)
    _decide(story, is_sent=False)


def stands_told(story: Story) -> None:
    stands_investigating(story)
    _record_findings(story, hours=6)
    _decide(story)


def stands_rejected(story: Story) -> None:
    stands_told(story)
    services.reject(complaint_id=story.pk, by=None, now=story.step(6), reason=story.chance.choice(REJECTIONS))
    if story.chance.random() < 0.5:
        _tell_ways(story)


def whole_way(story: Story) -> None:
    """The whole way of one complaint, as far as the present allows."""
    chance = story.chance
    if chance.random() < 0.04:
        services.withdraw(
            complaint_id=story.pk, reason="แก้ไขเรียบร้อยก่อนแล้ว ขอบคุณ", by=None, now=story.step(chance.uniform(1, 5))
        )
        return
    late_reply, late_outcome = chance.random() < 0.05, chance.random() < 0.11
    services.acknowledge(
        complaint_id=story.pk,
        by=story.officer,
        now=story.step(chance.uniform(9, 14) if late_reply else chance.uniform(0.3, 4)),
    )
    _assess(story)
    services.start_investigation(
        complaint_id=story.pk, investigator=story.investigator, by=story.officer, now=story.step(chance.uniform(0.3, 2))
    )
    _look_into(story, slow=late_outcome)
    _decide(story)
    _end(story)


def _assess(story: Story) -> None:
    case, chance = story.case, story.chance
    services.assess(
        complaint_id=story.pk,
        assessment=services.Assessment(
            severity=case.severity,
            is_safety_matter=case.is_safety_matter,
            complexity=chance.choices((1, 2, 3), weights=(5, 4, 1))[0],
            impact=case.impact,
            needs_immediate_action=bool(case.immediate),
            can_act_immediately=bool(case.immediate),
            immediate_action=case.immediate,
        ),
        by=story.officer,
        now=story.step(chance.uniform(0.2, 1.5)),
    )


def _look_into(story: Story, *, slow: bool) -> None:
    """Notes, questions that stop the clock, findings."""
    chance = story.chance
    if chance.random() < 0.4:
        services.add_note(
            complaint_id=story.pk,
            body=chance.choice(NOTES),
            by=story.investigator,
            now=story.step(chance.uniform(0.5, 2)),
        )
    if chance.random() < 0.12:
        asked_at = story.step(chance.uniform(0.3, 2))
        services.send_message(
            complaint_id=story.pk,
            body=QUESTION,
            by=story.officer,
            now=asked_at,
            pause_for=PauseKind.COMPLAINANT,
        )
        services.receive_message(
            complaint_id=story.pk, body=chance.choice(FOLLOW_UPS), now=story.step(chance.uniform(2, 16))
        )
    elif chance.random() < 0.3:
        services.receive_message(
            complaint_id=story.pk, body=chance.choice(FOLLOW_UPS), now=story.step(chance.uniform(0.5, 3))
        )
    _record_findings(story, hours=chance.uniform(22, 60) if slow else chance.uniform(2, 8))


def _record_findings(story: Story, *, hours: float) -> None:
    found_at = story.step(hours)
    look_into(pk=story.pk, case=story.case, by=story.investigator, now=found_at)
    draw(pk=story.pk, case=story.case, by=story.investigator, now=found_at)
    services.record_findings(
        complaint_id=story.pk,
        found=services.Findings(story.case.findings, story.case.cause, story.case.cause_kind, list(story.case.whys)),
        by=story.investigator,
        now=found_at,
    )


def _decide(story: Story, *, is_sent: bool = True) -> None:
    case, chance = story.case, story.chance
    decided_at = story.step(chance.uniform(0.5, 4))
    services.decide(
        complaint_id=story.pk,
        decision=services.Decision(
            outcome=case.outcome,
            text=case.decision,
            remedies=list(case.remedies),
            prevention=case.prevention,
            carry_out_by=timezone.localdate(decided_at) + timedelta(days=14),
        ),
        by=story.manager,
        now=decided_at,
    )
    if is_sent:
        sent_at = story.step(chance.uniform(0.1, 1.5))
        asked = services.communicate_or_ask(complaint_id=story.pk, by=story.officer, now=sent_at)
        if isinstance(asked, Approval):
            answer_approval(asked, by=story.executive, now=story.step(chance.uniform(0.3, 2)))


def _end(story: Story) -> None:
    """Accepted and carried out, rejected and reviewed, or never answered."""
    roll = story.chance.random()
    if roll < 0.08:
        _contest(story)
    elif roll < 0.2:
        _carry_out_unanswered(story)
    else:
        services.accept(complaint_id=story.pk, by=None, now=story.step(story.chance.uniform(2, 40)))
        _carry_out(story)
    _close(story)


def _carry_out(story: Story) -> None:
    _rate(story)
    done_at = story.step(story.chance.uniform(4, 60))
    prove(story.pk, story.chance, by=story.investigator, now=done_at)
    services.carry_out(
        complaint_id=story.pk,
        what=f"{story.case.prevention} ตรวจหน้างานแล้วเรียบร้อย",
        by=story.officer,
        now=done_at,
    )
    _confirm(story)


def _confirm(story: Story) -> None:
    """Four of ten answer the question; few say that it is not done, and then the work is done over."""
    roll = story.chance.random()
    if roll < 0.4:
        again = confirm(story.pk, story.chance, is_done=roll >= 0.04, now=story.step(story.chance.uniform(4, 24)))
        if again:
            _look_into(story, slow=False)
            _decide(story)
            services.accept(complaint_id=story.pk, by=None, now=story.step(story.chance.uniform(2, 30)))
            _carry_out(story)


def _carry_out_unanswered(story: Story) -> None:
    done_at = story.step(11 * 8)
    prove(story.pk, story.chance, by=story.investigator, now=done_at)
    services.carry_out_unanswered(
        complaint_id=story.pk,
        what="ดำเนินการตามผลพิจารณาครบแล้ว",
        reason="ส่งข้อความสองครั้งและโทรสามครั้ง ไม่ได้รับคำตอบ",
        by=story.manager,
        now=done_at,
    )


def _contest(story: Story) -> None:
    """Not accepted: told the ways onward, looked at once more, and then accepted; or left open."""
    chance = story.chance
    services.reject(
        complaint_id=story.pk, by=None, now=story.step(chance.uniform(3, 30)), reason=chance.choice(REJECTIONS)
    )
    _tell_ways(story)
    if chance.random() < 0.3:
        asked = services.close_or_ask(
            complaint_id=story.pk,
            reason="ผู้ร้องนำเรื่องไปยังศูนย์ดำรงธรรม ซึ่งมีความเห็นสอดคล้องกับผลพิจารณา",
            exhaustion=Exhaustion.EXHAUSTED,
            by=story.officer if story.is_critical else story.manager,
            now=story.step(8 * 30),
        )
        if isinstance(asked, Approval):
            answer_approval(asked, by=story.manager, now=story.step(1))
        raise PresentReached
    services.review(
        complaint_id=story.pk, reason="ทบทวนตามคำขอของผู้ร้อง", by=story.manager, now=story.step(chance.uniform(4, 16))
    )
    _look_into(story, slow=False)
    _decide(story)
    services.accept(complaint_id=story.pk, by=None, now=story.step(chance.uniform(2, 30)))
    _carry_out(story)


def _tell_ways(story: Story) -> None:
    services.tell_recourse(
        complaint_id=story.pk,
        by=story.officer,
        now=story.step(story.chance.uniform(1, 12)),
        internal="ขอให้ผู้จัดการที่ไม่เกี่ยวข้องทบทวนภายใน 30 วัน",
        external="ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล 1111 หรือศูนย์ดำรงธรรม 1567",
    )


def _close(story: Story) -> None:
    asked = services.close_or_ask(
        complaint_id=story.pk,
        reason="ดำเนินการครบและแจ้งผู้ร้องแล้ว",
        by=story.officer if story.is_critical else story.manager,
        now=story.step(story.chance.uniform(1, 20)),
    )
    if isinstance(asked, Approval):
        answer_approval(asked, by=story.manager, now=story.step(story.chance.uniform(0.5, 3)))


def _rate(story: Story) -> None:
    if story.chance.random() < 0.45 and not Rating.objects.filter(complaint=story.pk).exists():
        process = story.chance.choices((1, 2, 3, 4, 5), weights=(3, 5, 14, 40, 38))[0]
        services.rate(
            complaint_id=story.pk,
            process=process,
            outcome=max(1, process - story.chance.choice((0, 0, 1))),
            comment=story.chance.choice(COMMENTS),
            now=story.step(0.5),
        )
