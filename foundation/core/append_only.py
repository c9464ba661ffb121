"""Tables that only grow: a trigger refuses UPDATE, DELETE and TRUNCATE, whoever asks.

One path remains, for migrations, erasure and tests: the owner of the table, inside `writable_history()`. An
application role that does not own the tables (docs/operations.md) cannot take that path at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.migrations.operations.special import RunSQL

GUARD = "core_refuse_change"

# The name of the function is a constant of ours.
GUARD_SQL = f"""
CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    owner oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
    IF pg_has_role(current_user, owner, 'MEMBER') AND current_setting('trdcrm.rewrite', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD WHEN 'UPDATE' THEN NEW END;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$guard$;
"""  # noqa: S608


class AppendOnly(RunSQL):
    """A migration operation: `AppendOnly("privacy_accesslog")`, after the table is made; needs core's 0000."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=[
                f'CREATE TRIGGER {table}_row_guard BEFORE UPDATE OR DELETE ON "{table}"'
                f" FOR EACH ROW EXECUTE FUNCTION {GUARD}()",
                f'CREATE TRIGGER {table}_table_guard BEFORE TRUNCATE ON "{table}"'
                f" FOR EACH STATEMENT EXECUTE FUNCTION {GUARD}()",
            ],
            reverse_sql=[
                f'DROP TRIGGER IF EXISTS {table}_row_guard ON "{table}"',
                f'DROP TRIGGER IF EXISTS {table}_table_guard ON "{table}"',
            ],
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return self.__class__.__name__, [self.table], {}

    def describe(self) -> str:
        return f"Make {self.table} append-only"


@contextmanager
def writable_history() -> Iterator[None]:
    """Let the owner of append-only tables change them until the block ends: migrations, erasure, tests.

    The block is one transaction, or a part of the caller's.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('trdcrm.rewrite', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('trdcrm.rewrite', 'on', true)")
        yield
        cursor.execute("SELECT set_config('trdcrm.rewrite', %s, true)", [before])
