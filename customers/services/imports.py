"""Taking a file in: upload, columns, check, import, drop. The work itself is in `intake`."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from customers import tasks
from customers.enums import ImportState
from customers.importing.columns import ColumnMap, Told, guess
from customers.importing.files import SAMPLE_ROWS, examine, read_lines
from customers.importing.known import headers_of_fields, targets_on_offer
from customers.importing.presets import preset_for
from customers.lifecycle import IMPORT_MOVES
from customers.models import ImportRun
from foundation.accounts.models import User
from foundation.core.errors import NotAllowed, Refused
from foundation.core.jobs import enqueue
from foundation.core.models import Job, locked
from foundation.core.thai.text import normalise_line
from foundation.core.workbook import as_csv

MAX_BYTES = 500 * 1024 * 1024
DEFAULT_SOURCE = "file"


def open_import(
    *,
    file: "File[bytes]",
    name: str,
    by: User | None,
    now: datetime,
    encoding: str = "",
    source: str = "",
    told: Told | None = None,
) -> ImportRun:
    """Keep a file outside the web root, find out how it is to be read, and propose which column is what, or take it as
    `told`: then nothing is kept of a file that can't be read so.

    Of a spreadsheet the first sheet is kept, as the CSV it would be saved as: formulas by the value saved with them.
    Raises Refused, with what to do, for a file that is empty, too large, no CSV or XLSX, damaged, unfolding into a
    bomb, or without rows; Incomplete for a column or target that there is not.
    """
    if file.size > MAX_BYTES:
        raise Refused(_("The file is larger than %(max)s MB. Please split it.") % {"max": MAX_BYTES // 1024**2})
    run = ImportRun(original_name=normalise_line(name)[-255:], size=file.size, by=by, unit=by.unit if by else None)
    run.stored_name = default_storage.save(f"imports/{run.public_id}.csv", file)
    try:
        _unfold(run)
        shape = examine(path_of(run), encoding=encoding)
        preset = preset_for(shape.header)
        mapping = preset.mapping if preset else guess(shape.header, shape.sample, headers_of_fields())
        if told:
            mapping = told.onto(mapping, shape.header, targets_on_offer())
            mapping.check(shape.header)
    except Refused:
        default_storage.delete(run.stored_name)
        raise
    run.encoding, run.delimiter, run.header = shape.encoding, shape.delimiter, shape.header
    run.source = normalise_line(source)[:40] or (preset.source if preset else DEFAULT_SOURCE)
    run.mapping = mapping.as_json()
    run.counts = {"lines": shape.lines}
    run.digest = digest_of(file.chunks())
    run.created_at = now
    run.save()
    return run


def _unfold(run: ImportRun) -> None:
    """Put the first sheet of a spreadsheet, as CSV, in the place of the file."""
    with as_csv(path_of(run)) as table:
        if table == path_of(run):
            return
        with table.open("rb") as lines:
            stored = default_storage.save(f"imports/{run.public_id}-sheet.csv", File(lines))
    default_storage.delete(run.stored_name)
    run.stored_name = stored


def path_of(run: ImportRun) -> Path:
    """Where the uploaded copy lies. Raises Refused when it has been dropped."""
    if not run.stored_name or not default_storage.exists(run.stored_name):
        raise Refused(_("The uploaded file is no longer kept. Please upload it again."))
    return Path(default_storage.path(run.stored_name))


def sample_of(run: ImportRun) -> list[list[str]]:
    """The first rows of the copy. Raises Refused when it has been dropped."""
    lines = read_lines(path_of(run), encoding=run.encoding, delimiter=run.delimiter)
    return [line.cells for line in islice(lines, 1, 1 + SAMPLE_ROWS)]


@transaction.atomic
def confirm_columns(*, run_id: int, mapping: ColumnMap, source: str, by: User | None, now: datetime) -> ImportRun:
    """Keep how the file is to be read.

    Raises NotAllowed, Refused when names or keys are missing, IllegalMove while it is worked on.
    """
    run = _at_rest(run_id, by)
    mapping.check(run.header)
    run.state = IMPORT_MOVES["map"].from_(run.state)
    run.mapping, run.source = mapping.as_json(), normalise_line(source)[:40] or DEFAULT_SOURCE
    run.save()
    return run


@transaction.atomic
def start_check(*, run_id: int, by: User | None, now: datetime) -> Job:
    """Have a worker read and judge every line; nothing is written. Raises NotAllowed, Refused, IllegalMove."""
    return _start(run_id, "check", tasks.CHECK, by)


@transaction.atomic
def start_import(*, run_id: int, by: User | None, now: datetime) -> Job:
    """Have a worker write the good lines, with the rights of who starts it. Raises NotAllowed, Refused, IllegalMove."""
    return _start(run_id, "import", tasks.IMPORT, by)


@transaction.atomic
def drop_upload(*, run_id: int, by: User | None, now: datetime) -> ImportRun:
    """Delete the uploaded copy; the list of what was wrong stays.

    Raises NotAllowed, IllegalMove while it is worked on.
    """
    run = _at_rest(run_id, by)
    forget_file(run)
    run.save()
    return run


def forget_file(run: ImportRun) -> None:
    """Delete the copy once the transaction holds."""
    if run.stored_name:
        stored, run.stored_name = run.stored_name, ""
        transaction.on_commit(lambda: default_storage.delete(stored), robust=True)


def _start(run_id: int, move: str, kind: str, by: User | None) -> Job:
    run = _at_rest(run_id, by)
    ColumnMap.from_json(run.mapping).check(run.header)
    path_of(run)
    run.state = IMPORT_MOVES[move].from_(run.state)
    run.job = enqueue(kind, params={"run": run.pk}, by=by, key=run.public_id)
    run.save()
    return run.job


def demand_reach(run_id: int, by: User | None) -> None:
    """Raises NotAllowed where the person may not work on the import; the house itself (None) may."""
    if by is not None and not ImportRun.objects.workable_by(by).filter(pk=run_id).exists():
        raise NotAllowed(_("Only who imported the file, or a colleague of that unit, can work on the import."))


def _at_rest(run_id: int, by: User | None) -> ImportRun:
    """The locked import. One whose job has ended without an end of its own has stopped."""
    demand_reach(run_id, by)
    run = locked(ImportRun.objects.all(), pk=run_id)
    if run.state in {ImportState.CHECKING, ImportState.IMPORTING} and (run.job is None or run.job.is_final):
        run.state = IMPORT_MOVES["stop"].from_(run.state)
    return run


def digest_of(chunks: Iterable[bytes]) -> str:
    """What the same content has in common, and nothing else has."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def as_file(source: BinaryIO, name: str) -> "File[bytes]":
    """An open file of this machine, for `open_import`."""
    return File(source, name=name)
