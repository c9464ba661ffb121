"""The work of an import: read, settle, finish, place. Memory stays flat, and the register sees all of it or nothing.

A worker that dies takes its temporary tables with it; the next one starts again from the file. Writing is one
transaction with the job's success, so it happens once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.enums import AttributeKind, ImportState, RowAction
from customers.importing import staging
from customers.importing.columns import FIELD, NUMBER, ColumnMap
from customers.importing.files import Line, read_lines
from customers.importing.known import known_now
from customers.importing.placing import RegisterMoved, place
from customers.importing.rows import Issue, Row, RowReader
from customers.lifecycle import IMPORT_MOVES
from customers.models import AttributeDefinition, ImportRun
from customers.services.finishing import Finisher
from customers.services.imports import forget_file, path_of
from customers.services.name_words import ask_for_renewal
from customers.services.reconciling import reconcile
from customers.services.register import NUMBER_PREFIX
from foundation.accounts.permissions import Permission
from foundation.core.copying import batches
from foundation.core.errors import Refused
from foundation.core.jobs import Cancelled, JobContext
from foundation.core.models import locked
from foundation.core.numbers import reserve_serials
from foundation.core.thai.dates import be_year

BATCH = 2000
ROUNDS = 3
UNIQUE_VIOLATION = "23505"
_CODE_COLUMNS = {
    "key_twice": ("external_key",),
    "other_key": ("external_key",),
    "identifier_twice": ("identifier", "tax_id", "national_id"),
    "key_conflict": ("identifier", "tax_id", "national_id"),
    "unit": ("unit",),
    "other_party": ("party",),
}


def check_file(context: JobContext) -> dict[str, Any]:
    """Judge every line of the import `params["run"]`; the counts and issues are kept, no customer is written.

    Raises Refused when the file can't be read any more, Cancelled.
    """
    with _working(context) as work:
        counts = work.judge()
        return _result(_finish(work.run, "checked", counts))


def import_file(context: JobContext) -> dict[str, Any] | None:
    """Write the good lines of the import `params["run"]`. Raises Refused, Cancelled."""
    with _working(context) as work:
        for _round in range(ROUNDS):
            counts = work.judge() if _round == 0 else work.settle()
            work.prepare(counts)
            try:
                with context.effect() as effect:
                    place(run_id=work.run.pk, source=work.run.source, by_id=work.run.by_id, reason=work.run.reason)
                    work.define_attributes()
                    counts |= reconcile(work.run)
                    run = _finish(work.run, "imported", counts)
                    effect.result = _result(run)
                    ask_for_renewal(run=run.pk)
            except RegisterMoved:
                continue
            except IntegrityError as error:
                if not _is_taken(error):
                    raise
                continue
            return None
    raise Refused(_("The register changed again and again while this file was written. Please try once more."))


@contextmanager
def _working(context: JobContext) -> Iterator["_Work"]:
    run = ImportRun.objects.select_related("by__unit", "unit").get(pk=context.params["run"])
    staging.open_tables()
    try:
        yield _Work(run, context)
    except (Refused, Cancelled):
        _stop(run)
        raise
    finally:
        staging.close_tables()


@transaction.atomic
def _stop(run: ImportRun) -> None:
    row = locked(ImportRun.objects.all(), pk=run.pk)
    if row.state in IMPORT_MOVES["stop"].sources:
        row.state = IMPORT_MOVES["stop"].from_(row.state)
        row.save()


@transaction.atomic
def _finish(run: ImportRun, move: str, counts: dict[str, int]) -> ImportRun:
    row = locked(ImportRun.objects.all(), pk=run.pk)
    row.state = IMPORT_MOVES[move].from_(row.state)
    row.counts = {**row.counts, **counts}
    row.finished_at = timezone.now()
    if row.state == ImportState.IMPORTED:
        forget_file(row)
    row.save()
    return row


def _result(run: ImportRun) -> dict[str, Any]:
    return {
        "url": reverse("customers:import", args=[run.public_id]),
        "summary": _("%(new)s new, %(changed)s changed, %(unchanged)s as before, %(refused)s not accepted")
        % {action.value: f"{run.counts.get(action, 0):,}" for action in RowAction},
    }


@dataclass
class _Work:
    """One import in the hands of one worker."""

    run: ImportRun
    context: JobContext
    refused: int = 0
    read: int = 0
    mapping: ColumnMap = field(init=False)
    today: date = field(init=False)

    def __post_init__(self) -> None:
        self.mapping = ColumnMap.from_json(self.run.mapping)
        self.today = timezone.localdate()
        self.reader = RowReader(self.mapping, self.run.header, today=self.today, known=known_now())

    def judge(self) -> dict[str, int]:
        """Read every line into the staging table and settle what becomes of it."""
        self.run.issues.all().delete()
        self.refused = self.read = 0
        for batch in batches(self._lines(), BATCH):
            self._stage(batch)
            self._tell(self.read, _("Reading"))
        counts = self.settle()
        for refusals in batches(staging.refused_lines(), BATCH):
            staging.note(self.run, [self._refusal(*refusal) for refusal in refusals])
        return counts

    def settle(self) -> dict[str, int]:
        """Compare the staged lines with each other and with the register."""
        with transaction.atomic():
            _no_timeout()
            by_set = staging.settle(source=self.run.source, importer=self._importer())
        counts = {action.value: by_set.get(action, 0) for action in RowAction}
        counts[RowAction.REFUSED] += self.refused
        return {**counts, "rows": self.read}

    def prepare(self, counts: dict[str, int]) -> None:
        """Finish the rows to be written: numbers, keys, sealed values, search columns."""
        staging.clear_ready()
        serial = self._serials(counts[RowAction.NEW])
        finisher = Finisher(self.run, self.mapping, today=self.today)
        after, written = 0, 0
        total = counts[RowAction.NEW] + counts[RowAction.CHANGED]
        while lines := staging.lines_to_write(after=after, limit=BATCH):
            finisher.finish(lines, serial)
            serial += sum(1 for line in lines if line.customer_id is None)
            after, written = lines[-1].line, written + len(lines)
            self._tell(self.read + written, _("Preparing"), total=self.read + total)

    def define_attributes(self) -> None:
        """Make known what the figures and categories of the file are called."""
        for target in self.mapping.columns.values():
            kind, _colon, key = target.partition(":")
            if key and not target.startswith(FIELD):
                label_th, label_en = self.mapping.labels.get(key, (key, key))
                kind = AttributeKind.NUMBER if target.startswith(NUMBER) else AttributeKind.CATEGORY
                AttributeDefinition.objects.get_or_create(
                    key=key, defaults={"kind": kind, "label_th": label_th[:120], "label_en": label_en[:120]}
                )

    def _lines(self) -> Iterator[Line]:
        lines = read_lines(path_of(self.run), encoding=self.run.encoding, delimiter=self.run.delimiter)
        next(lines, None)
        return lines

    def _stage(self, lines: list[Line]) -> None:
        rows: list[Row] = []
        issues: list[Issue] = []
        refused_keys: list[str] = []
        for line in lines:
            found = self.reader.read(line)
            if isinstance(found, Row):
                rows.append(found)
            else:
                issues += found
                self.refused += 1
                refused_keys.append(self.reader.key_of(line))
        self.read += len(lines)
        staging.stage(rows)
        staging.note(self.run, issues)
        staging.name_refused(key for key in refused_keys if key)

    def _refusal(self, line: int, code: str, params: dict[str, Any]) -> Issue:
        targets = _CODE_COLUMNS.get(code)
        return Issue(line, self.reader.column_of(*targets) if targets else "", "", code, params)

    def _importer(self) -> staging.Importer:
        by = self.context.job.requested_by or self.run.by  # who has it written answers for what is overwritten
        if by is None:
            return staging.Importer(None, sees_all=True)
        return staging.Importer(by.unit_id, sees_all=by.can(Permission.CUSTOMER_VIEW_ALL))

    def _tell(self, done: int, note: str, total: int = 0) -> None:
        self.context.check_cancelled()
        self.context.progress(done, max(total, 2 * int(self.run.counts.get("lines", 0)), done), note)

    def _serials(self, count: int) -> int:
        """The first serial of the new customers. A block once taken is used again when the import is repeated."""
        year = be_year(self.today)
        if self.run.serial_from and self.run.serial_year == year and self.run.serial_count >= count:
            return self.run.serial_from
        with transaction.atomic():
            first = reserve_serials(NUMBER_PREFIX, year=year, count=count) if count else 1
            row = locked(ImportRun.objects.all(), pk=self.run.pk)
            row.serial_from, row.serial_count, row.serial_year = first, count, year
            row.save()
        self.run.serial_from, self.run.serial_count, self.run.serial_year = first, count, year
        return first


def _is_taken(error: IntegrityError) -> bool:
    """Whether somebody recorded one of these customers meanwhile."""
    return getattr(error.__cause__, "pgcode", "") == UNIQUE_VIOLATION


def _no_timeout() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
