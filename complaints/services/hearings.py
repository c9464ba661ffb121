"""The person complained about is told promptly, heard, and told what came of it (ISO 10002, annex D)."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import rules_impartial
from complaints.models import Complaint, Hearing
from complaints.selectors.hearings import hearing_of
from complaints.services.mail import case_url
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.notifications import notify, notify_all
from foundation.core.thai.dates import format_date

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def tell_person(*, complaint_id: int, told: str, answer_by: dt.date, by: "User", now: dt.datetime) -> Hearing:
    """Tell the person complained about what is said, in words of our own, and until when to answer.

    Raises NotAllowed, IllegalMove when told already, Incomplete.
    """
    case = _case(complaint_id, by)
    if hearing_of(case):
        raise IllegalMove(_("This person was told already."))
    missing = {}
    if not told.strip():
        missing["told"] = _("Please fill this in.")
    if answer_by < timezone.localdate(now):
        missing["answer_by"] = _("Please choose today or a later day.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    person = case.complained_about
    assert person is not None  # noqa: S101  rules_impartial.may_hear
    row = Hearing(
        complaint=case,
        person=person,
        told=told,
        told_at=now,
        told_by=by,
        answer_by=answer_by,
        created_at=now,
    )
    signed(row, by=by, now=now).save()
    notify(row.person, partial(_told, answer_by), row.get_absolute_url(), f"hearing:{row.public_id}")
    return row


@transaction.atomic
def state(*, hearing_id: int, statement: str, by: "User", now: dt.datetime) -> Hearing:
    """The person's own account; may be written anew until the case is decided, each edition kept.

    Raises NotAllowed for anybody else, IllegalMove once decided, Incomplete.
    """
    case = locked(Complaint.objects.all(), pk=Hearing.objects.values_list("complaint_id", flat=True).get(pk=hearing_id))
    row = locked(Hearing.objects.all(), pk=hearing_id)
    if row.person_id != by.pk:
        raise NotAllowed(_("Only the person complained about answers here."))
    if case.decided_at is not None or not case.is_open:
        raise IllegalMove(_("The case is decided; ask a complaint manager to take it up again."))
    if not statement.strip():
        message = _("Please fill this in.")
        raise Incomplete(message, missing={"statement": message})
    row.statement, row.stated_at = statement, now
    signed(row, by=by, now=now).save()
    _heard(case, row, by=None, now=now)
    people = [person for person in (case.handler, case.investigator) if person and person.is_active]
    notify_all(people, partial(_answered, case.number), case_url(case), f"heard:{row.public_id}:{row.version}")
    return row


@transaction.atomic
def wait_no_longer(*, complaint_id: int, why: str, by: "User", now: dt.datetime) -> Hearing:
    """Go on without an answer: the time is over, or the person does not wish to speak, or cannot be reached.

    Raises NotAllowed, IllegalMove when nobody was told or the time still runs, Incomplete without a reason.
    """
    case = _case(complaint_id, by)
    row = hearing_of(case)
    if row is None:
        raise IllegalMove(_("The person complained about was not told yet."))
    if row.heard_at is not None:
        raise IllegalMove(_("This person was heard already."))
    if timezone.localdate(now) <= row.answer_by:
        raise IllegalMove(_("The person's time to answer still runs."))
    if not why.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"why": message})
    row = locked(Hearing.objects.all(), pk=row.pk)
    row.waived, row.waived_at, row.waived_by = why, now, by
    signed(row, by=by, now=now, reason=why).save()
    _heard(case, row, by=by, now=now)
    return row


def tell_outcome(complaint: Complaint, *, now: dt.datetime) -> None:
    """With the decision sent, the person complained about hears what came of it. Inside the caller's transaction."""
    row = hearing_of(complaint)
    if row is None:
        return
    row = locked(Hearing.objects.all(), pk=row.pk)
    row.outcome_told_at = now
    signed(row, by=None, now=now).save()
    notify(row.person, _outcome, row.get_absolute_url(), f"hearing-outcome:{row.public_id}:{row.version}")


def _case(complaint_id: int, by: "User") -> Complaint:
    case = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules_impartial.may_hear(by, case):
        raise NotAllowed(_("Your role does not include this step."))
    return case


def _heard(case: Complaint, row: Hearing, *, by: "User | None", now: dt.datetime) -> None:
    if row.person_id == case.complained_about_id:
        case.heard_at = now
        signed(case, by=by, now=now).save()


def _told(answer_by: dt.date) -> str:
    words = _("A complaint concerns your work. Please read it and give your account by %(day)s")
    return words % {"day": format_date(answer_by, "long")}


def _answered(number: str) -> str:
    return _("%(number)s: the person complained about has answered") % {"number": number}


def _outcome() -> str:
    return _("A complaint that concerns your work was decided")
