"""The complainant's word after the work: it is done, or it is not. By a link, on the tracking page, or told to us."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules, rules_closing, rules_impartial
from complaints.enums import MessageKind
from complaints.enums_closing import Came, Said, Via
from complaints.lifecycle import MOVES
from complaints.models import Complaint, Confirmation
from complaints.selectors.case import FILE_OWNER
from complaints.selectors.closing import closing_policy, open_question, times_disputed
from complaints.services import asking, mail, moves, talk
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.files import attach
from foundation.core.models import Visibility, locked
from foundation.core.notifications import notify_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from foundation.accounts.models import User


def question_of(token: str) -> Confirmation | None:
    """The question behind the token of a link, with its case."""
    rows = Confirmation.objects.select_related("complaint__unit", "complaint__handler")
    return rows.filter(token_hash=asking.token_hash(token)).first()


@transaction.atomic
def hear_by_link(
    *, token: str, said: str, words: str, now: datetime, uploads: "Sequence[UploadedFile[Any]]" = ()
) -> Confirmation:
    """The one answer through the link, which is used up by it.

    Raises Confirmation.DoesNotExist, IllegalMove when the link is used, replaced or expired, Incomplete.
    """
    found = Confirmation.objects.get(token_hash=asking.token_hash(token))
    case = locked(Complaint.objects.all(), pk=found.complaint_id)
    question = open_question(case)
    if question is None or question.pk != found.pk or not question.is_open(now):
        raise IllegalMove(_("This link is no longer open."))
    return _hear(case, question, said=said, words=words, via=Via.LINK, by=None, now=now, uploads=uploads)


@transaction.atomic
def hear(
    *,
    complaint_id: int,
    said: str,
    words: str,
    by: "User | None",
    now: datetime,
    uploads: "Sequence[UploadedFile[Any]]" = (),
) -> Confirmation:
    """The answer on the tracking page (`by` is None), or as an officer was told it.

    Raises NotAllowed, IllegalMove when nothing was carried out, Incomplete without words or without an open question.
    """
    case = locked(Complaint.objects.all(), pk=complaint_id)
    rules.check_may_move(by, "dispute", case)
    MOVES["dispute"].from_(case.status)
    question = open_question(case)
    if question is None:
        message = _("The complainant was not asked, or has answered already. A manager can take the case up again.")
        raise Incomplete(message, missing={"question": message})
    via = Via.STAFF if by else Via.PAGE
    return _hear(case, question, said=said, words=words, via=via, by=by, now=now, uploads=uploads)


@transaction.atomic
def settle_objection(*, confirmation_id: int, how: str, by: "User", now: datetime) -> Confirmation:
    """Answer an objection in words that the complainant reads, where the case is not taken up again.

    Raises NotAllowed, Incomplete without words, IllegalMove when it is settled or was none.
    """
    found = Confirmation.objects.get(pk=confirmation_id)
    case = locked(Complaint.objects.all(), pk=found.complaint_id)
    if not by.can(Permission.COMPLAINT_DECIDE) or rules_impartial.is_kept_from(by, case):
        raise NotAllowed(_("Your role does not include this step."))
    if not how.strip():
        message = _("Please write something first.")
        raise Incomplete(message, missing={"how": message})
    row = Confirmation.objects.select_for_update().get(pk=confirmation_id)
    if row.came != Came.OBJECTION or row.settled_at:
        raise IllegalMove(_("This objection is answered already."))
    row.settled_at, row.settled_by, row.settled_how = now, by, how
    row.save(update_fields=["settled_at", "settled_by", "settled_how"])
    talk.post(case, kind=MessageKind.MESSAGE, body=how, by=by, now=now)
    return row


def _hear(
    case: Complaint,
    question: Confirmation,
    *,
    said: str,
    words: str,
    via: str,
    by: "User | None",
    now: datetime,
    uploads: "Sequence[UploadedFile[Any]]",
) -> Confirmation:
    words = words.strip()
    _demand(said, words)
    for upload in uploads:
        _keep(case, upload, by=by)
    question.said, question.words, question.via, question.by, question.answered_at = said, words, via, by, now
    question.came = Came.CONFIRMED if said == Said.DONE else _what_comes(case, question, now=now)
    question.save(update_fields=["said", "words", "via", "by", "answered_at", "came"])
    if by is None:
        lead_in = _("Yes, it is done.") if said == Said.DONE else _("No, it is not done.")
        body = f"{lead_in}\n\n{words}" if words else str(lead_in)
        talk.take(case, kind=MessageKind.ANSWER, body=body, now=now)
    if question.came == Came.REOPENED:
        moves.dispute(complaint_id=case.pk, reason=words, by=by, now=now)
    if question.came != Came.CONFIRMED:
        _tell_managers(case, question)
    return question


def _what_comes(case: Complaint, question: Confirmation, *, now: datetime) -> str:
    """Taken up again at once where the policy of reopening allows it, otherwise an objection for a manager."""
    since = case.closed_at or question.asked_at
    alone = rules_closing.may_reopen_alone(closing_policy(), since=since, times=times_disputed(case), now=now)
    return Came.REOPENED if alone else Came.OBJECTION


def _demand(said: str, words: str) -> None:
    missing = {}
    if said not in Said.values:
        missing["said"] = _("Please choose whether it is done.")
    elif said == Said.NOT_DONE and not words:
        missing["words"] = _("Please tell us in a few words what is not done.")
    if len(words) > rules.REASON_LIMIT:
        missing["words"] = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.REASON_LIMIT:,}"}
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)


def _keep(case: Complaint, upload: "UploadedFile[Any]", *, by: "User | None") -> None:
    try:
        attach(
            owner_kind=FILE_OWNER,
            owner_public_id=case.public_id,
            upload=upload,
            by=by,
            visibility=Visibility.COMPLAINANT,
        )
    except Refused as refusal:
        raise Incomplete(refusal.message, missing={"uploads": refusal.message}) from refusal


def _tell_managers(case: Complaint, question: Confirmation) -> None:
    """Those who decide in the unit, or everywhere where the unit has none, hear of it."""
    duty = Permission.COMPLAINT_MISCONDUCT if case.is_misconduct else Permission.COMPLAINT_DECIDE
    deciders = people_holding(duty).exclude(pk=case.complained_about_id)
    people = list(deciders.filter(unit=case.unit_id)) or list(deciders)
    text = partial(_text, case.number, question.came)
    notify_all(people, text, mail.case_url(case), f"complaint-not-done:{question.public_id}")


def _text(number: str, came: str) -> str:
    if came == Came.REOPENED:
        return _("%(number)s is taken up again: the complainant says that it is not done") % {"number": number}
    return _("%(number)s: the complainant objects that it is not done, and waits for your answer") % {"number": number}
