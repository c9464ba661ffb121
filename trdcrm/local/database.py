"""The embedded database of a home, shared by whatever works there: the site, a command, two commands at once.

The first to come starts the server, the last to go stops it. Who is there is known by shared locks on a file, which
the kernel releases even after kill -9.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from trdcrm.local.cluster import Cluster, cluster_at
from trdcrm.local.home import Home


@contextlib.contextmanager
def database_of(home: Home) -> Iterator[Cluster]:
    """The home's running cluster with its database, for as long as the block lasts.

    Raises Problem when PostgreSQL cannot run here.
    """
    folder = home.path / "postgres"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    cluster = cluster_at(folder)
    with (folder / "door.lock").open("a") as door, (folder / "guests.lock").open("a") as guests:
        with _held(door):
            cluster.start()
            cluster.create_database()
            fcntl.flock(guests, fcntl.LOCK_SH)
        try:
            yield cluster
        finally:
            with _held(door):
                if _last(guests):
                    cluster.stop()


@contextlib.contextmanager
def database_in_environment(home: Path) -> Iterator[None]:
    """Where no DATABASE_URL is set: have the home's database running and its address in the environment."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    place = Home(home)
    place.prepare()
    with database_of(place) as cluster:
        os.environ["DATABASE_URL"] = cluster.url()
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"]


@contextlib.contextmanager
def _held(file: IO[str]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _last(guests: IO[str]) -> bool:
    """Give up the own place; whether nobody else is there."""
    fcntl.flock(guests, fcntl.LOCK_UN)
    try:
        fcntl.flock(guests, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
