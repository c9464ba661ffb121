"""Moving finished rows into the register, by set, inside the caller's transaction."""
# ruff: noqa: S608  names of tables and columns are our own constants; values are parameters

from django.db import connection

from customers.importing.history import history_table, keep_history
from customers.importing.placing_people import people_moved, place_people
from customers.importing.staging import CUSTOMER_COLUMNS, READY, READY_KEYS, READY_SOURCES
from customers.models import Customer

# Columns that an import never changes on a customer who is there already.
_KEPT = frozenset({"id", "public_id", "number", "party", "created_at", "is_limited", "erased_at", "merged_into_id"})
_CHANGED = f"customers_customer x JOIN {READY} r ON r.id = x.id"
_NOT_YET_KEPT = f"{_CHANGED} WHERE NOT EXISTS (SELECT 1 FROM {history_table(Customer)} h WHERE h.id = x.id)"


class RegisterMoved(Exception):
    """Somebody changed a customer between settling and placing: settle again."""


def place(*, run_id: int, source: str, by_id: int | None, reason: str) -> None:
    """Write everything that is ready. Imports of one source follow on each other: of two at once the second waits
    here, and looks again when the first has taken the same keys in.

    Raises RegisterMoved, or IntegrityError when somebody recorded the same customer meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"customers.import:{source}"])
        cursor.execute(
            f"SELECT count(*) FROM customers_sourcekey k JOIN {READY_SOURCES} r ON r.key = k.key"
            " WHERE k.source = %s AND k.customer_id <> r.customer_id",
            [source],
        )
        if cursor.fetchone()[0]:
            raise RegisterMoved
        cursor.execute(f"INSERT INTO core_datakey SELECT * FROM {READY_KEYS}")
        cursor.execute(
            "SELECT count(*) FILTER (WHERE is_moved), count(*) FROM ("
            f" SELECT c.version <> r.version - 1 AS is_moved FROM customers_customer c JOIN {READY} r ON r.id = c.id"
            " ORDER BY c.id FOR UPDATE OF c) held"
        )
        moved, changed = cursor.fetchone()
        if moved or people_moved(cursor):
            raise RegisterMoved
        if changed:
            keep_history(cursor, Customer, _NOT_YET_KEPT, kind="+", by_id=None, reason="", at="x.updated_at")
            _change_relations(cursor, by_id=by_id, reason=reason)
            _update(cursor)
            keep_history(cursor, Customer, _CHANGED, kind="~", by_id=by_id, reason=reason)
        _insert(cursor, by_id=by_id)
        place_people(cursor, by_id=by_id, reason=reason)
        cursor.execute(
            "INSERT INTO customers_sourcekey (customer_id, source, key, stamp, stamp_before, run_id, seen_at)"
            f" SELECT customer_id, %s, key, stamp, '', %s, now() FROM {READY_SOURCES}"
            " ON CONFLICT (source, key)"
            " DO UPDATE SET stamp_before = customers_sourcekey.stamp, run_before_id = customers_sourcekey.run_id,"
            " stamp = EXCLUDED.stamp, run_id = EXCLUDED.run_id, seen_at = EXCLUDED.seen_at",
            [source, run_id],
        )


def _columns(prefix: str, names: list[str]) -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def _insert(cursor, *, by_id: int | None) -> None:  # type: ignore[no-untyped-def]  # Django types no cursors
    # Those who are there already are left out by the key, not by a join: a planner that takes the register for empty
    # would read it again for each row while it grows.
    cursor.execute(
        f"WITH placed AS (INSERT INTO customers_customer ({_columns('', CUSTOMER_COLUMNS)})"
        f" SELECT {_columns('r.', CUSTOMER_COLUMNS)} FROM {READY} r ON CONFLICT (id) DO NOTHING"
        " RETURNING id, relation, relation_since)"
        " INSERT INTO customers_relationperiod (customer_id, relation, starts_on, reason, recorded_at, recorded_by_id)"
        " SELECT id, relation, relation_since, '', now(), %s FROM placed",
        [by_id],
    )


def _update(cursor) -> None:  # type: ignore[no-untyped-def]
    names = [name for name in CUSTOMER_COLUMNS if name not in _KEPT]
    assignments = ", ".join(f'"{name}" = r."{name}"' for name in names)
    cursor.execute(f"UPDATE customers_customer c SET {assignments} FROM {READY} r WHERE c.id = r.id")


def _change_relations(cursor, *, by_id: int | None, reason: str) -> None:  # type: ignore[no-untyped-def]
    """End the open period of those whose relation changes, begin another; before `_update`, which forgets the old."""
    changed = f"FROM customers_customer c JOIN {READY} r ON r.id = c.id WHERE r.relation <> c.relation"
    cursor.execute(
        "UPDATE customers_relationperiod p SET ends_on = x.relation_since"
        f" FROM (SELECT c.id, r.relation_since {changed}) x"
        " WHERE p.customer_id = x.id AND p.ends_on IS NULL"
    )
    cursor.execute(
        "INSERT INTO customers_relationperiod (customer_id, relation, starts_on, reason, recorded_at, recorded_by_id)"
        f" SELECT c.id, r.relation, r.relation_since, %s, now(), %s {changed}",
        [reason, by_id],
    )
