"""Putting files on disk so that a file and its row come and go together."""

import errno
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from secrets import token_hex
from typing import IO, Any
from weakref import finalize

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.core.errors import Refused

log = structlog.get_logger(__name__)

FOLDER = "attachments"
# A file without a row is left alone for this long: its transaction may still be open.
ORPHAN_AGE = timedelta(hours=6)
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class _UntilCommit:
    """Held by nothing but a callback of the open transaction; see `keep_if_committed`."""


def store(stream: IO[bytes]) -> tuple[str, int, str]:
    """Write the stream under a random name; (name, size, SHA-256 in hex).

    The file is deleted again when the transaction is rolled back.
    Raises Refused with a message for people when the disk is full; nothing is left then.
    """
    shard, rest = token_hex(1), token_hex(20)
    name = f"{FOLDER}/{shard}/{rest}"
    try:
        saved = default_storage.save(name, File(stream))
    except OSError as error:
        default_storage.delete(name)
        if error.errno not in _NO_SPACE:
            raise
        log.error("disk_full", folder=FOLDER)
        raise Refused(
            _("The file could not be saved: our storage is full. The team has been told; please try later.")
        ) from error
    keep_if_committed(saved)
    return saved, default_storage.size(saved), _digest(stream)


def keep_if_committed(name: str) -> None:
    """Delete the file when the current transaction, or the savepoint it is in, is rolled back.

    Django has no callback for that, but it drops the on-commit callbacks of what is rolled back. The guard lives only
    in such a callback: committed, the deletion is called off; dropped, the guard dies and the file with it. What a
    killed process leaves behind, `delete_orphans` finds.
    """
    guard = _UntilCommit()
    deletion = finalize(guard, default_storage.delete, name)
    deletion.atexit = True

    def call_off(_guard: _UntilCommit = guard) -> None:
        deletion.detach()

    transaction.on_commit(call_off)


def delete_orphans(known: Any, *, now: datetime) -> int:
    """Delete old files whose name `known(names)` does not return; how many there were."""
    count = 0
    for shard in _folders(FOLDER):
        names = [f"{shard}/{name}" for name in default_storage.listdir(shard)[1]]
        for name in set(names) - set(known(names)):
            if now - default_storage.get_modified_time(name) > ORPHAN_AGE:
                default_storage.delete(name)
                count += 1
    return count


def _folders(folder: str) -> Iterator[str]:
    if default_storage.exists(folder):
        yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[0])


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
