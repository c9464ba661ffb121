"""What is laid before the board, and what it decided."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.core.errors import Incomplete, NotAllowed, Refused
from foundation.governance.enums import MeetingState, ResolutionKind
from foundation.governance.models import SHA256, BoardMeeting, BoardSeat, Interest, Proposal, Resolution, Withdrawal
from foundation.governance.selectors.quorum import abstaining, quorum_of
from foundation.governance.services.common import demand_facts
from foundation.governance.services.meetings import demand_secretary

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
def declare_interest(*, proposal_id: int, seat_id: int, ground: str, by: User, now: dt.datetime) -> Interest:
    """A member has an interest in what is proposed, and so abstains when the board decides on it.

    The secretary writes it down, or the member. Raises NotAllowed, Incomplete without a ground, Refused when the
    board has decided already. A second time changes nothing.
    """
    seat = BoardSeat.objects.get(pk=seat_id)
    if seat.user_id != by.pk:
        demand_secretary(by)
    demand_facts(ground=None if ground else _("Please say what the interest is."))
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.resolutions.exists():
        raise Refused(_("The board has decided on this already."))
    row, _is_new = Interest.objects.get_or_create(
        proposal=proposal, seat=seat, defaults={"ground": ground, "recorded_by": by, "created_at": now}
    )
    return row


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
    abstained: Collection[int] | None = None,
) -> Resolution:
    """Record what the board decided about a proposal; the hash of the proposed content becomes part of it.

    `abstained` names the seats that abstained for interest; None means those who had to. Raises NotAllowed when `by`
    is no secretary of the board or helped to draft the content, Incomplete without an agenda item or due remarks, or
    when somebody who has an interest did not abstain, Refused when the meeting had no quorum, and when the proposal
    was answered already, made after the meeting, withdrawn, or replaced by a newer one.
    """
    demand_secretary(by)
    # The lock lets two secretaries who record the same decision come one after the other.
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    meeting = BoardMeeting.objects.select_for_update().get(pk=meeting_id)
    if by.pk in {*proposal.drafter_ids, proposal.proposed_by_id}:
        raise NotAllowed(_("You helped to draft this content, so someone else must record the board's resolution."))
    _demand_facts(item, kind, remarks)
    _demand_open(proposal, meeting)
    return _resolved(
        Resolution(item=item, subject=subject, kind=kind, remarks=remarks), proposal, meeting, abstained, by, now
    )


@transaction.atomic
def correct_resolution(
    *,
    resolution_id: int,
    meeting_id: int,
    item: str,
    kind: str,
    remarks: str,
    by: User,
    now: dt.datetime,
    abstained: Collection[int] | None = None,
) -> Resolution:
    """A later meeting decides anew about what an earlier resolution decided. The old one stays; the last word counts.

    Raises as `record_resolution` does, and Refused when the meeting is not later or the resolution was corrected.
    """
    demand_secretary(by)
    old = Resolution.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=resolution_id)
    proposal = Proposal.objects.select_for_update().get(pk=old.proposal_id)
    meeting = BoardMeeting.objects.select_for_update().get(pk=meeting_id)
    if by.pk in {*proposal.drafter_ids, proposal.proposed_by_id}:
        raise NotAllowed(_("You helped to draft this content, so someone else must record the board's resolution."))
    _demand_facts(item, kind, remarks)
    if Resolution.objects.filter(corrects=old).exists():
        raise Refused(_("This resolution was corrected already. Please correct the later one."))
    if meeting.held_on <= old.meeting.held_on:
        raise Refused(_("Only a meeting that was held later corrects a resolution."))
    new = Resolution(item=item, subject=old.subject, kind=kind, remarks=remarks, corrects=old)
    return _resolved(new, proposal, meeting, abstained, by, now)


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
    meeting, _is_new = BoardMeeting.objects.exclude(state=MeetingState.CANCELLED).get_or_create(
        number=number,
        year_be=year_be,
        defaults={
            "held_on": held_on,
            "state": MeetingState.HELD,
            "note": "บันทึกย้อนหลังจากเอกสาร",
            "recorded_by": by,
            "created_at": now,
        },
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


def _resolved(
    resolution: Resolution,
    proposal: Proposal,
    meeting: BoardMeeting,
    abstained: Collection[int] | None,
    by: User,
    now: dt.datetime,
) -> Resolution:
    """Write the resolution down with the attendance it stands on, and let the content move."""
    if meeting.state not in (MeetingState.HELD, MeetingState.MINUTED):
        raise Refused(
            _("Resolutions are recorded for a meeting that was held and whose minutes are not certified yet.")
        )
    bound = list(abstaining(proposal, meeting))
    seats = [seat.pk for seat in bound] if abstained is None else sorted(abstained)
    names = ", ".join(str(seat) for seat in bound if seat.pk not in seats)
    demand_facts(
        abstained=_("Who drafted it or has an interest in it abstains: %(names)s.") % {"names": names}
        if names
        else None
    )
    quorum = quorum_of(meeting, seats)
    if not quorum.is_reached:
        raise Refused(
            _("The meeting had no quorum for this: %(counted)s took part, %(needed)s of %(seats)s are needed.")
            % {"counted": quorum.counted, "needed": quorum.needed, "seats": quorum.seats}
        )
    resolution.meeting, resolution.proposal, resolution.abstained = meeting, proposal, seats
    resolution.subject = resolution.subject or proposal.title_th
    resolution.content_kind, resolution.content_public_id = proposal.content_kind, proposal.content_public_id
    resolution.content_hash = proposal.content_hash
    resolution.seats_count, resolution.present_count = quorum.seats, quorum.present
    resolution.quorum_count = quorum.needed
    resolution.recorded_by, resolution.created_at = by, now
    resolution.save(force_insert=True)
    for listener in _listeners:
        listener(resolution)
    return resolution
