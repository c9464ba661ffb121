"""Letters that could not be placed by themselves: a complaint is made of one, it joins a case, or it is set aside."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import Channel, Identity, Reply
from complaints.enums_incoming import Placing
from complaints.models import Category, Complaint, PlacedLetter
from complaints.services import incoming as letters
from complaints.services.receive import Contact, Door, Story, register_complaint
from foundation.accounts.permissions import Permission
from foundation.core import incoming
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.ids import new_tracking_code
from foundation.core.models import IncomingLetter, IncomingWay, Visibility, locked
from foundation.privacy.selectors import notice_in_force

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Sorted:
    """What an officer makes of a letter: subject, words and the name of who wrote, in which language to answer."""

    category: Category
    subject: str
    description: str
    name: str
    language: str


@transaction.atomic
def letter_into_complaint(*, placed_id: int, told: Sorted, by: "User", now: datetime) -> Complaint:
    """A complaint from a letter; its promises count from the day on which the letter came.

    Raises NotAllowed, IllegalMove where somebody was faster, Incomplete for missing facts or a letter without sender.
    """
    placed = _waiting(placed_id, by=by)
    sender = placed.letter.sender or ""
    if not sender:
        message = _("Nobody could be answered: take the complaint down by hand, or set the letter aside.")
        raise Incomplete(message, missing={})
    reading = incoming.opened(placed.letter)
    case = Complaint(language=told.language)
    story = letters.place_files(
        case, reading, visibility=Visibility.COMPLAINANT, limit=rules.DESCRIPTION_LIMIT, text=told.description
    )
    complaint = register_complaint(
        identity=Identity.NAMED,
        story=Story(category=told.category, description=story, subject=told.subject),
        contact=_contact(placed.letter, told.name),
        door=Door(
            channel=Channel.LINE if placed.letter.way == IncomingWay.LINE else Channel.EMAIL,
            language=told.language,
            notice=notice_in_force("complaint", at=now),
            came_at=placed.received_at,
        ),
        tracking_code=new_tracking_code(),
        by=by,
        now=now,
        public_id=case.public_id,
    )
    _settle(placed, Placing.COMPLAINT, by=by, now=now, complaint=complaint)
    return complaint


@transaction.atomic
def add_letter_to_case(*, placed_id: int, number: str, is_complainant: bool, by: "User", now: datetime) -> Complaint:
    """Add a letter to a case that the person works on. With `is_complainant` the officer vouches for the sender.

    Raises NotAllowed, IllegalMove where somebody was faster, Incomplete for a number that names no open case of theirs.
    """
    placed = _waiting(placed_id, by=by)
    complaint = Complaint.objects.visible_to(by).filter(number=number.strip().upper()).first()
    if complaint is None or not rules.may_work_on(by, complaint):
        message = _("You have no case of this number.")
        raise Incomplete(message, missing={"number": message})
    if not complaint.is_open:
        message = _("This case is over. Have it taken up again first, or make a complaint of the letter.")
        raise Incomplete(message, missing={"number": message})
    reading = incoming.opened(placed.letter)
    body = letters.said_in(reading) or placed.letter.body or placed.letter.subject or ""
    verified = is_complainant or letters.is_from_contact(placed.letter, reading, complaint)
    letters.add_letter(complaint, placed.letter, reading, body=body, is_verified=verified, now=now)
    _settle(placed, Placing.CASE, by=by, now=now, complaint=complaint)
    return complaint


@transaction.atomic
def set_letter_aside(*, placed_id: int, reason: str, by: "User", now: datetime) -> PlacedLetter:
    """Nothing follows of a letter, for a reason that stays with it.

    Raises NotAllowed, IllegalMove where somebody was faster, Incomplete without a reason.
    """
    placed = _waiting(placed_id, by=by)
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    return _settle(placed, Placing.ASIDE, by=by, now=now, complaint=placed.complaint, reason=reason.strip())


def _contact(letter: IncomingLetter, name: str) -> Contact:
    """Who wrote: the address, or who that is at LINE, where an answer reaches the same person."""
    if letter.way == IncomingWay.LINE:
        return Contact(name=name, line_user=letter.sender or "", reply_by=Reply.LINE)
    return Contact(name=name, email=letter.sender or "", reply_by=Reply.EMAIL)


def _waiting(placed_id: int, *, by: "User") -> PlacedLetter:
    """The letter, locked, for whom it is in sight."""
    if not by.can(Permission.COMPLAINT_HANDLE):
        raise NotAllowed(_("Your role does not include sorting letters."))
    rows = PlacedLetter.objects.visible_to(by).select_related("letter__data_key", "complaint")
    placed = rows.filter(pk=placed_id).first()
    if placed is None:
        raise NotAllowed(_("Your role does not include sorting letters."))
    row = locked(PlacedLetter.objects.select_related("letter__data_key", "complaint"), pk=placed.pk)
    if row.placing != Placing.WAITING:
        raise IllegalMove(_("Somebody has dealt with this letter a moment ago."))
    return row


def _settle(
    placed: PlacedLetter,
    placing: str,
    *,
    by: "User",
    now: datetime,
    complaint: Complaint | None,
    reason: str = "",
) -> PlacedLetter:
    placed.placing, placed.complaint, placed.reason = placing, complaint, reason
    placed.settled_by, placed.settled_at = by, now
    placed.save()
    return placed
