"""From the mailbox into a row, from the row to whoever answers for it: each letter once, whatever crashes between."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from foundation.core.crypto import (
    Sealed,
    destroy_data_key,
    keyed_hash,
    new_data_key,
    open_sealed_bytes,
    seal_bytes,
)
from foundation.core.file_store import keep_if_committed
from foundation.core.incoming.line import identity_of_event, read_event
from foundation.core.incoming.reading import Reading, identity_of, read_letter
from foundation.core.jobs import enqueue
from foundation.core.models import IncomingLetter, IncomingWay, LetterState

log = structlog.get_logger(__name__)

TAKE_JOB = "core.take_letter"
TAKE_LINE_JOB = "core.take_line"
FOLDER = "letters"
PLACE = "core.incomingletter.raw"
# What was taken stays readable so long, in case something was taken wrongly; then row and file fall silent.
KEPT = timedelta(days=30)

Taker = Callable[[IncomingLetter, Reading, datetime], None]
_takers: dict[str, Taker] = {}


@dataclass(frozen=True)
class _How:
    """How what came a way is told apart and read, and which job takes it."""

    identity: Callable[[bytes], str]
    read: Callable[[bytes], Reading]
    job: str


_HOW: dict[str, _How] = {
    IncomingWay.EMAIL: _How(identity_of, read_letter, TAKE_JOB),
    IncomingWay.LINE: _How(identity_of_event, read_event, TAKE_LINE_JOB),
}


def register_taker(way: str, taker: Taker) -> None:
    """Say who answers for letters of a way; called from `AppConfig.ready()`."""
    _takers[way] = taker


def take_in(raw: bytes, *, now: datetime, size: int | None = None, way: str = IncomingWay.EMAIL) -> IncomingLetter:
    """Keep a letter and have a worker take it; the same letter again gives the row that is there.

    `size` is the true size where only the head was fetched. The letter is kept when this returns, so that the mailbox
    may be told.
    """
    digest = hashlib.sha256(raw).hexdigest()
    external_key = keyed_hash(_told(_HOW[way].identity(raw)) or digest, purpose=f"incoming.{way}")
    rows = IncomingLetter.objects.filter(way=way, external_key=external_key)
    if known := rows.first():
        return known
    try:
        with transaction.atomic():
            letter = IncomingLetter(
                way=way,
                external_key=external_key,
                sha256=digest,
                size=size or len(raw),
                is_whole=size is None,
                received_at=now,
                data_key=new_data_key(),
            )
            letter.stored_as = _store(raw, letter)
            letter.save()
            enqueue(_HOW[way].job, params={"letter": letter.pk}, by=None, key=letter.public_id)
    except IntegrityError:
        return rows.get()  # another reader of the same mailbox was faster
    return letter


@transaction.atomic
def work_off(*, letter_id: int, now: datetime, unread: bool = False) -> bool:
    """Read a letter and hand it to its taker; whether that was still to do. Safe to run twice.

    `unread` hands it over without reading, after that has failed too often: then a person looks at it.
    Raises KeyError where nobody answers for letters of this way.
    """
    rows = IncomingLetter.objects.select_for_update(of=("self",)).select_related("data_key")
    letter = rows.get(pk=letter_id)
    if letter.state != LetterState.RECEIVED:
        return False
    reading = Reading(is_readable=False) if unread else opened(letter)
    letter.sender, letter.sender_name, letter.subject = reading.sender, reading.name, reading.subject
    letter.body, letter.files = reading.text, "\n".join(file.name for file in reading.files)
    letter.sender_hash = sender_hash(reading.sender)
    letter.state, letter.taken_at = LetterState.TAKEN, now
    letter.touch().save()
    _takers[letter.way](letter, reading, now)
    log.info("letter_taken", letter=letter.public_id, automatic=reading.automatic, size=letter.size)
    return True


def opened(letter: IncomingLetter) -> Reading:
    """The letter read again from what is kept; one that has fallen silent cannot be read."""
    raw = raw_of(letter)
    return Reading(is_readable=False) if raw is None else _HOW[letter.way].read(raw)


def raw_of(letter: IncomingLetter) -> bytes | None:
    """What is kept of a letter, opened; None once it has fallen silent."""
    if not letter.stored_as or letter.data_key is None or letter.data_key.is_destroyed:
        return None
    with default_storage.open(letter.stored_as) as file:
        return open_sealed_bytes(Sealed(file.read()), key=letter.data_key, place=f"{PLACE}:{letter.public_id}") or b""


@transaction.atomic
def replace_raw(*, letter_id: int, raw: bytes) -> None:
    """Keep more of a letter that was not taken yet, such as a file that had to be fetched."""
    letter = IncomingLetter.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=letter_id)
    if letter.state != LetterState.RECEIVED:
        return
    before, letter.stored_as, letter.size = letter.stored_as, _store(raw, letter), len(raw)
    letter.touch().save()
    transaction.on_commit(lambda: default_storage.delete(before))


def sender_hash(address: str) -> str:
    """The keyed hash by which letters of an address are found."""
    return keyed_hash(address.casefold(), purpose="incoming.sender") if address else ""


@transaction.atomic
def forget_letter(letter: IncomingLetter, *, now: datetime) -> None:
    """Make row and file unreadable for ever; what came of the letter stays where it is. Twice changes nothing."""
    if letter.data_key is not None:
        destroy_data_key(letter.data_key, now=now)
    stored_as, letter.stored_as, letter.sender_hash = letter.stored_as, "", ""
    letter.touch().save(update_fields=["stored_as", "sender_hash", "version", "updated_at"])
    if stored_as:
        transaction.on_commit(lambda: default_storage.delete(stored_as))


def _told(identity: str) -> str:
    """Bytes of old programs stand in it as halves of letters, which no hash takes."""
    return hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest() if identity else ""


def _store(raw: bytes, letter: IncomingLetter) -> str:
    """The sealed letter under a random name; gone again when the transaction is rolled back."""
    sealed = seal_bytes(raw, key=letter.data_key, place=f"{PLACE}:{letter.public_id}")  # type: ignore[arg-type] # new
    saved = default_storage.save(f"{FOLDER}/{token_hex(20)}", ContentFile(bytes(sealed)))
    keep_if_committed(saved)
    return saved
