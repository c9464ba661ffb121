"""The embedded database starts whatever the last one left behind."""

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from trdcrm.local import account, cluster
from trdcrm.local.cluster import FAST, SAFE, Cluster, cluster_at
from trdcrm.local.problem import Problem

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that has run once and stands still."""
    made = cluster_at(tmp_path / "pg", options=FAST, dies_with_parent=True)
    made.start()
    made.stop()
    yield made
    made.stop()


def test_it_reads_thai_and_speaks_to_nobody_on_the_network(server: Cluster) -> None:
    server.start()
    assert ask(server, "CREATE EXTENSION pg_trgm; SELECT cardinality(show_trgm('จอดรถ')) > 3") is True
    assert ask(server, "SHOW listen_addresses") == ""
    assert server.sockets.stat().st_mode & 0o777 == 0o700
    server.stop()
    assert server.pid() is None


def test_it_starts_after_kill_9_and_has_lost_nothing(tmp_path: Path) -> None:
    server = cluster_at(tmp_path / "pg", options=SAFE, dies_with_parent=True)
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS n; SELECT 1")
    os.kill(server.pid() or 0, signal.SIGKILL)
    server.start()
    assert ask(server, "SELECT n FROM kept") == 7
    server.stop()


def test_a_stale_pid_file_may_name_any_living_process(server: Cluster) -> None:
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n{server.sockets}\n\n0 0\n")
    assert server.pid() is None
    server.start()
    assert server.pid() not in (None, os.getpid())


def test_stale_sockets_are_no_hindrance(server: Cluster) -> None:
    path = server.sockets / cluster.SOCKET_NAME
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as left_behind:
        left_behind.bind(str(path))
    (server.sockets / f"{cluster.SOCKET_NAME}.lock").write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n\n")
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_starting_twice_finds_the_running_one(server: Cluster) -> None:
    server.start()
    first = server.pid()
    server.start()
    assert server.pid() == first


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = cluster_at(tmp_path / ("ยาว" * 20) / "pg", options=FAST, dies_with_parent=True)
    assert len(os.fsencode(deep.sockets / f"{cluster.SOCKET_NAME}.lock")) <= cluster.SOCKET_PATH_LIMIT
    deep.start()
    assert ask(deep, "SELECT 1") == 1
    deep.stop()
    deep.sockets.rmdir()


def test_an_interrupted_initdb_leaves_nothing_half_made(tmp_path: Path) -> None:
    half = tmp_path / "pg" / "data.partial"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    whole = cluster_at(tmp_path / "pg", options=FAST, dies_with_parent=True)
    whole.start()
    assert ask(whole, "SELECT 1") == 1
    whole.stop()


def test_data_of_another_release_is_named(server: Cluster) -> None:
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Problem, match=r"was made by PostgreSQL 9; this is PostgreSQL 1\d"):
        server.start()


def test_a_broken_database_gives_its_own_words(server: Cluster) -> None:
    (server.data / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(Problem, match="pg_control"):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become nobody")
def test_where_namespaces_are_forbidden_root_runs_it_as_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "namespaces_work", lambda: False)
    shared = tmp_path / "shared"
    shared.mkdir()
    for folder in (shared, *shared.parents[:-2]):
        folder.chmod(folder.stat().st_mode | 0o011)  # the test's own folders are private
    monkeypatch.setattr(account, "SHARED_PLACE", shared)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    humble = cluster_at(home / "pg", options=FAST, dies_with_parent=True)
    humble.start()
    assert ask(humble, "SELECT 1") == 1
    assert Path(f"/proc/{humble.pid()}").stat().st_uid not in (0, None)
    humble.stop()


def test_without_the_wheel_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "find_spec", lambda name: None)
    with pytest.raises(Problem, match="Set DATABASE_URL"):
        cluster_at(tmp_path)


def ask(server: Cluster, statement: str) -> object:
    """The first value that the statement gives."""
    connection = psycopg2.connect(host=str(server.sockets), user=cluster.SUPERUSER, dbname="postgres")
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
