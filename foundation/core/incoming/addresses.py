"""The address that an answer to one of our letters goes to: it names the record, signed, so that nobody makes one up.

complaints@example.go.th becomes complaints+<public id><16 letters of proof>@example.go.th
"""

import hmac
import re
from collections.abc import Iterable

from django.conf import settings

from foundation.core.crypto import keyed_hash

_ID, _PROOF = 26, 16
_TAG = re.compile(rf"(?P<id>[0-9a-z]{{{_ID}}})(?P<proof>[0-9a-f]{{{_PROOF}}})")


def reply_address(kind: str, public_id: str) -> str:
    """Where an answer about a record goes; empty where no mailbox is read, or nothing is named."""
    local, at, domain = settings.MAILBOX_ADDRESS.rpartition("@")
    if not (at and kind and len(public_id) == _ID):
        return ""
    return f"{local}+{public_id}{_proof(kind, public_id)}@{domain}"


def read_reply_address(addresses: Iterable[str], *, kind: str) -> str:
    """The public id that one of the addresses names with a true proof; empty without."""
    local, at, domain = settings.MAILBOX_ADDRESS.casefold().rpartition("@")
    for address in addresses if at else ():
        name, _at, host = address.casefold().rpartition("@")
        base, _plus, tag = name.partition("+")
        match = _TAG.fullmatch(tag)
        if (base, host) != (local, domain) or match is None:
            continue
        if hmac.compare_digest(match["proof"], _proof(kind, match["id"])):
            return match["id"]
    return ""


def own_addresses() -> set[str]:
    """The addresses that we send from and receive at, in lower case; a letter from one of them is our own."""
    given = (settings.MAILBOX_ADDRESS, settings.DEFAULT_FROM_EMAIL)
    bare = (address.rpartition("<")[2].rstrip("> ").casefold() for address in given)
    return {address for address in bare if "@" in address}


def _proof(kind: str, public_id: str) -> str:
    return keyed_hash(public_id, purpose=f"incoming.reply:{kind}")[:_PROOF]
