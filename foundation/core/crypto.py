"""Sealing of personal data: keys of persons, sealed values, keyed hashes for exact search.

A sealed value is AES-256-GCM: version byte, identity of the data key, nonce, ciphertext with tag. The associated data
are the place (table and field) and the data key, so a value copied elsewhere does not open.
"""

import hmac
import os
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from foundation.core.keyring import KEY_BYTES, NONCE_BYTES, WrongKey, keyring
from foundation.core.models.keys import DataKey, MasterKeyCanary

_VERSION = b"\x01"
_HEAD = len(_VERSION) + 16
_SEARCH_CANARY = "search-hash"
_PROOF = b"trdcrm: this key is the right one"
_CANARY_IDENTITY = uuid.UUID(int=0)


class Sealed(bytes):
    """A sealed value as the database holds it; opens with `open_sealed`."""

    __slots__ = ()

    @property
    def key_identity(self) -> uuid.UUID:
        """Which data key opens it."""
        return uuid.UUID(bytes=bytes(self[len(_VERSION) : _HEAD]))

    def __repr__(self) -> str:
        return f"<sealed under {self.key_identity}>"

    __str__ = __repr__


def new_data_key() -> DataKey:
    """A saved key for one person."""
    return new_data_keys(1)[0]


def new_data_keys(count: int) -> list[DataKey]:
    """Saved keys for many persons in one statement."""
    return DataKey.objects.bulk_create(unsaved_data_keys(count))


def unsaved_data_keys(count: int) -> list[DataKey]:
    """Keys that the caller writes together with what they seal, for imports by COPY."""
    ring = keyring()
    keys = [DataKey(identity=uuid.uuid4(), master_key_id=ring.current_id) for _ in range(count)]
    for key in keys:
        secret = os.urandom(KEY_BYTES)
        key.wrapped, key.cipher = ring.wrap(secret, identity=key.identity), AESGCM(secret)
    return keys


@transaction.atomic
def destroy_data_key(key: DataKey, *, now: datetime | None = None) -> None:
    """Make everything sealed under the key unreadable for ever. Doing it twice changes nothing."""
    stored = DataKey.objects.select_for_update().get(pk=key.pk)
    if not stored.is_destroyed:
        stored.wrapped, stored.destroyed_at = None, now or timezone.now()
        stored.save(update_fields=["wrapped", "destroyed_at"])
    key.wrapped, key.destroyed_at = None, stored.destroyed_at
    vars(key).pop("cipher", None)


def seal(text: str, *, key: DataKey, place: str) -> Sealed:
    """Seal a text under a person's key for one place ("customers_person.phone").

    Raises ValueError when the key is destroyed.
    """
    return seal_bytes(text.encode(), key=key, place=place)


def seal_bytes(content: bytes, *, key: DataKey, place: str) -> Sealed:
    """Seal what is no text, a file for example; see `seal`."""
    nonce = os.urandom(NONCE_BYTES)
    head = _VERSION + key.identity.bytes
    return Sealed(head + nonce + key.cipher.encrypt(nonce, content, head + place.encode()))


def open_sealed(value: Sealed, *, key: DataKey, place: str) -> str | None:
    """The text, or None when the key is destroyed.

    Raises WrongKey when the value was sealed under another key or for another place.
    """
    content = open_sealed_bytes(value, key=key, place=place)
    return None if content is None else content.decode()


def open_sealed_bytes(value: Sealed, *, key: DataKey, place: str) -> bytes | None:
    """The content, or None when the key is destroyed. Raises WrongKey; see `open_sealed`."""
    return None if key.is_destroyed else _decrypt(key.cipher, value, place=place)


def _decrypt(cipher: AESGCM, value: Sealed, *, place: str) -> bytes:
    head, nonce = bytes(value[:_HEAD]), bytes(value[_HEAD : _HEAD + NONCE_BYTES])
    try:
        return cipher.decrypt(nonce, bytes(value[_HEAD + NONCE_BYTES :]), head + place.encode())
    except (InvalidTag, ValueError) as error:
        raise WrongKey(f"a value in {place} does not open with the key of its row") from error


def keyed_hash(value: str, *, purpose: str) -> str:
    """HMAC-SHA-256 in hex, for exact search. Normalise the value first; equal values of other purposes differ."""
    return hmac.digest(keyring().derive(f"search:{purpose}"), value.encode(), "sha256").hex()


def secret_pepper(purpose: str) -> bytes:
    """The pepper of tracking codes and the like, for `ids.hash_code`."""
    return keyring().derive(f"pepper:{purpose}")


# --- canaries -------------------------------------------------------------------------------------------------------


def verify_keys() -> None:
    """Prove that this process holds the keys under which the database was sealed; called at start-up.

    The first start leaves the proofs that later starts check.
    Raises WrongKey, naming the key, when one is missing or different.
    """
    ring = keyring()
    proofs = {row.key_id: bytes(row.proof) for row in MasterKeyCanary.objects.all()}
    search = _search_proof()
    if not hmac.compare_digest(proofs.pop(_SEARCH_CANARY, search), search):
        raise WrongKey("SEARCH_HASH_KEY is not the key of this database")
    for key_id, proof in proofs.items():
        if ring.unwrap(proof, key_id=key_id, identity=_CANARY_IDENTITY) != _PROOF:
            raise WrongKey(f"master key {key_id!r} is not the key of this database")
    leave_canaries()


def leave_canaries() -> None:
    """Store the proofs of the current keys where they are missing."""
    ring = keyring()
    wanted = {_SEARCH_CANARY: _search_proof(), ring.current_id: ring.wrap(_PROOF, identity=_CANARY_IDENTITY)}
    rows = [MasterKeyCanary(key_id=key_id, proof=proof) for key_id, proof in wanted.items()]
    MasterKeyCanary.objects.bulk_create(rows, ignore_conflicts=True)


def _search_proof() -> bytes:
    return keyed_hash(_PROOF.decode(), purpose="canary").encode()


# --- rotation -------------------------------------------------------------------------------------------------------

# Rooms that seal something else under the master key (accounts: TOTP secrets) re-seal up to `limit` rows and return
# how many they changed.
Resealer = Callable[[int], int]
_resealers: list[Resealer] = []


def register_resealer(resealer: Resealer) -> None:
    """Have `rotate` call this too; called from `AppConfig.ready()`."""
    if resealer not in _resealers:
        _resealers.append(resealer)


def rotate(*, batch: int = 1000) -> Iterable[int]:
    """Re-wrap every data key under the current master key, one committed batch after another.

    Yields the size of each batch. Stopped in the middle, it goes on where it stopped: what is done is not seen again.
    At the end the proofs of keys that nothing uses any more are removed, so they may leave FIELD_KEYS.
    """
    leave_canaries()
    while done := _rotate_batch(batch):
        yield done
    for resealer in _resealers:
        while done := resealer(batch):
            yield done
    used = {keyring().current_id, _SEARCH_CANARY}
    MasterKeyCanary.objects.exclude(key_id__in=used).delete()


@transaction.atomic
def _rotate_batch(batch: int) -> int:
    ring = keyring()
    stale = DataKey.objects.exclude(master_key_id=ring.current_id).filter(wrapped__isnull=False)
    keys = list(stale.select_for_update().order_by("pk")[:batch])
    for key in keys:
        secret = ring.unwrap(bytes(key.wrapped or b""), key_id=key.master_key_id, identity=key.identity)
        key.wrapped, key.master_key_id = ring.wrap(secret, identity=key.identity), ring.current_id
    DataKey.objects.bulk_update(keys, ["wrapped", "master_key_id"])
    return len(keys)
