"""Backups: the database and the uploaded files of one moment in a folder, with checksums; and the way back.

A backup appears whole or not at all. A restore builds the database and the files beside the present ones and only
then changes their places, so that a failure leaves everything as it was, and what was there before is kept.
The keys of personal data are never in a backup: without them its identifying fields stay unreadable.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from trdcrm.local.account import wheel_programs
from trdcrm.local.problem import Problem

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"
FORMAT = 1
HEADER_LINES = 40
UNKNOWN_TO_OLDER_SERVERS = {b"SET transaction_timeout = 0;"}  # PostgreSQL 17


@dataclass(frozen=True)
class Server:
    """A database server and one database on it, from Django's settings."""

    settings: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of the database."""
        return str(self.settings["NAME"])

    def run(self, program: str, *arguments: str, database: str) -> None:
        """Run a PostgreSQL client program. Raises Problem with its own words."""
        done = subprocess.run(  # noqa: S603
            [find_program(program), f"--dbname={database}", *arguments],
            env={**os.environ, **self._environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Problem(f"{program} failed: {done.stderr.strip()}")

    def load(self, dump: Path, *, database: str) -> None:
        """Fill an empty database from a dump, all or nothing. Raises Problem with the client's own words."""
        reader = subprocess.Popen(  # noqa: S603
            [find_program("pg_restore"), "--no-owner", "--file=-", str(dump)], stdout=subprocess.PIPE
        )
        quiet = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        writer = subprocess.Popen(  # noqa: S603
            [find_program("psql"), f"--dbname={database}", *quiet],
            env={**os.environ, **self._environment()},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert reader.stdout is not None  # noqa: S101 — both given as PIPE above
        assert writer.stdin is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):
            for number, line in enumerate(reader.stdout):
                # A newer client's dump begins with settings that an older server does not know.
                if number > HEADER_LINES or line.strip() not in UNKNOWN_TO_OLDER_SERVERS:
                    writer.stdin.write(line)
        _, words = writer.communicate()
        reader.stdout.close()
        if reader.wait() != 0 or writer.returncode != 0:
            raise Problem(f"the database could not be restored: {words.decode(errors='replace').strip()}")

    def execute(self, *statements: sql.Composable) -> None:
        """Run statements beside the database, outside a transaction."""
        connection = psycopg2.connect(
            host=self.settings["HOST"] or None,
            port=self.settings["PORT"] or None,
            user=self.settings["USER"] or None,
            password=self.settings["PASSWORD"] or None,
            dbname="postgres",
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        return {variable: str(self.settings[key]) for variable, key in names.items() if self.settings[key]}


def find_program(name: str) -> str:
    """A PostgreSQL client program: the wheel's, which knows every server version we support, else the machine's.

    Raises Problem when there is none.
    """
    try:
        return str(wheel_programs() / name)
    except Problem:
        found = shutil.which(name)
    if found is None:
        raise Problem(f"{name} is not installed.", "Install the PostgreSQL client programs of the server's version.")
    return found


def back_up(target: Path, *, server: Server, files: Path, now: datetime) -> dict[str, Any]:
    """Write a backup into the folder `target`, which must not exist. Gives its manifest. Raises Problem."""
    if target.exists():
        raise Problem(f"{target} exists already.", "Name a folder that does not: each backup has its own.")
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700, parents=True)
    server.run("pg_dump", "--format=custom", "--no-owner", f"--file={partial / DUMP}", database=server.name)
    with tarfile.open(partial / FILES, "w") as archive:
        if files.is_dir():
            archive.add(files, arcname="files")
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "sha256": {name: _checksum(partial / name) for name in (DUMP, FILES)},
    }
    (partial / MANIFEST).write_text(json.dumps(manifest, indent=2))
    partial.rename(target)
    return manifest


def restore(source: Path, *, server: Server, files: Path, now: datetime) -> tuple[str, Path | None]:
    """Put a backup in the place of the database and the files. Gives where the former ones went.

    Raises Problem when the backup is not whole or does not fit, leaving everything as it was.
    """
    _check(source)
    stamp = now.strftime("%Y%m%d%H%M%S")
    fresh, former = f"{server.name}_restored_{stamp}", f"{server.name}_before_{stamp}"
    server.execute(_create(fresh, server))
    try:
        server.load(source / DUMP, database=fresh)
        new_files = _unpack(source / FILES, files.with_name(f"{files.name}.restored-{stamp}"))
    except BaseException:
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(fresh)))
        raise
    server.execute(
        sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
            sql.Literal(server.name)
        ),
        _rename(server.name, former),
        _rename(fresh, server.name),
    )
    kept = files.with_name(f"{files.name}.before-{stamp}") if files.exists() else None
    if kept:
        files.rename(kept)
    new_files.rename(files)
    return former, kept


def _check(source: Path) -> None:
    try:
        manifest = json.loads((source / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise Problem(f"{source} is no backup: its {MANIFEST} cannot be read.") from error
    if manifest.get("format") != FORMAT:
        raise Problem(f"{source} was made by another release (format {manifest.get('format')}, not {FORMAT}).")
    for name, checksum in manifest["sha256"].items():
        path = source / name
        if not path.is_file() or _checksum(path) != checksum:
            raise Problem(f"{path} is damaged or missing.", "Take another backup.")


def _create(name: str, server: Server) -> sql.Composed:
    """A database that reads Thai: on the embedded server the template does already."""
    thai = "" if str(server.settings["HOST"]).startswith("/") else " LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
    return sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'" + thai).format(sql.Identifier(name))


def _rename(old: str, new: str) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))


def _unpack(archive: Path, target: Path) -> Path:
    partial = target.with_name(f"{target.name}.partial")
    with tarfile.open(archive) as packed:
        packed.extractall(partial, filter="data")
    (partial / "files").mkdir(exist_ok=True)
    (partial / "files").rename(target)
    partial.rmdir()
    return target


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
