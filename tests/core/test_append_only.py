"""Tables that only grow: whoever asks, rows and tables are refused; the one path of the owner is narrow."""

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.core.append_only import writable_history

pytestmark = pytest.mark.django_db

TABLES = ["privacy_accesslog", "privacy_consent", "privacy_lookbatch", "privacy_noticeversion"]


@pytest.fixture
def growing():
    """A table that only grows, with one row."""
    from foundation.core.append_only import AppendOnly

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE growing (id int)")
        cursor.execute("INSERT INTO growing VALUES (1)")
        for statement in AppendOnly("growing").sql:
            cursor.execute(statement)
    return "growing"


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


STATEMENTS = ["UPDATE growing SET id = 2", "DELETE FROM growing", "TRUNCATE growing"]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_change_is_refused(growing, sql):
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)
    assert count(growing) == 1


def test_growing_goes_on(growing):
    run("INSERT INTO growing VALUES (2)")
    assert count(growing) == 2


@pytest.mark.parametrize("sql", STATEMENTS)
def test_the_owner_may_inside_the_block_and_not_after_it(growing, sql):
    with writable_history():
        run(sql)
    run("INSERT INTO growing VALUES (3)")
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def test_blocks_nest(growing):
    with writable_history():
        with writable_history():
            run("UPDATE growing SET id = 2")
        run("UPDATE growing SET id = 3")
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id) FROM growing")
        assert cursor.fetchone() == ([3],)
    with pytest.raises(DatabaseError, match="append-only"):
        run("UPDATE growing SET id = 4")


def test_a_role_that_does_not_own_the_table_cannot_take_the_path(growing):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE trdcrm_guest")
        cursor.execute("GRANT ALL ON growing TO trdcrm_guest")
        cursor.execute("SET LOCAL ROLE trdcrm_guest")
        cursor.execute("SELECT set_config('trdcrm.rewrite', 'on', true)")
    try:
        with pytest.raises(DatabaseError, match="append-only"):
            run("DELETE FROM growing")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_of_privacy_bear_both_guards(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        assert {name for (name,) in cursor.fetchall()} == {f"{table}_row_guard", f"{table}_table_guard"}
