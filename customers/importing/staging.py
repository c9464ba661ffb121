"""The rows of one import on their way, in temporary tables of this connection.

Temporary tables need no clean-up after a killed worker, are seen by nobody else, and never reach a backup or the
write-ahead log: personal data of a file leave no trace but where they belong.

`staged` holds what was read; `settled` says of each line what becomes of it; the `ready` tables hold finished rows
of the register, sealed, that one statement each moves into place; `met` says how the contact persons of a customer
stood when those of the file were recognised among them.
"""
# ruff: noqa: S608  names of tables and columns are our own constants; values are parameters

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from customers.enums import RowAction
from customers.importing.rows import Issue, Row
from customers.models import ContactPerson, Customer, ImportIssue, ImportRun
from foundation.core.copying import copy_columns, copy_lines, copy_rows
from foundation.core.models import DataKey

STAGED = "import_staged"
SETTLED = "import_settled"
NAMED = "import_named"
READY = "import_ready"
READY_KEYS = "import_ready_keys"
READY_SOURCES = "import_ready_sources"
READY_PEOPLE = "import_ready_people"
READY_MET = "import_ready_met"
_STAGED_COLUMNS = ("line", "key", "has_own_key", "party", "identifier_hash", "unit_code", "stamp", "values")
_ISSUE_COLUMNS = ("run_id", "line", "column", "shown", "code", "params")
CUSTOMER_COLUMNS = copy_columns(Customer)
KEY_COLUMNS = copy_columns(DataKey)
PERSON_COLUMNS = copy_columns(ContactPerson)
_ALL_READY = f"{READY}, {READY_KEYS}, {READY_SOURCES}, {READY_PEOPLE}, {READY_MET}"

# What is wrong with a line that was read well, seen beside the other lines and the register: first rule that holds.
_SETTLE = f"""
CREATE TEMP TABLE {SETTLED} AS
WITH seen AS (
    SELECT s.line, s.key, s.has_own_key, s.party, s.identifier_hash, s.unit_code, s.stamp,
           min(line) OVER (PARTITION BY key) AS key_first,
           CASE WHEN identifier_hash IS NOT NULL
                THEN min(line) OVER (PARTITION BY identifier_hash) END AS identifier_first
    FROM {STAGED} s
), met AS (
    SELECT seen.*, u.id AS unit_id, k.customer_id AS by_key, k.stamp AS stamp_before, i.id AS by_identifier,
           coalesce(k.customer_id, i.id) AS customer_id
    FROM seen
    LEFT JOIN accounts_unit u ON u.code = seen.unit_code
    LEFT JOIN customers_sourcekey k ON k.source = %(source)s AND k.key = seen.key
    LEFT JOIN customers_customer i ON i.identifier_hash = seen.identifier_hash
)
SELECT met.line, met.customer_id, met.unit_id, c.version, c.number,
       CASE WHEN met.key_first < met.line THEN met.key_first ELSE met.identifier_first END AS first_line,
       CASE
           WHEN met.key_first < met.line AND met.has_own_key THEN 'key_twice'
           WHEN met.identifier_first < met.line THEN 'identifier_twice'
           WHEN met.unit_code <> '' AND met.unit_id IS NULL THEN 'unit'
           WHEN c.id IS NULL THEN NULL
           WHEN c.is_limited AND NOT %(sees_all)s AND c.unit_id IS DISTINCT FROM %(unit)s THEN 'not_visible'
           WHEN c.erased_at IS NOT NULL THEN 'erased'
           WHEN met.by_key <> met.by_identifier THEN 'key_conflict'
           WHEN met.by_key IS NULL AND met.has_own_key AND EXISTS (
               SELECT 1 FROM customers_sourcekey o
               WHERE o.customer_id = c.id AND o.source = %(source)s AND o.key NOT LIKE 'id:%%') THEN 'other_key'
           WHEN c.party <> met.party THEN 'other_party'
       END AS code,
       CASE WHEN c.id IS NULL THEN '{RowAction.NEW}'
            WHEN met.stamp_before = met.stamp THEN '{RowAction.UNCHANGED}'
            ELSE '{RowAction.CHANGED}' END AS action
FROM met LEFT JOIN customers_customer c ON c.id = met.customer_id
"""


@dataclass(frozen=True)
class Importer:
    """For whom rows are settled: what the person may not see is not overwritten."""

    unit_id: int | None
    sees_all: bool


def open_tables() -> None:
    """Empty tables for one import."""
    with connection.cursor() as cursor:
        _drop(cursor)
        cursor.execute(
            f"CREATE TEMP TABLE {STAGED} (line int, key text, has_own_key boolean, party text,"
            ' identifier_hash text, unit_code text, stamp text, "values" json)'
        )
        cursor.execute(f"CREATE TEMP TABLE {NAMED} (key text)")
        cursor.execute(f"CREATE TEMP TABLE {READY} (LIKE customers_customer)")
        cursor.execute(f"CREATE TEMP TABLE {READY_KEYS} (LIKE core_datakey)")
        cursor.execute(f"CREATE TEMP TABLE {READY_SOURCES} (customer_id bigint, key text, stamp text)")
        cursor.execute(f"CREATE TEMP TABLE {READY_PEOPLE} (LIKE customers_contactperson)")
        cursor.execute(f"CREATE TEMP TABLE {READY_MET} (customer_id bigint, versions bigint)")


def close_tables() -> None:
    """Forget everything."""
    with connection.cursor() as cursor:
        _drop(cursor)


def _drop(cursor: Any) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {STAGED}, {SETTLED}, {NAMED}, {_ALL_READY}")


def stage(rows: Iterable[Row]) -> None:
    """Add read rows."""
    copy_rows(
        STAGED,
        _STAGED_COLUMNS,
        (
            (row.line, row.key, row.has_own_key, row.party, row.identifier_hash, row.unit_code, row.stamp, row.values)
            for row in rows
        ),
    )


def name_refused(keys: Iterable[str]) -> None:
    """Remember the keys of lines that were read badly: their customers are not missing in the file."""
    copy_rows(NAMED, ("key",), ((key,) for key in keys))


def unchanged_since_touched(*, source: str, after: int, limit: int) -> list[tuple[int, int, dict[str, Any]]]:
    """The next lines behind a line that say nothing new of a customer who was changed here since: line, customer,
    values."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT s.line, t.customer_id, s."values" FROM {SETTLED} t JOIN {STAGED} s USING (line)'
            " JOIN customers_customer c ON c.id = t.customer_id"
            " JOIN customers_sourcekey k ON k.source = %s AND k.key = s.key"
            f" WHERE t.line > %s AND t.code IS NULL AND t.action = '{RowAction.UNCHANGED}' AND c.erased_at IS NULL"
            " AND c.updated_at > k.seen_at ORDER BY t.line LIMIT %s",
            [source, after, limit],
        )
        return [(line, customer_id, values) for line, customer_id, values in cursor.fetchall()]


def mark_missing(*, source: str) -> int:
    """Say of every key of the source whether this file names it; how many it does not name, in all."""
    named = (
        f"EXISTS (SELECT 1 FROM {STAGED} s WHERE s.key = k.key) OR EXISTS (SELECT 1 FROM {NAMED} n WHERE n.key = k.key)"
    )
    table = "UPDATE customers_sourcekey k SET missing_since ="
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {STAGED}_key ON {STAGED} (key)")
        cursor.execute(f"{table} NULL WHERE source = %s AND missing_since IS NOT NULL AND ({named})", [source])
        cursor.execute(f"{table} now() WHERE source = %s AND missing_since IS NULL AND NOT ({named})", [source])
        cursor.execute(
            "SELECT count(*) FROM customers_sourcekey WHERE source = %s AND missing_since IS NOT NULL", [source]
        )
        return int(cursor.fetchone()[0])


def note(run: ImportRun, issues: Iterable[Issue]) -> None:
    """Add issues to the import's list."""
    copy_rows(
        ImportIssue._meta.db_table,
        _ISSUE_COLUMNS,
        ((run.pk, i.line, i.column[:120], i.shown[:120], i.code, i.params) for i in issues),
    )


def settle(*, source: str, importer: Importer) -> dict[str, int]:
    """Say of each staged line what becomes of it, by set: one statement for doubles, matches and rights.

    Gives how many lines are new, changed, unchanged, refused. May be repeated when the register has moved on.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {SETTLED}")
        cursor.execute(f"ANALYZE {STAGED}")
        cursor.execute(_SETTLE, {"source": source, "sees_all": importer.sees_all, "unit": importer.unit_id})
        cursor.execute(f"CREATE INDEX ON {SETTLED} (line)")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {STAGED}_line ON {STAGED} (line)")
        cursor.execute(f"ANALYZE {SETTLED}")
        cursor.execute(
            f"SELECT CASE WHEN code IS NULL THEN action ELSE '{RowAction.REFUSED}' END, count(*)"
            f" FROM {SETTLED} GROUP BY 1"
        )
        return dict(cursor.fetchall())


def refused_lines() -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Line, code and parameters of what `settle` refused, in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT line, code, first_line, number FROM {SETTLED} WHERE code IS NOT NULL ORDER BY line")
        while rows := cursor.fetchmany(5000):
            for line, code, first_line, number in rows:
                yield line, code, {"first": first_line} if code.endswith("_twice") else {"number": number or ""}


@dataclass(frozen=True)
class Settled:
    """A line that is to be written: values as read, and the customer it changes, if any."""

    line: int
    key: str
    stamp: str
    values: dict[str, Any]
    unit_id: int | None
    customer_id: int | None
    version: int | None


def lines_to_write(*, after: int, limit: int) -> list[Settled]:
    """The next new or changed lines behind a line."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT s.line, s.key, s.stamp, s."values", t.unit_id, t.customer_id, t.version'
            f" FROM {SETTLED} t JOIN {STAGED} s USING (line)"
            f" WHERE t.line > %s AND t.code IS NULL AND t.action <> '{RowAction.UNCHANGED}' ORDER BY t.line LIMIT %s",
            [after, limit],
        )
        return [Settled(*row) for row in cursor.fetchall()]


def clear_ready() -> None:
    """Drop finished rows, to make them again."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_ALL_READY}")


def add_ready(*, customers: Iterable[str], keys: Iterable[str], sources: Iterable[tuple[int, str, str]]) -> None:
    """Add finished rows: COPY lines of CUSTOMER_COLUMNS and KEY_COLUMNS; customer, key and stamp."""
    copy_lines(READY_KEYS, KEY_COLUMNS, keys)
    copy_lines(READY, CUSTOMER_COLUMNS, customers)
    copy_rows(READY_SOURCES, ("customer_id", "key", "stamp"), sources)


def add_ready_people(*, people: Iterable[str], keys: Iterable[str], met: Iterable[tuple[int, int]]) -> None:
    """Add finished contact persons: COPY lines of PERSON_COLUMNS and KEY_COLUMNS; and of the customers who were there
    before, the sum of the versions of their people when these were looked at."""
    copy_lines(READY_KEYS, KEY_COLUMNS, keys)
    copy_lines(READY_PEOPLE, PERSON_COLUMNS, people)
    copy_rows(READY_MET, ("customer_id", "versions"), met)


def take_ids(model: Any, count: int) -> list[int]:
    """Primary keys out of the model's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
