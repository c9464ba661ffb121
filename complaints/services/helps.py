"""Help with filing: asked for without a complaint or with one, promised by a time, given or not, and measured."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import rules, rules_help
from complaints.enums_help import DayPart, HelpKind, HelpState, TryOutcome
from complaints.models import Complaint, Help, HelpTry
from complaints.selectors.helps import help_standard
from complaints.services import measuring
from complaints.services.receive import INTAKE_UNIT, phone_hash
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core import clock
from foundation.core.access import people_holding
from foundation.core.calendars import schedule_for
from foundation.core.crypto import destroy_data_key, new_data_key
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.models import locked, signed
from foundation.core.notifications import notify_all
from foundation.core.thai.text import normalise, normalise_line
from foundation.privacy.services import log_access

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from foundation.privacy.models import NoticeVersion
    from service_charter.models import Standard

KIND = "complaints.help"
FIELDS = ("name", "phone", "words")


@dataclass(frozen=True)
class Need:
    """What is asked for, for whom, and when it suits."""

    kinds: list[str]
    name: str = ""
    phone: str = ""
    words: str = ""
    spoken: str = ""
    wanted_on: date | None = None
    wanted_part: str = DayPart.ANY
    language: str = "th"


@transaction.atomic
def ask_help(
    *,
    need: Need,
    now: datetime,
    by: "User | None" = None,
    notice: "NoticeVersion | None" = None,
    complaint: Complaint | None = None,
) -> Help:
    """Write down what somebody needs; those who take complaints down are told. `by` is None for the person itself.

    Raises NotAllowed for an officer without the duty, Incomplete without a kind, a number to reach the person under,
    the language of an interpreter, and for a day that is past or on which we are closed.
    """
    if by is not None and not by.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("Your role does not include taking complaints down."))
    _demand(need, now, reaches=complaint is None)
    row = _row(need, now=now, by=by)
    row.notice, row.complaint = notice, complaint
    signed(row, by=by, now=now).save()
    officers = people_holding(Permission.COMPLAINT_HANDLE).filter(unit=row.unit)
    notify_all(officers, _asked, row.get_absolute_url(), f"help:{row.public_id}")
    return row


def help_given(*, need: Need, complaint: Complaint, by: "User", now: datetime) -> Help:
    """Help that was given while the complaint was taken down: who filed for whom, and in what way."""
    row = _row(need, now=now, by=by)
    row.complaint, row.unit = complaint, complaint.unit
    row.state, row.ended_at, row.ended_by = HelpState.GIVEN, now, by
    signed(row, by=by, now=now).save()
    HelpTry.objects.create(help=row, outcome=TryOutcome.GIVEN, by=by, at=now)
    measuring.tell_help(row, now=now)
    return row


@transaction.atomic
def answer_help(*, help_id: int, outcome: str, note: str, by: "User", now: datetime) -> Help:
    """Write down one try. `given` and `failed` end it; the others leave it waiting.

    Raises NotAllowed, IllegalMove when it ended already, Incomplete without a note where it was not given.
    """
    row = _held(help_id, by)
    if row.state != HelpState.WAITING:
        raise IllegalMove(_("Someone was faster: this has been settled already."))
    missing = {}
    if outcome not in TryOutcome.values:
        missing["outcome"] = _("Please choose.")
    if outcome != TryOutcome.GIVEN and not note.strip():
        missing["note"] = _("Please say what was tried.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
    HelpTry.objects.create(help=row, outcome=outcome, note=normalise(note)[: rules.REASON_LIMIT], by=by, at=now)
    if outcome != TryOutcome.TRIED:
        row.state = HelpState.GIVEN if outcome == TryOutcome.GIVEN else HelpState.NOT_GIVEN
        row.ended_at, row.ended_by = now, by
        signed(row, by=by, now=now).save()
        measuring.tell_help(row, now=now)
    return row


@transaction.atomic
def belongs_to(*, help_id: int, complaint: Complaint, by: "User", now: datetime) -> Help:
    """The complaint that came of it: taking it down was the help, where that still waited.

    Raises NotAllowed, IllegalMove when it has one already.
    """
    row = _held(help_id, by)
    if row.complaint_id is not None:
        raise IllegalMove(_("This help belongs to a complaint already."))
    row.complaint = complaint
    if row.state == HelpState.WAITING:
        row.state, row.ended_at, row.ended_by = HelpState.GIVEN, now, by
        HelpTry.objects.create(help=row, outcome=TryOutcome.GIVEN, by=by, at=now)
    signed(row, by=by, now=now).save()
    measuring.tell_help(row, now=now)
    return row


def reveal_help(*, help_id: int, reason: str, by: "User", now: datetime) -> dict[str, str]:
    """Name, number and words of who asked, the look recorded. Raises NotAllowed, Incomplete without a reason."""
    row = Help.objects.visible_to(by).select_related("data_key").filter(pk=help_id).first()
    if row is None or not by.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("Your role does not include this step."))
    log_access(by=by, kind=KIND, public_id=row.public_id, fields=FIELDS, reason=reason, now=now)
    return {name: getattr(row, name) or "" for name in FIELDS}


@transaction.atomic
def erase_help(*, public_id: str, by: "User", now: datetime) -> None:
    """Forget who asked; kinds and times stay for the figures. Raises Refused while it waits."""
    row = locked(Help.objects.select_related("data_key"), pk=Help.objects.get(public_id=public_id).pk)
    if row.state == HelpState.WAITING:
        raise Refused(_("Help that was asked for still waits."))
    if row.data_key and not row.data_key.is_destroyed:
        destroy_data_key(row.data_key, now=now)
    row.phone_hash = ""
    signed(row, by=by, now=now, reason="erasure").save()
    row.history.update(phone_hash="")


def _row(need: Need, *, now: datetime, by: "User | None") -> Help:
    standard = help_standard(at=now)
    row = Help(
        kinds=[kind for kind in HelpKind.values if kind in need.kinds],
        spoken=normalise_line(need.spoken)[:60],
        data_key=new_data_key(),
        phone_hash=phone_hash(need.phone),
        language=need.language,
        wanted_on=need.wanted_on,
        wanted_part=need.wanted_part,
        unit=Unit.objects.get(code=INTAKE_UNIT),
        asked_at=now,
        written_by=by,
        standard=standard,
        due_at=due_of(need.wanted_on, need.wanted_part, standard, now=now),
        created_at=now,
    )
    row.name, row.phone, row.words = normalise_line(need.name), need.phone, normalise(need.words)
    return row


def due_of(wanted_on: date | None, wanted_part: str, standard: "Standard | None", *, now: datetime) -> datetime:
    """By when we promise to be there: as the charter says, or at the end of the wanted part of the wanted day."""
    schedule = schedule_for()
    if wanted_on is None:
        return clock.due_at(now, standard.duration if standard else rules_help.FALLBACK, schedule)
    end = time(12) if wanted_part == DayPart.MORNING else time(17)
    return max(datetime.combine(wanted_on, end, tzinfo=schedule.zone), now)


def _demand(need: Need, now: datetime, *, reaches: bool) -> None:
    missing = {}
    if not set(need.kinds) & set(HelpKind.values):
        missing["kinds"] = _("Please choose at least one.")
    if reaches and not need.phone:
        missing["phone"] = _("Please give the telephone number under which we reach you.")
    if HelpKind.INTERPRETER in need.kinds and not need.spoken.strip():
        missing["spoken"] = _("Please name the language.")
    if need.wanted_on is not None:
        if not timezone.localdate(now) <= need.wanted_on <= timezone.localdate(now) + rules_help.HELP_AHEAD:
            missing["wanted_on"] = _("Please choose a day within the next 30 days.")
        elif not _is_open(need.wanted_on):
            missing["wanted_on"] = _("We are closed on that day. Please choose another.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _is_open(day: date) -> bool:
    schedule = schedule_for()
    start = datetime.combine(day, time(0), tzinfo=schedule.zone)
    return bool(clock.working_between(start, datetime.combine(day, time(23, 59), tzinfo=schedule.zone), schedule))


def _held(help_id: int, by: "User") -> Help:
    row = Help.objects.select_for_update(of=("self",)).visible_to(by).filter(pk=help_id).first()
    if row is None or not by.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("Your role does not include this step."))
    return row.touch()


def _asked() -> str:
    return _("Somebody asks for help with filing a complaint")
