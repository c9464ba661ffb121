"""The plan of an investigation and its log of evidence (ISO 10002, 7.6)."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints import rules, rules_impartial, rules_investigation
from complaints.depth import depth_of
from complaints.enums_investigation import ItemKind, Source, Weight
from complaints.models import Complaint, Evidence, EvidenceWithdrawal, Note, PlanItem
from complaints.selectors.case import FILE_OWNER
from complaints.selectors.investigation import is_grounded
from complaints.services.mail import case_url
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.files import attachments_of
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from foundation.core.thai.dates import format_date

if TYPE_CHECKING:
    from foundation.accounts.models import User


@dataclass(frozen=True)
class Finding:
    """What is entered in the log; `file_id` and `note_id` name a file or an internal note of the same case."""

    what: str
    source: str
    from_whom: str
    obtained_on: dt.date
    weight: str
    reliability: str
    question: PlanItem | None = None
    file_id: str = ""
    note_id: int | None = None


@transaction.atomic
def ask_question(*, complaint_id: int, text: str, by: "User", now: dt.datetime) -> PlanItem:
    """Plan a question that the investigation must answer. Raises NotAllowed, IllegalMove, Incomplete."""
    complaint = _case(complaint_id, by)
    _demand(text=text)
    item = PlanItem(complaint=complaint, kind=ItemKind.QUESTION, text=text.strip(), planned_by=by, created_at=now)
    signed(item, by=by, now=now).save()
    return item


@transaction.atomic
def plan_step(
    *, complaint_id: int, text: str, owner: "User", due_on: dt.date, by: "User", now: dt.datetime
) -> PlanItem:
    """Plan a step; its owner hears of it. Raises NotAllowed, IllegalMove, Incomplete for a day that is past or an owner
    who may not see the case."""
    complaint = _case(complaint_id, by)
    _demand(text=text)
    if due_on < timezone.localdate(now):
        _refuse("due_on", _("Please choose today or a later day."))
    if not rules.may_see(owner, complaint) or rules_impartial.is_about_own_head(owner, complaint):
        _refuse("owner", _("This person may not see the case; please choose someone else."))
    item = PlanItem(
        complaint=complaint,
        kind=ItemKind.STEP,
        text=text.strip(),
        owner=owner,
        due_on=due_on,
        planned_by=by,
        created_at=now,
    )
    signed(item, by=by, now=now).save()
    if owner.pk != by.pk:
        notify(owner, partial(_given, complaint.number, due_on), case_url(complaint), f"plan-step:{item.public_id}")
    return item


@transaction.atomic
def settle_item(*, complaint_id: int, public_id: str, result: str, by: "User", now: dt.datetime) -> PlanItem:
    """Write the answer to a question, or what a step brought. Raises NotAllowed, IllegalMove, Incomplete."""
    complaint, item = _item(complaint_id, public_id, by)
    _demand(result=result)
    item.result, item.done_at, item.done_by = result.strip(), now, by
    signed(item, by=by, now=now).save()
    _settle(complaint, by=by, now=now)
    return item


@transaction.atomic
def drop_item(*, complaint_id: int, public_id: str, reason: str, by: "User", now: dt.datetime) -> PlanItem:
    """Leave a question or a step out, with the reason. Raises NotAllowed, IllegalMove, Incomplete."""
    _complaint, item = _item(complaint_id, public_id, by)
    _demand(reason=reason)
    item.why_dropped, item.dropped_at, item.dropped_by = reason.strip(), now, by
    signed(item, by=by, now=now, reason=reason).save()
    return item


@transaction.atomic
def log_evidence(*, complaint_id: int, found: Finding, by: "User", now: dt.datetime) -> Evidence:
    """Enter a piece of evidence; it is never changed. Raises NotAllowed, IllegalMove, Incomplete."""
    complaint = _case(complaint_id, by)
    _demand(what=found.what, from_whom=found.from_whom, reliability=found.reliability)
    if found.source not in Source.values:
        _refuse("source", _("Please choose where it comes from."))
    if found.weight not in Weight.values:
        _refuse("weight", _("Please choose how far it can be relied on."))
    if found.obtained_on > timezone.localdate(now):
        _refuse("obtained_on", _("Please choose today or an earlier day."))
    if found.question is not None and found.question.complaint_id != complaint.pk:
        _refuse("question", _("Please choose a question of this case."))
    last = Evidence.objects.filter(complaint=complaint).aggregate(last=Max("number"))["last"] or 0
    row = Evidence.objects.create(
        complaint=complaint,
        number=last + 1,
        what=found.what.strip(),
        source=found.source,
        from_whom=found.from_whom.strip(),
        obtained_on=found.obtained_on,
        weight=found.weight,
        reliability=found.reliability.strip(),
        question=found.question,
        file_id=found.file_id,
        sha256=_hash_of(complaint, found.file_id),
        note=_note(complaint, found.note_id),
        by=by,
        at=now,
    )
    _settle(complaint, by=by, now=now)
    return row


@transaction.atomic
def withdraw_evidence(
    *, complaint_id: int, public_id: str, reason: str, by: "User", now: dt.datetime
) -> EvidenceWithdrawal:
    """Say why a piece stands no more; it stays readable. Raises NotAllowed, IllegalMove, Incomplete."""
    complaint = _case(complaint_id, by)
    row = Evidence.objects.get(complaint=complaint, public_id=public_id)
    if EvidenceWithdrawal.objects.filter(evidence=row).exists():
        raise IllegalMove(_("This piece of evidence was withdrawn already."))
    _demand(reason=reason)
    gone = EvidenceWithdrawal.objects.create(evidence=row, reason=reason.strip(), by=by, at=now)
    _settle(complaint, by=by, now=now)
    return gone


def _settle(complaint: Complaint, *, by: "User", now: dt.datetime) -> None:
    """Write down on the locked case whether it is looked into as deeply as its severity asks, where that changed."""
    was = complaint.grounded_at
    weigh(complaint, now=now)
    if complaint.grounded_at != was:
        signed(complaint, by=by, now=now).save()


def weigh(complaint: Complaint, *, now: dt.datetime) -> None:
    """The same, for who saves the locked case anyway. Nothing is written where nothing is demanded."""
    demanded = depth_of(complaint).is_demanded
    complaint.grounded_at = (complaint.grounded_at or now) if demanded and is_grounded(complaint) else None


def _case(complaint_id: int, by: "User") -> Complaint:
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules.may_note(by, complaint) or rules_impartial.is_about_own_head(by, complaint):
        raise NotAllowed(_("Your role does not include the investigation of this case."))
    if not rules_investigation.runs(complaint):
        raise IllegalMove(_("Plan and evidence are kept from the assessment on and until the case is decided."))
    return complaint


def _item(complaint_id: int, public_id: str, by: "User") -> tuple[Complaint, PlanItem]:
    complaint = _case(complaint_id, by)
    item = locked(PlanItem.objects.all(), pk=PlanItem.objects.get(complaint=complaint, public_id=public_id).pk)
    if not item.is_open:
        raise IllegalMove(_("This part of the plan is settled already."))
    return complaint, item


def _hash_of(complaint: Complaint, file_id: str) -> str:
    if not file_id:
        return ""
    kept = attachments_of(FILE_OWNER, complaint.public_id).filter(public_id=file_id).first()
    if kept is None:
        _refuse("attached", _("Please choose a file or note of this case."))
    return kept.sha256


def _note(complaint: Complaint, note_id: int | None) -> Note | None:
    if note_id is None:
        return None
    note = Note.objects.filter(complaint=complaint, pk=note_id).first()
    if note is None:
        _refuse("attached", _("Please choose a file or note of this case."))
    return note


def _demand(**texts: str) -> None:
    missing = {name: str(_("Please fill this in.")) for name, text in texts.items() if not text.strip()}
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)


def _refuse(name: str, message: str) -> NoReturn:
    raise Incomplete(message, missing={name: message})


def _given(number: str, due_on: dt.date) -> str:
    words = _("%(number)s: a step of the investigation is yours, by %(day)s")
    return words % {"number": number, "day": format_date(due_on, "long")}
