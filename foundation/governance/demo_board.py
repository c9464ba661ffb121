"""Agendas of the meetings, and what the board observed in them: answered, returned, accepted, or waiting."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.core.models import Notification
from foundation.governance.demo_days import at
from foundation.governance.enums import AgendaKind, ObservationState
from foundation.governance.models import BoardMeeting, Observation
from foundation.governance.services import (
    accept_observation,
    answer_observation,
    record_observation,
    return_observation,
    save_agenda_item,
)

_DAY = dt.timedelta(days=1)
_MATTERS = (
    ("3.2", AgendaKind.FOR_INFORMATION, "รายงานข้อร้องเรียนและการตอบตามมาตรฐานบริการ"),
    ("3.3", AgendaKind.FOR_INFORMATION, "ความคืบหน้าแผนปฏิบัติการด้านลูกค้าและตลาด"),
    ("4.1", AgendaKind.FOR_DECISION, "แนวทางดูแลผู้เช่ารายสำคัญในศูนย์ราชการ"),
    ("4.1", AgendaKind.FOR_DECISION, "แผนปรับปรุงพื้นที่ร้านค้าและที่จอดรถ"),
)


@dataclass(frozen=True)
class Step:
    """An answer so many days after it was asked for, and what the next meeting said of it."""

    after: int
    answer: str
    link: str = ""
    board: str = ""  # accept, return, or nothing yet
    note: str = ""


@dataclass(frozen=True)
class Story:
    """One observation: `back` counts meetings from the newest (0)."""

    back: int
    text: str
    unit: str
    person: str
    days: int
    steps: tuple[Step, ...] = ()


_STORIES = (
    Story(
        22,
        "ขอให้จำแนกข้อร้องเรียนตามกลุ่มลูกค้า ไม่รายงานเป็นยอดรวมอย่างเดียว",
        "complaint-centre",
        "complaint-manager",
        45,
        (Step(20, "เพิ่มการจำแนกตามกลุ่มลูกค้าในรายงานทุกฉบับแล้ว", "/staff/reports/", "accept"),),
    ),
    Story(
        19,
        "ควรมีผู้รับผิดชอบข้อมูลลูกค้าแต่ละกลุ่มเพียงหน่วยงานเดียว",
        "customer-market",
        "customer-officer",
        40,
        (Step(18, "กำหนดฝ่ายลูกค้าและการตลาดเป็นเจ้าของข้อมูลลูกค้า และฝ่ายสารสนเทศดูแลระบบ", "/staff/customers/", "accept"),),
    ),
    Story(
        15,
        "ขอให้เปรียบเทียบความพึงพอใจของหน่วยงานราชการกับผู้เช่าเอกชน",
        "customer-market",
        "voc-analyst",
        40,
        (Step(23, "รายงานผลแยกสองกลุ่มพร้อมช่วงความเชื่อมั่นและจำนวนผู้ตอบแล้ว", "/staff/voc/", "accept"),),
    ),
    Story(
        11,
        "ลิฟต์อาคาร B หยุดบ่อย ขอทราบแผนแก้ไขและกำหนดเสร็จ",
        "building-services",
        "complaint-investigator",
        12,
        (Step(21, "จัดซื้ออะไหล่สำรองและปรับรอบบำรุงรักษาเป็นทุกสองสัปดาห์", "/staff/policy/actions/", "accept"),),
    ),
    Story(
        7,
        "ให้ทบทวนกลุ่มลูกค้าเป้าหมาย โดยอธิบายเกณฑ์ที่ใช้เลือกให้ชัดเจน",
        "strategy",
        "strategist",
        45,
        (
            Step(15, "ใช้มูลค่าสัญญาและศักยภาพการเติบโตเป็นเกณฑ์", "", "return", "ขอเหตุผลของน้ำหนักแต่ละเกณฑ์ด้วย"),
            Step(12, "แนบผลศึกษาการจำแนกกลุ่มและเหตุผลของเกณฑ์ที่ใช้", "/staff/segments/", "accept"),
        ),
    ),
    Story(
        5,
        "ควรแจ้งผู้เช่าล่วงหน้าก่อนปิดซ่อมระบบสาธารณูปโภคทุกครั้ง",
        "building-services",
        "complaint-investigator",
        40,
        (Step(14, "กำหนดให้แจ้งล่วงหน้าอย่างน้อยเจ็ดวัน และเก็บหลักฐานการแจ้ง", "/staff/charter/", "accept"),),
    ),
    Story(  # past its day and never answered: what red in the cockpit looks like
        4,
        "ขอให้รายงานการทดสอบแผนสำรองไฟฟ้าต่อผู้เช่าที่ให้บริการประชาชน",
        "building-services",
        "complaint-investigator",
        40,
    ),
    Story(
        2,
        "ขอทราบสาเหตุที่ผู้เช่าร้านค้าไม่ต่อสัญญา และแนวทางรักษาลูกค้า",
        "customer-market",
        "customer-officer",
        45,
        (Step(16, "ผู้เช่าส่วนใหญ่แจ้งว่ายอดขายลดลงหลังปรับวันทำงาน", "", "return", "ขอตัวเลขรายกลุ่มและแนวทางรักษาลูกค้า"),),
    ),
    Story(
        1,
        "ให้เร่งปิดข้อร้องเรียนซ้ำเรื่องที่จอดรถ และวัดว่าแก้ไขได้ผลหรือไม่",
        "complaint-centre",
        "complaint-manager",
        80,
        (Step(26, "เปิดใช้ระบบแสดงช่องจอดว่าง จำนวนเรื่องซ้ำลดลง และจะทวนสอบอีกครั้งสิ้นไตรมาส", "/staff/complaints/"),),
    ),
    Story(
        0,
        "ขอให้นำความเห็นของประชาชนผู้มาติดต่อมาใช้พัฒนาบริการใหม่ให้มากขึ้น",
        "property",
        "product-manager",
        60,
    ),
    Story(
        0,
        "ให้รายงานความคืบหน้าของแผนยุทธศาสตร์เทียบกับงบประมาณที่ใช้จริง",
        "strategy",
        "strategist",
        75,
    ),
)


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Write agendas and observations where there are none yet."""
    meetings = list(BoardMeeting.objects.filter(held_on__gte=timezone.localdate(now) - 800 * _DAY).order_by("-held_on"))
    for meeting in meetings:
        _agenda(meeting, people["board-secretary"])
    units = {unit.code: unit for unit in Unit.objects.all()}
    for story in _STORIES:
        if story.back < len(meetings) and not Observation.objects.filter(text=story.text).exists():
            _tell(story, meetings, units, people, now)


def _agenda(meeting: BoardMeeting, secretary: User) -> None:
    if meeting.agenda.exists():
        return
    matters = [("3.1", AgendaKind.FOR_INFORMATION, meeting.note)] if meeting.note else []
    matters.append(_MATTERS[meeting.number % len(_MATTERS)])
    for number, kind, title in matters:
        save_agenda_item(
            meeting_id=meeting.pk,
            number=number,
            kind=kind,
            title=title,
            proposal=None,
            by=secretary,
            now=at(meeting.held_on - 7 * _DAY),
        )


def _tell(
    story: Story,
    meetings: Sequence[BoardMeeting],
    units: Mapping[str, Unit],
    people: Mapping[str, User],
    now: dt.datetime,
) -> None:
    meeting, back, secretary = meetings[story.back], story.back, people["board-secretary"]
    seen = record_observation(
        meeting_id=meeting.pk,
        text=story.text,
        owner_unit=units[story.unit],
        owner=people[story.person],
        due_on=meeting.held_on + story.days * _DAY,
        by=secretary,
        now=at(meeting.held_on, hour=17),
    )
    for step in story.steps:
        answered = min(at(meetings[back].held_on + step.after * _DAY, hour=10), now)
        links = [step.link] if step.link else []
        answer_observation(observation_id=seen.pk, text=step.answer, links=links, by=people[story.person], now=answered)
        if step.board:
            back -= 1
            _decide(seen, step, meetings[back], secretary)
    seen.refresh_from_db()
    if seen.state == ObservationState.ACCEPTED:
        # Nobody needs to be told today of what was settled long ago.
        Notification.objects.filter(url=seen.get_absolute_url()).update(read_at=seen.decided_at)


def _decide(seen: Observation, step: Step, meeting: BoardMeeting, secretary: User) -> None:
    moment = at(meeting.held_on, hour=17)
    if step.board == "accept":
        accept_observation(observation_id=seen.pk, meeting_id=meeting.pk, note=step.note, by=secretary, now=moment)
        return
    due_on = meeting.held_on + 90 * _DAY
    return_observation(
        observation_id=seen.pk, meeting_id=meeting.pk, note=step.note, due_on=due_on, by=secretary, now=moment
    )
