"""Who sits on the board in the demo, and who came to its meetings."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from foundation.accounts.models import User
from foundation.governance.enums import MeetingState, Presence
from foundation.governance.models import BoardMeeting, BoardSeat
from foundation.governance.selectors import seats_on
from foundation.governance.services import correct_attendance, save_seat

# Position: office in Thai and English, holder, sign-in.
_HOLDERS = {
    1: ("ประธานกรรมการ", "Chair", "นายวิชัย ธำรงรัตน์", ""),
    2: ("รองประธานกรรมการ", "Vice chair", "นางสาวจารุวรรณ ศิริกุล", ""),
    3: ("กรรมการผู้แทนกระทรวง", "Director for the ministry", "นายดนัย เจริญพร", "board-member"),
    4: ("กรรมการอิสระ", "Independent director", "นางพรทิพย์ วัฒนสุข", ""),
    5: ("กรรมการอิสระ", "Independent director", "นายสมเกียรติ อัครเดช", ""),
    6: ("กรรมการ", "Director", "นายปกรณ์ ชาญวิทย์", ""),
    7: ("กรรมการและกรรมการผู้จัดการ", "Director and managing director", "นายเกรียงไกร มั่นคง", "executive"),
}


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Name the holders of seats that have none, and say who came where only the meeting is known."""
    secretary = people["board-secretary"]
    for seat in BoardSeat.objects.filter(holder="", until=None, position__in=_HOLDERS):
        title_th, title_en, holder, username = _HOLDERS[seat.position]
        save_seat(
            seat_id=seat.pk,
            shown_version=seat.version,
            title_th=title_th,
            title_en=title_en,
            holder=holder,
            user=people.get(username),
            by=secretary,
            now=now - dt.timedelta(days=800),
        )
    open_ones = Q(attendance__isnull=True) | Q(resolutions__isnull=True)
    for meeting in BoardMeeting.objects.filter(open_ones, state=MeetingState.HELD).distinct():
        presences = {seat.pk: _presence(seat.position, meeting) for seat in seats_on(meeting.held_on)}
        correct_attendance(meeting_id=meeting.pk, presences=presences, by=secretary, now=now)


def _presence(position: int, meeting: BoardMeeting) -> str:
    """Each member misses a meeting now and then; the chair never."""
    turn = (meeting.number * 5 + meeting.year_be + position * 3) % 11
    if position == 1 or turn > 2:
        return Presence.PRESENT
    return Presence.ONLINE if turn else Presence.EXCUSED
