"""The master keys and the search-hash key: where they come from, and the little that they may do.

In production they come from the environment (FIELD_KEYS, SEARCH_HASH_KEY, each also as *_FILE) and nowhere else. For
local work they are drawn once and kept, readable by their owner only, in TRDCRM_HOME/keys.
"""

import base64
import binascii
import hmac
import os
import secrets
import tempfile
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

KEY_BYTES = 32
NONCE_BYTES = 12
_HINT = "write FIELD_KEYS as id:base64 of 32 random bytes, newest first, comma between keys"


class WrongKey(Exception):
    """A key does not fit what it should open: wrong master key, or a value moved from another place."""


@dataclass(frozen=True)
class Keyring:
    """Master keys by id, the first of which wraps new keys, and the key of the search hashes."""

    master: dict[str, bytes]
    search: bytes

    @property
    def current_id(self) -> str:
        """The id of the key that wraps new keys."""
        return next(iter(self.master))

    def wrap(self, secret: bytes, *, identity: uuid.UUID) -> bytes:
        """Seal a secret under the current master key, bound to the key id and the identity of what it belongs to."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(self.current_id).encrypt(nonce, secret, _bond(self.current_id, identity))

    def unwrap(self, wrapped: bytes, *, key_id: str, identity: uuid.UUID) -> bytes:
        """Open what `wrap` sealed. Raises WrongKey."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._cipher(key_id).decrypt(nonce, sealed, _bond(key_id, identity))
        except InvalidTag as error:
            raise WrongKey(f"master key {key_id!r} does not open {identity}") from error

    def derive(self, purpose: str) -> bytes:
        """A key of its own for a purpose, from the search key (HMAC-SHA-256 as in RFC 5869's expand step)."""
        return _derived(self.search, purpose)

    def _cipher(self, key_id: str) -> AESGCM:
        if key_id not in self.master:
            raise WrongKey(f"master key {key_id!r} is not in FIELD_KEYS")
        return _cipher_of(self.master[key_id])


@lru_cache(maxsize=64)
def _derived(search: bytes, purpose: str) -> bytes:
    return hmac.digest(search, purpose.encode() + b"\x01", "sha256")


@lru_cache(maxsize=8)
def _cipher_of(secret: bytes) -> AESGCM:
    return AESGCM(secret)


def _bond(key_id: str, identity: uuid.UUID) -> bytes:
    return f"trdcrm data key|{key_id}|{identity}".encode()


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keys of this process. Raises ImproperlyConfigured with a hint when they are missing or ill-formed."""
    return Keyring(
        master=_parse_master(settings.FIELD_KEYS or _local_secret("field-keys", _draw_master)),
        search=_decode("SEARCH_HASH_KEY", settings.SEARCH_HASH_KEY or _local_secret("search-hash-key", _draw)),
    )


def _parse_master(text: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for entry in text.replace("\n", ",").split(","):
        if not entry.strip():
            continue
        key_id, colon, encoded = entry.strip().partition(":")
        if not colon or not key_id or len(key_id) > 16 or key_id in keys:
            raise ImproperlyConfigured(f"FIELD_KEYS: entry {key_id[:16]!r} is ill-formed or twice there; {_HINT}")
        keys[key_id] = _decode(f"FIELD_KEYS {key_id}", encoded)
    if not keys:
        raise ImproperlyConfigured(f"FIELD_KEYS is empty; {_HINT}")
    return keys


def _decode(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"{name}: not base64; {_HINT}") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name}: {len(key)} bytes instead of {KEY_BYTES}; {_HINT}")
    return key


def _draw() -> str:
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def _draw_master() -> str:
    return f"k{secrets.token_hex(3)}:{_draw()}"


def _local_secret(name: str, draw: Callable[[], str]) -> str:
    """The stored secret of that name, drawn on first use. Two processes starting together keep the same one."""
    if not settings.LOCAL_KEYS:
        raise ImproperlyConfigured(f"{name.replace('-', '_').upper()} is not set, and keys are not drawn here; {_HINT}")
    path = Path(settings.TRDCRM_HOME) / "keys" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)  # mkstemp creates it 0600
        with os.fdopen(handle, "w") as file:
            file.write(draw())
        with suppress(FileExistsError):  # another process was faster: its secret counts
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text().strip()


def _forget(*, setting: str, **_: object) -> None:
    if setting in {"FIELD_KEYS", "SEARCH_HASH_KEY", "LOCAL_KEYS", "TRDCRM_HOME"}:
        keyring.cache_clear()


setting_changed.connect(_forget)
