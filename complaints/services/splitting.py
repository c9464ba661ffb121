"""A complaint that holds two matters becomes two cases: the second counts from the first receipt, by the charter of
that day, and the person keeps one code for both. It is undone by merging the second into the first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules, rules_impartial, rules_together, rules_words
from complaints.enums import Actor, MessageKind, Status
from complaints.models import Category, Complaint, Transition
from complaints.selectors.case import FILE_OWNER, files_free_to_go
from complaints.services import clocks, measuring, routes, talk
from complaints.services.receive import NUMBER_PREFIX, Contact, code_hash, keep_contact
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import move_files
from foundation.core.ids import new_tracking_code
from foundation.core.models import Attachment, locked, signed
from foundation.core.numbers import next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise, normalise_line

if TYPE_CHECKING:
    from foundation.accounts.models import User

# What the second case has in common with the first.
SHARED = (
    *("identity", "channel", "external_reference", "partner", "language", "notice", "product", "occurred_on"),
    "received_at",
    *("received_by", "customer", "unit", "handler", "complained_about", "clock_started_at", "is_misconduct"),
)
CONTACT = ("name", "phone", "email", "address", "representative", "reply_by", "line_user")


@dataclass(frozen=True)
class Part:
    """The second matter."""

    category: Category
    subject: str
    description: str
    place: str = ""
    files: list[str] = field(default_factory=list)  # public ids of those that go with it


@transaction.atomic
def split(
    *, complaint_id: int, part: Part, reason: str, by: "User", now: datetime, shown_version: int | None = None
) -> Complaint:
    """Make a case of its own of the second matter; both tell the complainant.

    Raises NotAllowed, IllegalMove once it is decided or over, Incomplete, StaleVersion.
    """
    first = locked(Complaint.objects.all(), pk=complaint_id, shown_version=shown_version)
    if not rules.may_work_on(by, first) or not Complaint.objects.visible_to(by).filter(pk=first.pk).exists():
        raise NotAllowed(_("Your role does not include this step."))
    if not rules_together.may_split(by, first):
        raise IllegalMove(_("This case is decided or over, so it is not split any more."))
    _demand(part, reason)
    going = _going(first, part.files)
    second = Complaint(
        number=next_number(NUMBER_PREFIX, year=be_year(now)),
        code_hash=code_hash(new_tracking_code()),  # nobody knows it: the code of the first opens both
        split_from=first,
        category=part.category,
        unit_concerned=part.category.unit,
        subject=normalise_line(part.subject),
        description=normalise(part.description),
        place=normalise_line(part.place),
        created_at=now,
        **{name: getattr(first, name) for name in SHARED},
    )
    second.search_text = rules_words.search_text(second)
    if part.category.is_misconduct:
        routes.start_confidential(second)
        if second.handler is not None and rules_impartial.is_kept_from(second.handler, second):
            second.handler = None
    clocks.bind_promises(second, now=first.received_at)
    second.acknowledged_at, second.first_replied_at = first.acknowledged_at, first.first_replied_at
    clocks.settle_queue(second)
    signed(second, by=by, now=now, reason=reason).save()
    move_files(going, (FILE_OWNER, second.public_id))
    if person := getattr(first, "complainant", None):
        keep_contact(second, Contact(**{name: getattr(person, name) or "" for name in CONTACT}), now=now)
    Transition.objects.create(
        complaint=second,
        move="receive",
        to_status=Status.RECEIVED,
        actor=Actor.STAFF if first.received_by_id else Actor.COMPLAINANT,
        by=first.received_by,
        reason=reason,
        at=first.received_at,
    )
    signed(first, by=by, now=now, reason=_("Split: %(number)s") % {"number": second.number}).save()
    measuring.tell(second, now=now)
    if second.is_misconduct and not first.is_misconduct:
        routes.tell_route(second)
    _tell(first, second, by=by, now=now)
    return second


def _going(first: Complaint, wanted: list[str]) -> list[Attachment]:
    """The files that go with the second matter; what is named as evidence or proof stays where it is named."""
    free = {file.public_id: file for file in files_free_to_go(first)}
    if not set(wanted) <= set(free):
        message = str(_("One of the files is not there, or is evidence of this case; please choose again."))
        raise Incomplete(message, missing={"files": message})
    return [free[public_id] for public_id in wanted]


def _demand(part: Part, reason: str) -> None:
    given = {"subject": part.subject, "description": part.description, "reason": reason}
    missing = {name: str(_("Please fill this in.")) for name, text in given.items() if not text.strip()}
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)


def _tell(first: Complaint, second: Complaint, *, by: "User", now: datetime) -> None:
    with translation.override(first.language):
        body = _(
            "Your complaint %(first)s holds two matters. So that neither waits for the other, the second (%(subject)s) "
            "goes on as %(second)s. It counts from the same day, and the code of your first receipt opens both."
        ) % {"first": first.number, "second": second.number, "subject": second.subject}
    for case in (first, second):
        talk.post(case, kind=MessageKind.MESSAGE, body=body, by=by, now=now)
