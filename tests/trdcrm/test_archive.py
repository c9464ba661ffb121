"""A backup comes back whole, and a restore that fails changes nothing."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection
from psycopg2 import sql

from trdcrm.archive import DUMP, MANIFEST, Server, back_up, restore
from trdcrm.local.problem import Problem

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


@pytest.fixture
def server(django_db_setup: None) -> Iterator[Server]:
    """A database of its own on the server under test, with one table of Thai words."""
    beside = Server({**connection.settings_dict, "NAME": f"{connection.settings_dict['NAME']}_archive"})
    beside.execute(*drop(beside), sql.SQL("CREATE DATABASE {}").format(sql.Identifier(beside.name)))
    ask(
        beside, "CREATE EXTENSION pg_trgm; CREATE TABLE words (word text); INSERT INTO words VALUES ('จอดรถ'); SELECT 1"
    )
    yield beside
    beside.execute(*drop(beside))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of uploads with a file of a random name."""
    folder = tmp_path / "home" / "files"
    folder.mkdir(parents=True)
    (folder / "a1b2").write_bytes(b"\x00photo")
    return folder


@pytest.fixture
def backup(server: Server, files: Path, tmp_path: Path) -> Path:
    """A backup of both."""
    back_up(tmp_path / "backup", server=server, files=files, now=NOON)
    return tmp_path / "backup"


def test_what_was_saved_comes_back_and_what_was_there_is_kept(server: Server, files: Path, backup: Path) -> None:
    ask(server, "UPDATE words SET word = 'spoilt' RETURNING 1")
    (files / "a1b2").write_bytes(b"spoilt")
    (files / "new").touch()
    former, kept = restore(backup, server=server, files=files, now=LATER)
    assert ask(server, "SELECT word FROM words") == "จอดรถ"
    assert ask(server, "SELECT cardinality(show_trgm('จอดรถ')) > 0") is True
    assert {path.name: path.read_bytes() for path in files.iterdir()} == {"a1b2": b"\x00photo"}
    assert former == f"{server.name}_before_20261123130000"
    assert ask(Server({**server.settings, "NAME": former}), "SELECT word FROM words") == "spoilt"
    assert kept is not None
    assert (kept / "new").exists()


def test_a_backup_is_private_and_says_when_it_was_made(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert '"made_at": "2026-11-23T12:00:00+00:00"' in (backup / MANIFEST).read_text()


def test_a_second_backup_does_not_overwrite_the_first(server: Server, files: Path, backup: Path) -> None:
    with pytest.raises(Problem, match="exists already"):
        back_up(backup, server=server, files=files, now=LATER)


def test_a_failing_backup_leaves_no_folder_that_looks_like_one(server: Server, files: Path, tmp_path: Path) -> None:
    nowhere = Server({**server.settings, "NAME": "there_is_no_such_database"})
    with pytest.raises(Problem, match=r"pg_dump failed: .*does not exist"):
        back_up(tmp_path / "never", server=nowhere, files=files, now=NOON)
    assert not (tmp_path / "never").exists()


def test_a_damaged_backup_is_refused(server: Server, files: Path, backup: Path) -> None:
    content = bytearray((backup / DUMP).read_bytes())
    content[-1] ^= 1
    (backup / DUMP).write_bytes(content)
    with pytest.raises(Problem, match=r"database\.dump is damaged or missing"):
        restore(backup, server=server, files=files, now=LATER)
    assert ask(server, "SELECT word FROM words") == "จอดรถ"


def test_a_folder_that_is_no_backup_is_refused(server: Server, files: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is no backup"):
        restore(tmp_path, server=server, files=files, now=LATER)


def test_a_restore_that_fails_half_way_changes_nothing(
    server: Server, files: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr("trdcrm.archive._unpack", broken)
    ask(server, "UPDATE words SET word = 'newer' RETURNING 1")
    with pytest.raises(OSError, match="disk full"):
        restore(backup, server=server, files=files, now=LATER)
    assert ask(server, "SELECT word FROM words") == "newer"
    assert ask(server, f"SELECT count(*) FROM pg_database WHERE datname LIKE '{server.name}%'") == 1  # noqa: S608
    assert (files / "a1b2").read_bytes() == b"\x00photo"


def ask(server: Server, statement: str) -> Any:
    """The first value that the statement gives."""
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    with contextlib.closing(psycopg2.connect(**{k: server.settings[v] or None for k, v in names.items()})) as opened:
        opened.autocommit = True
        with opened.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]


def drop(server: Server) -> Iterator[sql.Composed]:
    """Drop the database and what restores left beside it."""
    for suffix in ("", "_before_20261123130000", "_restored_20261123130000"):
        yield sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(server.name + suffix))
