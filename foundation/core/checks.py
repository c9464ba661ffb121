"""Refusing to start on the wrong keys: as a system check for commands, as an exception for servers."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from foundation.core.crypto import verify_keys
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


def refuse_wrong_keys(**_: Any) -> None:
    """For the start of web servers and workers. Raises ImproperlyConfigured, and nothing is served."""
    for message in keys_fit(databases=["default"]):
        raise ImproperlyConfigured(f"{message.msg}. {message.hint}")


def _is_migrated() -> bool:
    try:
        return MasterKeyCanary._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False  # the database is not there yet; what needs it will say so itself
