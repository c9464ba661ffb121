"""The steps of a request: identity, work, answer, closing; the extension of its clock; a look at who asks."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.crypto import destroy_data_key
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.thai.dates import format_date
from foundation.core.thai.text import normalise
from foundation.privacy.enums import Actor, Ground, Outcome, RequestStatus, Right
from foundation.privacy.lifecycle import MOVES
from foundation.privacy.models import DataExport, DataRequest, RequestNote, RequestStep
from foundation.privacy.services import letters
from foundation.privacy.services.consents import take_back
from foundation.privacy.services.held import packed_exports
from foundation.privacy.services.intake import DAYS, due_of
from foundation.privacy.services.ledgers import log_access

# The clock may be extended once, by as many days again at most.
EXTENSION_DAYS = DAYS
ASKER_FIELDS = ("name", "phone", "email", "national_id", "representative", "authority")


@transaction.atomic
def verify_identity(*, request_id: int, how: str, by: User, now: datetime) -> DataRequest:
    """Record that the person is who the request says, and how that was made sure. Raises Incomplete without how."""
    request = _moving("verify", request_id, by)
    how = _demanded(how, "reason", _("Please say how you made sure who is asking."))
    request.verified_at, request.verified_by = now, by
    return _moved("verify", request, by=by, now=now, reason=how)


@transaction.atomic
def start(*, request_id: int, by: User, now: datetime) -> DataRequest:
    """Take the request in hand."""
    request = _moving("start", request_id, by)
    request.handler = by
    return _moved("start", request, by=by, now=now)


@transaction.atomic
def answer(
    *, request_id: int, outcome: str, ground: str, text: str, by: User, now: datetime, shown_version: int | None = None
) -> DataRequest:
    """Answer a request that was worked on: granted, or in part or not at all on a legal ground, with reasons.

    Raises Incomplete without outcome, words or ground; StaleVersion when someone saved since the form was shown.
    """
    request = _moving("answer", request_id, by, shown_version=shown_version)
    missing = {}
    if outcome not in Outcome.values:
        missing["outcome"] = _("Please choose the outcome.")
    elif outcome != Outcome.GRANTED and ground not in Ground.values:
        missing["ground"] = _("Please choose the legal ground on which it is refused.")
    if not normalise(text):
        missing["answer"] = _("Please write the answer that the person will read.")
    if missing:
        raise Incomplete(_("The answer is not complete."), missing=missing)
    _demand_done(request, outcome, by=by, now=now)
    _answer(request, outcome, "" if outcome == Outcome.GRANTED else ground, text, by=by, now=now)
    _moved("answer", request, by=by, now=now, reason=str(Outcome(outcome).label))
    _tell_answer(request, by=by, now=now)
    return request


@transaction.atomic
def refuse_unverified(*, request_id: int, text: str, by: User, now: datetime) -> DataRequest:
    """Refuse a request because nobody could show who is asking. Raises Incomplete without words to the person."""
    request = _moving("refuse_unverified", request_id, by)
    text = _demanded(text, "answer", _("Please write the answer that the person will read."))
    _answer(request, Outcome.REFUSED, Ground.IDENTITY, text, by=by, now=now)
    _moved("refuse_unverified", request, by=by, now=now, reason=str(Ground.IDENTITY.label))
    _tell_answer(request, by=by, now=now)
    return request


@transaction.atomic
def close(*, request_id: int, by: User, now: datetime) -> DataRequest:
    """End an answered request; after an erasure who asked is forgotten too, and only dates and outcome stay."""
    request = _moving("close", request_id, by)
    request.ended_at = now
    if hasattr(request, "erasure_proof"):
        _moved("close", request, by=by, now=now)
        forget_asker(request, by=by, now=now)
        return request
    return _moved("close", request, by=by, now=now)


@transaction.atomic
def withdraw(*, request_id: int, now: datetime) -> DataRequest:
    """The person takes the request back."""
    request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
    MOVES["withdraw"].from_(request.status)
    request.ended_at = now
    return _moved("withdraw", request, by=None, now=now)


@transaction.atomic
def extend(*, request_id: int, until: date, reason: str, by: User, now: datetime) -> DataRequest:
    """Extend the clock once, to a stated day at most 30 days later, and tell the person why.

    Raises IllegalMove when it is answered, late or extended already; Incomplete without a reason or with a day out of
    range.
    """
    request = locked(DataRequest.objects.select_related("data_key", "handler"), pk=request_id)
    _demand_officer(by)
    if not request.is_open or request.extended_at is not None or request.due_at < now:
        raise IllegalMove(_("The time can be extended once, before it is over and before the answer."))
    reason = _demanded(reason, "reason", _("Please say why more time is needed; the person reads it."))
    first = timezone.localdate(request.first_due_at)
    last = first + timedelta(days=EXTENSION_DAYS)
    if not first < until <= last:
        message = _("Please choose a day after %(first)s and not after %(last)s.")
        words = message % {"first": format_date(first), "last": format_date(last)}
        raise Incomplete(words, missing={"until": words})
    request.due_at = due_of(request.first_due_at, days=(until - first).days)
    request.extended_at, request.extension_reason = now, reason
    signed(request, by=by, now=now, reason=reason).save()
    with translation.override(request.language):
        told = _("We need more time for your request, until %(day)s. The reason: %(reason)s")
        words = told % {"day": format_date(until, "long"), "reason": reason}
    _tell(request, words, by=by, now=now)
    return request


@transaction.atomic
def reveal_asker(*, request_id: int, reason: str, by: User, now: datetime) -> dict[str, str]:
    """Who asks and how to reach the person, in clear, after a reason that is logged.

    Raises NotAllowed for others than the officers, Incomplete without a reason.
    """
    _demand_officer(by)
    request = DataRequest.objects.select_related("data_key").get(pk=request_id)
    shown = {name: getattr(request, name) or "" for name in ASKER_FIELDS}
    given = [name for name in ASKER_FIELDS if shown[name]]
    log_access(by=by, kind="privacy.request", public_id=request.public_id, fields=given, reason=reason, now=now)
    return shown


def forget_asker(request: DataRequest, *, by: User | None, now: datetime) -> None:
    """Destroy the key of a locked request and its search columns, in the row and its history."""
    if request.data_key and not request.data_key.is_destroyed:
        destroy_data_key(request.data_key, now=now)
    for export in DataExport.objects.filter(request=request, data_key__destroyed_at__isnull=True).select_related(
        "data_key"
    ):
        if export.data_key:
            destroy_data_key(export.data_key, now=now)
    request.phone_hash = request.email_hash = request.identifier_hash = ""
    signed(request.touch(), by=by, now=now, reason="erasure").save()
    request.history.update(phone_hash="", email_hash="", identifier_hash="")


def _demand_done(request: DataRequest, outcome: str, *, by: User, now: datetime) -> None:
    """What an answer promises must have been done: the copy is ready, the erasure carried out, the consent taken back.

    Raises Incomplete.
    """
    if outcome == Outcome.REFUSED:
        return
    if request.right == Right.COPY and not packed_exports(request, now=now).exists():
        message = _("Make the copy ready first and wait for its files, or refuse on a legal ground.")
        raise Incomplete(message, missing={"outcome": message})
    if request.right == Right.ERASURE and not hasattr(request, "erasure_proof"):
        message = _("Carry the erasure out first, or refuse on a legal ground.")
        raise Incomplete(message, missing={"outcome": message})
    if request.right == Right.WITHDRAWAL:
        take_back(request_id=request.pk, purposes=request.purposes, by=by, now=now)


def _moving(name: str, request_id: int, by: User, *, shown_version: int | None = None) -> DataRequest:
    """The locked request, ready for the move. Raises NotAllowed, IllegalMove, StaleVersion."""
    _demand_officer(by)
    rows = DataRequest.objects.select_related("data_key", "handler")
    request = locked(rows, pk=request_id, shown_version=shown_version)
    MOVES[name].from_(request.status)
    return request


def _moved(name: str, request: DataRequest, *, by: User | None, now: datetime, reason: str = "") -> DataRequest:
    was, request.status = request.status, MOVES[name].target
    signed(request, by=by, now=now, reason=reason).save()
    RequestStep.objects.create(
        request=request,
        move=name,
        from_status=was,
        to_status=RequestStatus(request.status),
        actor=Actor.STAFF if by else Actor.PERSON,
        by=by,
        reason=reason,
        at=now,
    )
    return request


def _answer(request: DataRequest, outcome: str, ground: str, text: str, *, by: User, now: datetime) -> None:
    request.outcome, request.ground, request.answer = outcome, ground, normalise(text)
    request.answered_at, request.answered_by = now, by


def _tell_answer(request: DataRequest, *, by: User, now: datetime) -> None:
    with translation.override(request.language):
        parts = [_("Our answer: %(outcome)s") % {"outcome": request.get_outcome_display()}]
        if request.ground:
            parts.append(str(request.get_ground_display()))
        parts.append(request.answer or "")
        if request.outcome != Outcome.GRANTED:
            parts.append(
                _(
                    "If you do not agree, you may complain to the Office of the Personal Data Protection Committee. "
                    "It costs nothing."
                )
            )
    _tell(request, "\n\n".join(parts), by=by, now=now)


def _tell(request: DataRequest, words: str, *, by: User, now: datetime) -> None:
    note = RequestNote.objects.create(
        request=request, data_key=request.data_key, body=words, is_internal=False, by=by, at=now
    )
    letters.send_words(request, note)


def _demanded(text: str, name: str, message: str) -> str:
    cleaned = normalise(text)
    if not cleaned:
        raise Incomplete(message, missing={name: message})
    return cleaned


def _demand_officer(by: User) -> None:
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))
