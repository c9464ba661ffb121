"""Refusing to start on the wrong keys: as a system check for commands, as an exception for servers; and a mailbox that
cannot be read."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from foundation.core.crypto import verify_keys
from foundation.core.incoming.mailbox import SCHEMES
from foundation.core.keyring import WrongKey
from foundation.core.models import MasterKeyCanary

_HINT = "Set FIELD_KEYS and SEARCH_HASH_KEY to the keys of this database (docs/operations.md, Keys)."


@register(Tags.database)
def keys_fit(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Error core.E001: the keys of this process are not those under which the database was sealed."""
    if not databases or "default" not in databases or not _is_migrated():
        return []
    try:
        verify_keys()
    except (WrongKey, ImproperlyConfigured) as error:
        return [Error(str(error), hint=_HINT, id="core.E001")]
    return []


@register()
def mailbox_is_whole(**_: Any) -> list[CheckMessage]:
    """Error core.E002: a mailbox is named that cannot be read, or whose own address is not known."""
    hint = "MAILBOX_URL=imaps://user:password@host/INBOX (or maildir:///folder) with MAILBOX_ADDRESS=name@example.go.th"
    url, address = settings.MAILBOX_URL, settings.MAILBOX_ADDRESS
    if not url and not address:
        return []
    local, at, domain = address.rpartition("@")
    # With the sign of a record it must still be an address: 64 letters before the @ (RFC 5321, 4.5.3.1.1).
    fits = bool(local and at and domain) and len(local) <= 20 and address.isascii()
    if fits and urlsplit(url).scheme in SCHEMES:
        return []
    return [Error("MAILBOX_URL and MAILBOX_ADDRESS do not fit", hint=hint, id="core.E002")]


def refuse_wrong_keys(**_: Any) -> None:
    """For the start of web servers and workers. Raises ImproperlyConfigured, and nothing is served."""
    for message in keys_fit(databases=["default"]):
        raise ImproperlyConfigured(f"{message.msg}. {message.hint}")


def _is_migrated() -> bool:
    try:
        return MasterKeyCanary._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False  # the database is not there yet; what needs it will say so itself
