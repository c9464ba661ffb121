"""What is laid before the board, when it met, what it decided."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.core.thai.dates import be_year, format_date
from foundation.governance.enums import ResolutionKind
from foundation.governance.models import SHA256, BoardMeeting, Proposal, Resolution, Withdrawal

_listeners: list[Callable[[Resolution], None]] = []


def on_resolution(callback: Callable[[Resolution], None]) -> None:
    """Call back inside the transaction that records a resolution, so that the content it decides moves with it.

    Rooms above plug in from `AppConfig.ready()` and ignore kinds of content that are not theirs; a callback that
    raises takes the resolution back.
    """
    if callback not in _listeners:
        _listeners.append(callback)


@transaction.atomic
def propose(
    *,
    content_kind: str,
    content_public_id: str,
    content_hash: str,
    title_th: str,
    title_en: str,
    url: str,
    drafter_ids: Iterable[int],
    by: User,
    now: dt.datetime,
) -> Proposal:
    """Lay an exact content before the board. The caller has checked that `by` may.

    Raises ValueError for a hash that is not a sha-256 in hex.
    """
    if not re.fullmatch(SHA256, content_hash):
        raise ValueError("content_hash must be a sha-256 in lower-case hex")
    return Proposal.objects.create(
        content_kind=content_kind,
        content_public_id=content_public_id,
        content_hash=content_hash,
        title_th=title_th,
        title_en=title_en,
        url=url,
        drafter_ids=sorted(set(drafter_ids)),
        proposed_by=by,
        created_at=now,
    )


@transaction.atomic
def withdraw(*, content_public_id: str, reason: str, by: User, now: dt.datetime) -> None:
    """Take back what of this content still lies before the board; nothing happens when there is none."""
    for proposal in Proposal.objects.select_for_update().filter(content_public_id=content_public_id):
        if not proposal.resolutions.exists() and not Withdrawal.objects.filter(proposal=proposal).exists():
            Withdrawal.objects.create(proposal=proposal, reason=reason, withdrawn_by=by, created_at=now)


@transaction.atomic
def record_meeting(
    *, number: int, year_be: int, held_on: dt.date, by: User, now: dt.datetime, note: str = ""
) -> BoardMeeting:
    """Record that the board met.

    Raises NotAllowed, Refused when the meeting is recorded already, lies in the future, or its year does not fit
    its date (a year's last meeting may be held in the first weeks of the next).
    """
    _demand_secretary(by)
    if held_on > timezone.localdate(now):
        raise Refused(_("A meeting can be recorded once it has been held. Please check the date."))
    if be_year(held_on) - year_be not in (0, 1):
        raise Refused(
            _("Meeting %(number)s/%(year)s cannot have been held on %(date)s. Please check the year.")
            % {"number": number, "year": year_be, "date": format_date(held_on, "long")}
        )
    meeting = BoardMeeting(number=number, year_be=year_be, held_on=held_on, note=note, recorded_by=by, created_at=now)
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Meeting %(label)s is recorded already.") % {"label": meeting.label}) from error
    return meeting


@transaction.atomic
def record_resolution(
    *,
    meeting_id: int,
    proposal_id: int,
    item: str,
    kind: str,
    by: User,
    now: dt.datetime,
    subject: str = "",
    remarks: str = "",
) -> Resolution:
    """Record what the board decided about a proposal; the hash of the proposed content becomes part of it.

    Raises NotAllowed when `by` is no secretary of the board or helped to draft the content, Incomplete without an
    agenda item or due remarks, Refused when the proposal was answered by this meeting, made after the meeting,
    withdrawn, or replaced by a newer one.
    """
    _demand_secretary(by)
    # The lock lets two secretaries who record the same decision come one after the other.
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    meeting = BoardMeeting.objects.get(pk=meeting_id)
    if by.pk in {*proposal.drafter_ids, proposal.proposed_by_id}:
        raise NotAllowed(_("You helped to draft this content, so someone else must record the board's resolution."))
    _demand_facts(item, kind, remarks)
    _demand_open(proposal, meeting)
    resolution = Resolution.objects.create(
        meeting=meeting,
        proposal=proposal,
        item=item,
        subject=subject or proposal.title_th,
        kind=kind,
        remarks=remarks,
        content_kind=proposal.content_kind,
        content_public_id=proposal.content_public_id,
        content_hash=proposal.content_hash,
        recorded_by=by,
        created_at=now,
    )
    for listener in _listeners:
        listener(resolution)
    return resolution


@transaction.atomic
def record_historical_resolution(
    *,
    number: int,
    year_be: int,
    held_on: dt.date,
    content_kind: str,
    content_public_id: str,
    content_hash: str,
    title_th: str,
    title_en: str,
    url: str,
    source: str,
    by: User,
    now: dt.datetime,
) -> Resolution:
    """A resolution from before the system existed, read in the document that `source` names.

    The meeting is recorded with it where it is not known yet. The hash is that of the text as it was announced. The
    caller has checked that `by` may; no content moves with it.
    """
    note = "บันทึกย้อนหลังจากเอกสาร"
    meeting, _is_new = BoardMeeting.objects.get_or_create(
        number=number,
        year_be=year_be,
        defaults={"held_on": held_on, "note": note, "recorded_by": by, "created_at": now},
    )
    proposal = Proposal.objects.create(
        content_kind=content_kind,
        content_public_id=content_public_id,
        content_hash=content_hash,
        title_th=title_th,
        title_en=title_en,
        url=url,
        is_historical=True,
        proposed_by=by,
        created_at=now,
    )
    return Resolution.objects.create(
        meeting=meeting,
        proposal=proposal,
        item="–",
        subject=title_th,
        kind=ResolutionKind.APPROVED,
        content_kind=content_kind,
        content_public_id=content_public_id,
        content_hash=content_hash,
        is_historical=True,
        source=source,
        recorded_by=by,
        created_at=now,
    )


def _demand_secretary(by: User) -> None:
    if not by.can(Permission.RESOLUTION_RECORD):
        raise NotAllowed(_("Only the board secretary records meetings and resolutions."))


def _demand_facts(item: str, kind: str, remarks: str) -> None:
    missing = {}
    if not item:
        missing["item"] = _("Please give the agenda item, for example 4.2.")
    if kind not in ResolutionKind.values:
        missing["kind"] = _("Please choose what the board decided.")
    elif kind != ResolutionKind.APPROVED and not remarks:
        missing["remarks"] = _("Please write down what the board remarked.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _demand_open(proposal: Proposal, meeting: BoardMeeting) -> None:
    if proposal.resolutions.exists():
        raise Refused(_("The board's resolution on this proposal is recorded already. Nothing was changed."))
    if Withdrawal.objects.filter(proposal=proposal).exists():
        raise Refused(_("This proposal was withdrawn, so there is nothing for the board to decide."))
    if Proposal.objects.filter(content_public_id=proposal.content_public_id, id__gt=proposal.pk).exists():
        raise Refused(_("A newer text of this content was proposed. Please record the resolution on that one."))
    if timezone.localdate(proposal.created_at) > meeting.held_on:
        raise Refused(
            _("This content was proposed after meeting %(label)s, so that meeting cannot have decided on it.")
            % {"label": meeting.label}
        )
