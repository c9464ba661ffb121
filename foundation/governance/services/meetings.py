"""The life of a meeting: planned, invited, held with a quorum, minuted, certified by a later meeting."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Refused
from foundation.core.files import attach
from foundation.core.models import Attachment, locked, signed
from foundation.core.notifications import notify_all
from foundation.core.thai.dates import be_year, format_date
from foundation.governance.enums import NOTED, AgendaKind, MeetingState, Presence
from foundation.governance.lifecycle import MEETING_MOVES
from foundation.governance.models import AgendaItem, Attendance, BoardMeeting
from foundation.governance.selectors.quorum import seats_on
from foundation.governance.services.common import demand_facts

MINUTES_FILE = "governance.meeting"


@transaction.atomic
def plan_meeting(
    *, number: int, year_be: int, held_on: dt.date, by: User, now: dt.datetime, place: str = "", note: str = ""
) -> BoardMeeting:
    """Plan a meeting and lay down the items with which every agenda begins.

    Raises NotAllowed, Incomplete for a day that is past, Refused when the number is taken or does not fit the year.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    demand_facts(held_on=None if held_on >= timezone.localdate(now) else _("Please choose today or a later day."))
    facts = {"number": number, "year_be": year_be, "held_on": held_on, "place": place, "note": note}
    meeting = _recorded(MeetingState.PLANNED, facts, by, now)
    for kind, title in _opening(meeting):
        number_ = meeting.agenda.count() + 1
        item = AgendaItem(
            meeting=meeting, number=str(number_), position=number_ * 100, kind=kind, title=title, created_at=now
        )
        signed(item, by=by, now=now).save()
    return meeting


@transaction.atomic
def change_meeting(
    *, meeting_id: int, shown_version: int, held_on: dt.date, place: str, note: str, by: User, now: dt.datetime
) -> BoardMeeting:
    """Move a meeting that lies ahead to another day or place; who was invited is told.

    Raises NotAllowed, IllegalMove once it was held, StaleVersion, Incomplete.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    meeting = locked(BoardMeeting.objects.all(), pk=meeting_id, shown_version=shown_version)
    if not meeting.is_ahead:
        raise IllegalMove(_("This meeting was held or cancelled, so its day and place stay as they are."))
    demand_facts(held_on=None if held_on >= timezone.localdate(now) else _("Please choose today or a later day."))
    moved = (meeting.held_on, meeting.place) != (held_on, place)
    meeting.held_on, meeting.place, meeting.note = held_on, place, note
    signed(meeting, by=by, now=now).save()
    if moved and meeting.state == MeetingState.INVITED:
        _tell_members(meeting, gettext_lazy("A meeting of the board has a new day or place."))
    return meeting


@transaction.atomic
def invite_to_meeting(*, meeting_id: int, by: User, now: dt.datetime) -> BoardMeeting:
    """Send the invitation with the agenda to the members who sign in. Raises NotAllowed, IllegalMove, Incomplete."""
    meeting = _moved("invite", meeting_id, by)
    demand_facts(agenda=None if meeting.agenda.exists() else _("The agenda is empty. Please write it first."))
    meeting.invited_at = now
    signed(meeting, by=by, now=now).save()
    _tell_members(meeting, gettext_lazy("You are invited to a meeting of the board; its agenda is ready."))
    return meeting


@transaction.atomic
def hold_meeting(*, meeting_id: int, presences: Mapping[int, str], by: User, now: dt.datetime) -> BoardMeeting:
    """The meeting was held: who came, by seat. Raises NotAllowed, IllegalMove, Incomplete for a seat left out."""
    meeting = _moved("hold", meeting_id, by)
    if meeting.held_on > timezone.localdate(now):
        raise Refused(_("A meeting can be recorded once it has been held. Please check the date."))
    signed(meeting, by=by, now=now).save()
    _write_attendance(meeting, presences, by, now)
    return meeting


@transaction.atomic
def record_meeting(
    *,
    number: int,
    year_be: int,
    held_on: dt.date,
    by: User,
    now: dt.datetime,
    note: str = "",
    absent: Collection[int] = (),
) -> BoardMeeting:
    """Record a meeting that was held without having been planned here; every seat came but those named as absent.

    Raises NotAllowed, Refused when the meeting is recorded already, lies in the future, or its year does not fit
    its date (a year's last meeting may be held in the first weeks of the next).
    """
    demand_secretary(by)
    if held_on > timezone.localdate(now):
        raise Refused(_("A meeting can be recorded once it has been held. Please check the date."))
    facts = {"number": number, "year_be": year_be, "held_on": held_on, "note": note}
    meeting = _recorded(MeetingState.HELD, facts, by, now)
    presences = {
        seat.pk: Presence.EXCUSED if seat.pk in absent else Presence.PRESENT for seat in seats_on(meeting.held_on)
    }
    _write_attendance(meeting, presences, by, now)
    return meeting


@transaction.atomic
def correct_attendance(*, meeting_id: int, presences: Mapping[int, str], by: User, now: dt.datetime) -> BoardMeeting:
    """Mend who came, or write it down for a meeting recorded without.

    Raises NotAllowed, IllegalMove once the minutes are drafted, Refused when a resolution stands on what is changed.
    """
    demand(by, Permission.RESOLUTION_RECORD)
    meeting = locked(BoardMeeting.objects.all(), pk=meeting_id)
    if meeting.state != MeetingState.HELD:
        raise IllegalMove(_("Attendance can be mended until the minutes are drafted."))
    _write_attendance(meeting, presences, by, now)
    return meeting


@transaction.atomic
def draft_minutes(*, meeting_id: int, by: User, now: dt.datetime) -> BoardMeeting:
    """Agenda, attendance and outcomes stand as the minutes. Raises NotAllowed, IllegalMove, Incomplete naming gaps."""
    meeting = _moved("draft_minutes", meeting_id, by)
    decided = set(meeting.resolutions.values_list("proposal_id", flat=True))
    open_items = [
        item.number
        for item in meeting.agenda.all()
        if item.kind not in NOTED and not item.outcome and item.proposal_id not in decided
    ]
    demand_facts(
        attendance=None if meeting.attendance.exists() else _("Please record first who came."),
        agenda=None if meeting.agenda.exists() else _("The agenda is empty. Please write it first."),
        outcomes=_("These items have no outcome yet: %(items)s.") % {"items": ", ".join(open_items)}
        if open_items
        else None,
    )
    meeting.minuted_at, meeting.minuted_by = now, by
    signed(meeting, by=by, now=now).save()
    return meeting


@transaction.atomic
def take_back_minutes(*, meeting_id: int, reason: str, by: User, now: dt.datetime) -> BoardMeeting:
    """Open a draft of minutes again. Raises NotAllowed, IllegalMove, Incomplete without a reason."""
    meeting = _moved("take_back_minutes", meeting_id, by)
    demand_facts(reason=None if reason else _("Please say why."))
    meeting.minuted_at = meeting.minuted_by = None
    signed(meeting, by=by, now=now, reason=reason).save()
    return meeting


@transaction.atomic
def certify_minutes(*, meeting_id: int, certified_in_id: int, note: str, by: User, now: dt.datetime) -> BoardMeeting:
    """A later meeting certified the minutes; `note` says what it corrected. Nothing changes in the meeting afterwards.

    Raises NotAllowed, IllegalMove, Incomplete when the other meeting was not held later.
    """
    meeting = _moved("certify", meeting_id, by)
    later = BoardMeeting.objects.took_place().filter(pk=certified_in_id, held_on__gt=meeting.held_on).first()
    demand_facts(meeting=None if later else _("Minutes are certified by a meeting that was held later."))
    meeting.certified_in = later
    meeting.certified_at, meeting.certified_by, meeting.certified_note = now, by, note
    signed(meeting, by=by, now=now, reason=note).save()
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting_id: int, reason: str, by: User, now: dt.datetime) -> BoardMeeting:
    """The meeting does not take place; its number is free again. Raises NotAllowed, IllegalMove, Incomplete."""
    meeting = _moved("cancel", meeting_id, by)
    demand_facts(reason=None if reason else _("Please say why."))
    was_invited = meeting.invited_at is not None
    signed(meeting, by=by, now=now, reason=reason).save()
    if was_invited:
        _tell_members(meeting, gettext_lazy("A meeting of the board was cancelled."))
    return meeting


@transaction.atomic
def file_minutes(*, meeting_id: int, upload: "UploadedFile[Any]", by: User, now: dt.datetime) -> Attachment:
    """Keep the signed minutes with the meeting. Raises NotAllowed, IllegalMove before they are drafted, Refused."""
    demand(by, Permission.RESOLUTION_RECORD)
    meeting = BoardMeeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.state not in (MeetingState.MINUTED, MeetingState.CERTIFIED):
        raise IllegalMove(_("Signed minutes are filed once they are drafted."))
    return attach(owner_kind=MINUTES_FILE, owner_public_id=meeting.public_id, upload=upload, by=by)


def demand_secretary(by: User) -> None:
    """Raises NotAllowed for anybody who does not keep the board's books."""
    demand(by, Permission.RESOLUTION_RECORD, _("Only the board secretary records meetings and resolutions."))


def _recorded(state: MeetingState, facts: dict[str, Any], by: User, now: dt.datetime) -> BoardMeeting:
    if be_year(facts["held_on"]) - facts["year_be"] not in (0, 1):
        raise Refused(
            _("Meeting %(number)s/%(year)s cannot have been held on %(date)s. Please check the year.")
            % {"number": facts["number"], "year": facts["year_be"], "date": format_date(facts["held_on"], "long")}
        )
    meeting = BoardMeeting(state=state, recorded_by=by, created_at=now, **facts)
    try:
        with transaction.atomic():
            signed(meeting, by=by, now=now).save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Meeting %(label)s is recorded already.") % {"label": meeting.label}) from error
    return meeting


def _opening(meeting: BoardMeeting) -> list[tuple[str, str]]:
    """What every agenda begins with, in the language of the board."""
    before = BoardMeeting.objects.filter(state=MeetingState.MINUTED, held_on__lt=meeting.held_on)
    last = before.order_by("-held_on").first() or BoardMeeting.objects.took_place().order_by("-held_on").first()
    certifying = f"รับรองรายงานการประชุมครั้งที่ {last.label}" if last else "รับรองรายงานการประชุม"
    return [
        (AgendaKind.CHAIR, "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        (AgendaKind.MINUTES, certifying),
        (AgendaKind.ARISING, "เรื่องสืบเนื่องจากการประชุมครั้งก่อน"),
    ]


def _moved(name: str, meeting_id: int, by: User) -> BoardMeeting:
    """The locked meeting, its state moved but not yet saved."""
    move = MEETING_MOVES[name]
    demand(by, move.permission)
    meeting = locked(BoardMeeting.objects.all(), pk=meeting_id)
    meeting.state = move.from_(meeting.state)
    return meeting


def _write_attendance(meeting: BoardMeeting, presences: Mapping[int, str], by: User, now: dt.datetime) -> None:
    seats = set(seats_on(meeting.held_on).values_list("pk", flat=True))
    complete = set(presences) == seats and set(presences.values()) <= set(Presence.values)
    demand_facts(attendance=None if complete else _("Please say of every member whether they came."))
    kept = {row.seat_id: row for row in meeting.attendance.select_for_update()}
    changed = [row for seat, row in kept.items() if seat not in presences or row.presence != presences[seat]]
    if changed and meeting.resolutions.filter(is_historical=False).exists():
        raise Refused(_("The board took a resolution with this attendance, so it stays as it is."))
    for row in changed:
        if row.seat_id not in presences:
            signed(row, by=by, now=now).delete()
            continue
        row.presence = presences[row.seat_id]
        signed(row.touch(), by=by, now=now).save()
    for seat_id in sorted(seats - set(kept)):
        row = Attendance(meeting=meeting, seat_id=seat_id, presence=presences[seat_id], created_at=now)
        signed(row, by=by, now=now).save()


def _tell_members(meeting: BoardMeeting, text: Any) -> None:
    members = [seat.user for seat in seats_on(meeting.held_on).select_related("user") if seat.user]
    notify_all(members, text, meeting.get_absolute_url(), f"meeting:{meeting.public_id}:{meeting.version}")
