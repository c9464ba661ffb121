"""One person's complaint, filed twice, goes on in one of the two; undone, it goes on by itself again.

Two people who tell the same are never merged: each keeps the own complaint, and the two are handled as one matter.
"""

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules
from complaints.enums import MessageKind, Status
from complaints.models import Complaint
from complaints.selectors.case import FILE_OWNER, files_free_to_go
from complaints.services import clocks, measuring, talk
from complaints.services.matters import leave, locked_cases, locked_matters
from complaints.services.moves import moving
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.files import move_files

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def merge(*, complaint_id: int, other_number: str, reason: str, by: "User", now: datetime) -> Complaint:
    """Close a complaint as filed twice; `other_number` is the one in which it goes on. Its own code still opens it.

    Raises NotAllowed, IllegalMove (decided already, others go on in it, or the other is over), Incomplete (no reason,
    no case of that number that the person sees, or one of somebody else).
    """
    rules.check_may_move(by, "merge", Complaint.objects.get(pk=complaint_id))
    other = Complaint.objects.visible_to(by).filter(number=other_number).first()
    ids = [complaint_id] + ([other.pk] if other else [])
    cases = {case.pk: case for case in locked_cases(ids)}
    with moving("merge", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        leading = cases[other.pk] if other else None
        if leading is None or leading.pk == complaint.pk:
            _refuse(_("You see no other case with this number."))
        if complaint.is_misconduct != leading.is_misconduct:
            _refuse(_("One of the two goes by the confidential route, so they stay apart."))
        if not same_person(complaint, leading):
            _refuse(
                _(
                    "We do not know that both come from the same person, so each keeps the own complaint. Handle the "
                    "two as one matter instead: one investigation, and everybody gets the answer."
                )
            )
        if not leading.is_open or complaint.filed_again.exists():
            raise IllegalMove(_("The other case is over, or others go on in this one."))
        before = Complaint.objects.get(pk=complaint.pk)
        measuring.take_all_back(before, now=now)
        if known := locked_matters([complaint]):
            leave(known[0], complaint, reason=reason or "-", by=by, now=now)
        if complaint.is_paused:
            clocks.end_pause(complaint, by=by, now=now)
        complaint.merged_into = leading
        if complaint.split_from_id == leading.pk:  # what went with the second matter comes back
            move_files(files_free_to_go(complaint), (FILE_OWNER, leading.public_id))
    _tell(complaint, by=by, now=now)
    return complaint


@transaction.atomic
def separate(*, complaint_id: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Let a complaint that was taken for filed twice go on by itself, from its first receipt on."""
    with moving("separate", complaint_id=complaint_id, by=by, now=now, reason=reason) as complaint:
        complaint.merged_into = None
    with translation.override(complaint.language):
        body = _("We looked again: your complaint %(number)s goes on by itself. It counts from its first receipt.")
        talk.post(complaint, kind=MessageKind.MESSAGE, body=body % {"number": complaint.number}, by=by, now=now)
    return complaint


def same_person(one: Complaint, two: Complaint) -> bool:
    """Whether both are known to come from one person: one was split off the other, or the contact is the same."""
    if one.split_from_id == two.pk or two.split_from_id == one.pk:
        return True
    if one.customer_id and one.customer_id == two.customer_id:
        return True
    persons = [getattr(case, "complainant", None) for case in (one, two)]
    if None in persons:
        return False
    first, second = persons
    return any(
        getattr(first, name) and getattr(first, name) == getattr(second, name) for name in ("phone_hash", "email_hash")
    )


def _refuse(message: str) -> NoReturn:
    raise Incomplete(message, missing={"number": message})


def _tell(complaint: Complaint, *, by: "User", now: datetime) -> None:
    assert complaint.status == Status.MERGED  # noqa: S101
    assert complaint.merged_into  # noqa: S101
    with translation.override(complaint.language):
        body = _(
            "You told us the same in %(number)s and %(other)s. We go on with %(other)s; the page of %(number)s shows "
            "how it stands, and nothing that you wrote is lost. If it is a different matter, tell us, and we take it "
            "up again."
        ) % {"number": complaint.number, "other": complaint.merged_into.number}
    talk.post(complaint, kind=MessageKind.MESSAGE, body=body, by=by, now=now)
