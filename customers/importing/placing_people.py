"""Moving finished contact persons into the register, by set, inside the caller's transaction."""
# ruff: noqa: S608  names of tables and columns are our own constants; values are parameters

from typing import Any

from customers.importing.history import history_table, keep_history
from customers.importing.staging import PERSON_COLUMNS, READY_MET, READY_PEOPLE
from customers.models import ContactPerson

_TABLE = "customers_contactperson"
# What an import never changes of a person who is there already; the key and what it seals go together.
_KEPT = frozenset({"id", "public_id", "customer_id", "created_at", "is_main", "ended_on"})
_CHANGED = f"{_TABLE} x JOIN {READY_PEOPLE} r ON r.id = x.id WHERE r.version > 1"


def people_moved(cursor: Any) -> bool:
    """Whether the contact persons of a customer are not what they were when theirs was recognised.

    Every change counts a version up, and nobody leaves a customer but by undoing: the sum of the versions tells. The
    rows stay locked.
    """
    if not _any_met(cursor):
        return False
    cursor.execute(f"ANALYZE {READY_MET}")
    cursor.execute(
        f"WITH held AS (SELECT p.customer_id, p.version FROM {_TABLE} p WHERE p.customer_id IN"
        f" (SELECT customer_id FROM {READY_MET}) ORDER BY p.id FOR UPDATE OF p),"
        " now AS (SELECT customer_id, sum(version) AS versions FROM held GROUP BY customer_id)"
        # Counted, not asked for the first: a planner in haste for one row would compare every two of them.
        f" SELECT count(*) FROM {READY_MET} m LEFT JOIN now USING (customer_id)"
        " WHERE coalesce(now.versions, 0) <> m.versions"
    )
    return bool(cursor.fetchone()[0])


def place_people(cursor: Any, *, by_id: int | None, reason: str) -> None:
    """Write the contact persons that are ready, each with a row of history that names the import."""
    cursor.execute(f"SELECT count(*) FILTER (WHERE version > 1), count(*) FROM {READY_PEOPLE}")
    changed, ready = cursor.fetchone()
    if changed:
        first = f"{_CHANGED} AND NOT EXISTS (SELECT 1 FROM {history_table(ContactPerson)} h WHERE h.id = x.id)"
        keep_history(cursor, ContactPerson, first, kind="+", by_id=None, reason="", at="x.updated_at")
        assignments = ", ".join(f'"{name}" = r."{name}"' for name in PERSON_COLUMNS if name not in _KEPT)
        cursor.execute(f"UPDATE {_TABLE} p SET {assignments} FROM {READY_PEOPLE} r WHERE p.id = r.id AND r.version > 1")
        keep_history(cursor, ContactPerson, _CHANGED, kind="~", by_id=by_id, reason=reason)
    if ready > changed:
        if _any_met(cursor):
            _one_main_each(cursor)
        names = ", ".join(f'"{name}"' for name in PERSON_COLUMNS)
        cursor.execute(f"INSERT INTO {_TABLE} ({names}) SELECT {names} FROM {READY_PEOPLE} WHERE version = 1")
        # Read from what was ready, not from where it went: a planner that takes that table for empty would read it
        # again for each row.
        rows = f"{READY_PEOPLE} x WHERE x.version = 1"
        keep_history(cursor, ContactPerson, rows, kind="+", by_id=by_id, reason=reason)


def _any_met(cursor: Any) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {READY_MET})")
    return bool(cursor.fetchone()[0])


def _one_main_each(cursor: Any) -> None:
    """Two lines may be about one customer, one by its key, one by its number: of their people the first is the main."""
    cursor.execute(
        f"UPDATE {READY_PEOPLE} r SET is_main = false FROM ("
        f" SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY id) AS nth FROM {READY_PEOPLE}"
        f" WHERE version = 1 AND is_main AND customer_id IN (SELECT customer_id FROM {READY_MET})"
        ") further WHERE further.id = r.id AND further.nth > 1"
    )
