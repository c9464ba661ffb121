"""Messages to people outside: written with the fact they tell of, sent afterwards, each once.

    send(kind="complaints.acknowledged", to=address, language="th", template="complaint_acknowledged",
         context={"number": …}, key=f"complaints.acknowledged:{complaint.public_id}", subject_key=complaint.data_key)

The text comes from templates/mail/<template>.<language>.txt, subject in the first line (for the channels "sms" and
"line" from templates/sms, without a subject), and is made at once: what was decided is what is sent. Until it is sent
it lies sealed, under `subject_key` (the person's key; erasing the person silences it) or a key of its own that is
destroyed on sending.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from foundation.core.access import ADMINISTER, Person, may, people_holding
from foundation.core.contacts import can_take_sms
from foundation.core.crypto import destroy_data_key, new_data_key
from foundation.core.doorbell import ring_after_commit
from foundation.core.errors import IllegalMove
from foundation.core.gateways import send_line, send_sms, sms_is_open
from foundation.core.line import is_line_user, line_is_open
from foundation.core.mailer import Letter, PermanentFailure, TemporaryFailure, send_email
from foundation.core.models import DataKey, OutboxError, OutboxMessage, OutboxState
from foundation.core.notifications import notify_all
from foundation.core.organisation import organisation

log = structlog.get_logger(__name__)

DELIVER_TASK = "core.deliver"
SERVICE = "service"  # messages that a person's own matter calls for need no consent
LEASE = timedelta(minutes=2)
# Pauses after failed attempts; after the last one the message is given up and shown to people.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))

# How a message ends that must not be sent.
ENDS = {
    OutboxError.BAD_ADDRESS: OutboxState.FAILED,
    OutboxError.BAD_NUMBER: OutboxState.FAILED,
    OutboxError.BAD_USER: OutboxState.FAILED,
    OutboxError.NO_WAY: OutboxState.FAILED,
    OutboxError.NO_CONSENT: OutboxState.REFUSED,
}

SENDERS: dict[str, Callable[[Letter], None]] = {"email": send_email, "sms": send_sms, "line": send_line}
# Where the texts of a channel lie under templates/; short ones have no subject.
FOLDERS = {"email": "mail", "sms": "sms", "line": "sms"}


@dataclass(frozen=True)
class Outgoing:
    """What the consent gate is asked about."""

    kind: str
    channel: str
    purpose: str
    to: str
    subject_key: DataKey | None


@dataclass(frozen=True)
class MessageKind:
    """What a kind of message is called, and who besides administrators sees that one was not delivered."""

    title: str | Promise
    permission: str | None = None


ConsentGate = Callable[[Outgoing], bool]
# (the message that was not delivered); told in the transaction that records it.
Listener = Callable[[OutboxMessage], None]
_gates: list[ConsentGate] = []
_kinds: dict[str, MessageKind] = {}
_listeners: dict[str, Listener] = {}


def register_consent_gate(gate: ConsentGate) -> None:
    """Plug the gate that says whether a message may go out; called from `AppConfig.ready()`.

    Every gate must agree. Without a gate only messages of the purpose "service" go out.
    """
    if gate not in _gates:
        _gates.append(gate)


def register_message_kind(kind: str, *, title: str | Promise, permission: str | None = None) -> None:
    """Name a kind of message for people; called from `AppConfig.ready()`."""
    _kinds[kind] = MessageKind(title, permission and str(permission))


def on_undelivered(about_kind: str, listener: Listener) -> None:
    """Have the room that a message is about told when it was not delivered; called from `AppConfig.ready()`."""
    _listeners[about_kind] = listener


def title_of(kind: str) -> str | Promise:
    """What the kind is called; the bare kind when nobody has named it."""
    return _kinds[kind].title if kind in _kinds else kind


def send(
    *,
    kind: str,
    to: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    channel: str = "email",
    purpose: str = SERVICE,
    subject_key: DataKey | None = None,
    about: tuple[str, str] = ("", ""),
) -> OutboxMessage:
    """Write a message in the caller's transaction, to be sent after it. The same key gives the same message.

    `about` names the record (kind, public id) to which an answer belongs.
    A bad address or a missing consent does not raise: the row says so, and nothing is sent.
    """
    if existing := OutboxMessage.objects.filter(key=key).first():
        return existing
    message = OutboxMessage(
        kind=kind,
        key=key,
        channel=channel,
        purpose=purpose,
        language=language,
        template=template,
        data_key=subject_key,
        about_kind=about[0],
        about_id=about[1],
    )
    message.message_id = f"<{message.public_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    objection = _objection(message, to)
    if objection != OutboxError.NO_CONSENT:
        _fill(message, to, context)
    if objection:
        message.state, message.error, message.finished_at = ENDS[objection], objection, timezone.now()
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        return OutboxMessage.objects.get(key=key)  # another request wrote it a moment ago
    if message.state == OutboxState.QUEUED:
        ring_after_commit(DELIVER_TASK, message.pk, queue="acks")
    return message


def deliver(message_id: int) -> None:
    """Claim a message and send it; nothing happens when it is taken, sent, refused or not due."""
    message = OutboxMessage.objects.select_related("data_key").claim(
        message_id, lease=LEASE, attempts=len(PAUSES) + 1, worker="outbox"
    )
    if message is None:
        return
    if message.recipient is None:
        _end(message, OutboxState.REFUSED, OutboxError.ERASED)
    elif objection := _objection(message, message.recipient):
        _end(message, ENDS[objection], objection)
    else:
        _deliver(message, Letter.of(message))


def retry(*, message: OutboxMessage, by: Person) -> None:
    """Send a given-up message once more, from the first attempt on.

    Raises IllegalMove when it is not given up or its content is gone.
    """
    content_left = OutboxMessage.objects.filter(pk=message.pk, state=OutboxState.FAILED, recipient__isnull=False)
    with transaction.atomic():
        if not content_left.update(
            state=OutboxState.QUEUED, attempt=0, rings=0, run_after=Now(), ring_at=Now(), finished_at=None, error=""
        ):
            raise IllegalMove(
                _("This message cannot be sent again: it has gone out, or its content is no longer kept.")
            )
        log.info("outbox_retried", message=message.public_id, by=by.pk)
        ring_after_commit(DELIVER_TASK, message.pk, queue="acks")


def undelivered_visible_to(person: Person) -> QuerySet[OutboxMessage]:
    """Given-up messages of the kinds the person answers for; all of them for administrators."""
    failed = OutboxMessage.objects.undelivered().select_related("data_key")
    if may(person, ADMINISTER):
        return failed
    return failed.filter(kind__in=_kinds_of(person))


def answers_for_any(person: Person) -> bool:
    """Whether the person has anything to look for among the undelivered messages."""
    return may(person, ADMINISTER) or bool(_kinds_of(person))


def give_up(message: OutboxMessage, error: str) -> None:
    """Record that a message was not delivered; tell whom it is about, and the administrators, once a day."""
    with transaction.atomic():
        _end(message, OutboxState.FAILED, error)
        _tell_undelivered(message)


@transaction.atomic
def bounced(message_id: str) -> OutboxMessage | None:
    """A mail server gave a sent message back for good: record it and tell whom it is about; None for what was never
    sent, or is known already."""
    rows = OutboxMessage.objects.select_for_update(of=("self",))
    message = rows.filter(message_id=message_id, state=OutboxState.SENT).first()
    if message is None:
        return None
    message.state, message.error = OutboxState.FAILED, OutboxError.BOUNCED
    message.save(update_fields=["state", "error"])
    log.info("outbox_bounced", message=message.public_id)
    _tell_undelivered(message)
    return message


def _tell_undelivered(message: OutboxMessage) -> None:
    if message.about_kind in _listeners:
        _listeners[message.about_kind](message)
    key = f"outbox-failed:{timezone.localdate():%Y-%m-%d}"
    notify_all(people_holding(ADMINISTER), _alert, reverse("core:outbox"), key)


def _kinds_of(person: Person) -> list[str]:
    return [kind for kind, spec in _kinds.items() if spec.permission and may(person, spec.permission)]


def _objection(message: OutboxMessage, to: str) -> OutboxError | None:
    """Why the message must not be sent; None when it may."""
    if message.channel == "sms":
        if not sms_is_open():
            return OutboxError.NO_WAY
        if not can_take_sms(to):
            return OutboxError.BAD_NUMBER
    elif message.channel == "line":
        if not line_is_open():
            return OutboxError.NO_WAY
        if not is_line_user(to):
            return OutboxError.BAD_USER
    else:
        try:
            validate_email(to)
        except ValidationError:
            return OutboxError.BAD_ADDRESS
    return None if _may_go_out(message, to) else OutboxError.NO_CONSENT


def _may_go_out(message: OutboxMessage, to: str) -> bool:
    if message.purpose == SERVICE:
        return True
    outgoing = Outgoing(message.kind, message.channel, message.purpose, to, message.data_key)
    return bool(_gates) and all(gate(outgoing) for gate in _gates)


def _fill(message: OutboxMessage, to: str, context: Mapping[str, Any]) -> None:
    """Write the letter from its template: the first line is the subject, the rest the text."""
    shared = {"organisation": organisation(message.language), "site_url": settings.SITE_URL}
    folder = FOLDERS[message.channel]
    with translation.override(message.language):
        text = render_to_string(f"{folder}/{message.template}.{message.language}.txt", {**shared, **context})
    subject, _newline, body = text.strip().partition("\n") if folder == "mail" else ("", "", text)
    if message.data_key is None:
        message.data_key, message.owns_key = new_data_key(), True
    message.recipient, message.subject, message.body = to, " ".join(subject.split()), body.strip() + "\n"


def _deliver(message: OutboxMessage, letter: Letter) -> None:
    try:
        SENDERS[message.channel](letter)
    except PermanentFailure as failure:
        log.warning("outbox_refused_by_server", message=message.public_id, reason=str(failure))
        give_up(message, str(failure))
    except TemporaryFailure as failure:
        log.warning("outbox_attempt_failed", message=message.public_id, attempt=message.attempt, reason=str(failure))
        _try_later(message, str(failure))
    else:
        _end(message, OutboxState.SENT)


def _try_later(message: OutboxMessage, error: str) -> None:
    if message.attempt > len(PAUSES):
        give_up(message, error)
        return
    due = Now() + PAUSES[message.attempt - 1]
    OutboxMessage.objects.held(message).update(
        state=OutboxState.QUEUED, run_after=due, ring_at=due, rings=0, error=error
    )


@transaction.atomic
def _end(message: OutboxMessage, state: OutboxState, error: str = "") -> None:
    """The final state; what is not needed for a second try is wiped, and a key of the message's own destroyed."""
    wiped = {} if state == OutboxState.FAILED else {"recipient": None, "subject": None, "body": None}
    held = OutboxMessage.objects.held(message)
    if held.update(state=state, error=error, finished_at=Now(), **wiped) and wiped and message.owns_key:
        destroy_data_key(message.data_key)  # type: ignore[arg-type] # owns_key: it has one


def _alert() -> str:
    return _("Some messages could not be delivered.")
