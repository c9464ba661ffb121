"""The meetings of the demo after they were held: outcomes, minutes, certifying, signed files; and those ahead."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from foundation.accounts.models import User
from foundation.core.models import signed
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date
from foundation.governance.demo_days import at, fourth_wednesday
from foundation.governance.enums import NOTED, AgendaKind, MeetingState
from foundation.governance.models import AgendaItem, BoardMeeting, BoardSeat, Proposal
from foundation.governance.selectors import open_proposals, seats_on
from foundation.governance.services import (
    certify_minutes,
    declare_interest,
    draft_minutes,
    file_minutes,
    invite_to_meeting,
    plan_meeting,
    save_agenda_item,
)

_DAY = dt.timedelta(days=1)
_OUTCOMES = {
    AgendaKind.FOR_DECISION: "ที่ประชุมเห็นชอบในหลักการ และให้ฝ่ายจัดการรายงานความคืบหน้าทุกไตรมาส",
    AgendaKind.MINUTES: "ที่ประชุมรับรองรายงานการประชุมโดยไม่มีการแก้ไข",
    AgendaKind.ARISING: "ที่ประชุมรับทราบความคืบหน้า",
}
_CORRECTED = "แก้ไขหน้า 3 บรรทัดที่ 8 จาก “ไตรมาส 2” เป็น “ไตรมาส 3”"


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Take the meetings through their life where they still stand as held; plan the next two."""
    secretary = people["board-secretary"]
    meetings = list(BoardMeeting.objects.took_place().order_by("held_on", "id"))
    for meeting, later in pairwise(meetings):
        if meeting.state == MeetingState.HELD and meeting.attendance.exists():
            _minutes(meeting, later, secretary)
    for meeting in [each for each in meetings[-7:-1] if each.attendance.exists()][:3]:
        _signed_file(meeting, secretary, now)
    _ahead(meetings, now, secretary)


def _minutes(meeting: BoardMeeting, later: BoardMeeting, secretary: User) -> None:
    drafted, decided = at(meeting.held_on + 5 * _DAY), set(meeting.resolutions.values_list("proposal_id", flat=True))
    if not meeting.agenda.exists():
        return
    for item in meeting.agenda.all():
        if not item.outcome and item.kind not in NOTED and item.proposal_id not in decided:
            _outcome(item, secretary, drafted)
    draft_minutes(meeting_id=meeting.pk, by=secretary, now=drafted)
    if later.held_on - meeting.held_on < 60 * _DAY and _is_old(meeting):
        note = _CORRECTED if meeting.number % 7 == 3 else ""
        certified = at(later.held_on, hour=14)
        certify_minutes(meeting_id=meeting.pk, certified_in_id=later.pk, note=note, by=secretary, now=certified)


def _is_old(meeting: BoardMeeting) -> bool:
    """The newest pair of meetings shows minutes that are drafted but not certified."""
    return BoardMeeting.objects.took_place().filter(held_on__gt=meeting.held_on).count() > 1


def _outcome(item: AgendaItem, secretary: User, now: dt.datetime) -> None:
    item.outcome = _OUTCOMES.get(AgendaKind(item.kind), "ที่ประชุมรับทราบ")
    signed(item.touch(), by=secretary, now=now).save()


def _signed_file(meeting: BoardMeeting, secretary: User, now: dt.datetime) -> None:
    meeting.refresh_from_db()
    if meeting.state not in (MeetingState.MINUTED, MeetingState.CERTIFIED):
        return
    title = f"รายงานการประชุมคณะกรรมการ ครั้งที่ {meeting.label}"
    lines = [f"{item.number} {item.title}" for item in meeting.agenda.all()]
    meta = {
        "title": title,
        "period": format_date(meeting.held_on, "long"),
        "company": organisation("th")["name"],
        "short": meeting.label,
        "edition": "ฉบับลงนาม",
        "asof": format_date(meeting.held_on),
        "secrecy": "ภายใน",
    }
    pdf = build_pdf("plain.typ", {"meta": meta, "paragraphs": lines}, date=meeting.held_on)
    upload = SimpleUploadedFile(f"minutes-{meeting.year_be}-{meeting.number}.pdf", pdf, "application/pdf")
    file_minutes(meeting_id=meeting.pk, upload=upload, by=secretary, now=now)


def _ahead(meetings: Sequence[BoardMeeting], now: dt.datetime, secretary: User) -> None:
    today = timezone.localdate(now)
    months = [divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(3)]
    days = [day for year, month in months if (day := fourth_wednesday(year, month + 1)) > today]
    for position, day in enumerate(days[:2]):
        if BoardMeeting.objects.filter(number=day.month, year_be=day.year + 543).exists():
            continue
        meeting = plan_meeting(
            number=day.month,
            year_be=day.year + 543,
            held_on=day,
            place="ห้องประชุมคณะกรรมการ ชั้น 9",
            note="รับทราบผลการดำเนินงานด้านลูกค้าและตลาด",
            by=secretary,
            now=now,
        )
        if position == 0:
            _next_meeting(meeting, secretary, now)


def _next_meeting(meeting: BoardMeeting, secretary: User, now: dt.datetime) -> None:
    waiting = list(open_proposals().exclude(proposed_by=secretary)[:3])
    for number, proposal in enumerate(waiting, 1):
        save_agenda_item(
            meeting_id=meeting.pk,
            number=f"5.{number}",
            kind=AgendaKind.FOR_DECISION,
            title=proposal.title_th[:300],
            proposal=proposal,
            by=secretary,
            now=now,
        )
    save_agenda_item(
        meeting_id=meeting.pk,
        number="4.1",
        kind=AgendaKind.FOR_INFORMATION,
        title="รายงานข้อร้องเรียนและการตอบตามมาตรฐานบริการ",
        proposal=None,
        by=secretary,
        now=now,
    )
    if waiting:
        _interest(waiting[0], secretary, now)
    invite_to_meeting(meeting_id=meeting.pk, by=secretary, now=now)


def _interest(proposal: Proposal, secretary: User, now: dt.datetime) -> None:
    seat: BoardSeat | None = seats_on(timezone.localdate(now)).filter(position=5).first()
    if seat:
        ground = "เป็นที่ปรึกษาของผู้เช่ารายหนึ่งที่ได้รับผลจากเรื่องนี้"
        declare_interest(proposal_id=proposal.pk, seat_id=seat.pk, ground=ground, by=secretary, now=now)
