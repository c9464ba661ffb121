"""The embedded PostgreSQL: make, start, find and stop one server on a folder.

The wheel's own helper adds a system user and opens every parent folder, so its programs are called here with our
arguments. The built-in C.UTF-8 locale makes trigrams see Thai letters whatever locales the machine has. The server
listens on a socket in a private folder only, never on the network.
"""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from trdcrm.local.account import Account, choose_account, short_hash
from trdcrm.local.problem import Problem

SUPERUSER = "trdcrm"
PATIENCE = 30.0  # seconds: a server killed with -9 leaves processes that hold its memory for about two
SOCKET_PATH_LIMIT = 107  # bytes, of the kernel
SOCKET_NAME = ".s.PGSQL.5432"

# What the server says when an earlier one has not quite gone.
PASSING = ("pre-existing shared memory block", "is another postmaster", "is another postgres", "lock file")

SAFE = ("-c", "shared_buffers=128MB", "-c", "log_timezone=UTC")
FAST = (  # for databases that live as long as a test run
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "max_wal_size=4GB"),
    *("-c", "shared_buffers=256MB", "-c", "max_connections=200"),
)


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server on a folder. Make it with `cluster_at`; nothing runs until `start`."""

    account: Account
    sockets: Path
    options: tuple[str, ...] = SAFE
    dies_with_parent: bool = False

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.account.folder / "data"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.account.folder / "postgres.log"

    def url(self, database: str = SUPERUSER) -> str:
        """The DATABASE_URL of one of its databases."""
        return f"postgres://{SUPERUSER}@/{quote(str(self.sockets))}/{quote(database)}"

    def pid(self) -> int | None:
        """The process id of the server that runs on this folder, or None.

        A number left behind in postmaster.pid may meanwhile belong to any other program, so the process is looked at.
        """
        try:
            noted = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return noted if _is_postgres_on(noted, self.data) else None

    def start(self) -> None:
        """Bring the server up, making the cluster first where there is none. Running already is fine.

        Raises Problem with the server's own words when it cannot start within half a minute.
        """
        self._make()
        if self.pid() is not None:
            self._wait_until_ready(lambda: self.pid() is not None)
            return
        self._remove_stale_files()
        deadline = time.monotonic() + PATIENCE
        while True:
            process = self._spawn()
            if self._wait_until_ready(lambda started=process: started.poll() is None):  # type: ignore[misc]
                return
            if time.monotonic() > deadline or not any(words in self._last_words() for words in PASSING):
                raise self._failure()
            time.sleep(0.5)

    def stop(self) -> None:
        """Shut the server down cleanly and wait for it; after half a minute, at once. Stopped already is fine."""
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, how)
            if _wait(lambda gone=pid: not _is_postgres_on(gone, self.data), PATIENCE):  # type: ignore[misc]
                return

    def create_database(self, name: str = SUPERUSER) -> bool:
        """Create a database where it is missing. Gives whether it was missing."""
        with contextlib.closing(self._connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone():
                    return False
                cursor.execute('CREATE DATABASE "{}"'.format(name.replace('"', '""')))
                return True

    def _make(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists():
            self._check_version(version.read_text().strip())
            return
        partial = self.account.folder / "data.partial"  # an initdb that was interrupted leaves nothing half made
        shutil.rmtree(partial, ignore_errors=True)
        locale = ("--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8")
        sync = ("--no-sync",) if self.options is FAST else ()
        done = self._run("initdb", "-D", str(partial), *locale, f"--username={SUPERUSER}", "--auth=trust", *sync)
        if done.returncode != 0:
            raise _explained(f"PostgreSQL could not make its data folder: {done.stderr.strip()}")
        partial.rename(self.data)

    def _check_version(self, found: str) -> None:
        ours = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if found != ours:
            raise Problem(
                f"The database in {self.data} was made by PostgreSQL {found}; this is PostgreSQL {ours}.",
                "Back it up with the older release, then restore it here (docs/operations.md).",
            )

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [*self.account.prefix, str(self.account.programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.account.folder,
            env=self._clean_environment(),
            **self._identity(),
        )

    def _spawn(self) -> subprocess.Popen[bytes]:
        arguments = ("-D", str(self.data), "-c", f"unix_socket_directories={self.sockets}", "-c", "listen_addresses=")
        private = ("-c", "unix_socket_permissions=0700", "-c", "dynamic_shared_memory_type=mmap")
        with self.log.open("wb") as log:
            self.account.own(self.log)
            return subprocess.Popen(  # noqa: S603
                [*self.account.prefix, str(self.account.programs / "postgres"), *arguments, *private, *self.options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.account.folder,
                env=self._clean_environment(),
                start_new_session=True,  # Ctrl-C in the terminal must not reach it before its clients have gone
                preexec_fn=die_with_parent(signal.SIGQUIT) if self.dies_with_parent else None,
                **self._identity(),
            )

    def _identity(self) -> dict[str, Any]:
        if self.account.uid is None:
            return {}
        return {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}

    @staticmethod
    def _clean_environment() -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return {**kept, "LC_MESSAGES": "C", "TZ": "UTC"}

    def _remove_stale_files(self) -> None:
        """Files of a server that is no more: its number may have been given to another program since."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (self.sockets / name).unlink(missing_ok=True)

    def _wait_until_ready(self, alive: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + PATIENCE * 2  # recovery after a crash takes its time
        while alive():
            with contextlib.suppress(psycopg2.OperationalError):
                self._connect("postgres").close()
                return True
            if time.monotonic() > deadline:
                raise self._failure()
            time.sleep(0.05)
        return False

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.sockets), port=5432, user=SUPERUSER, dbname=database)

    def _last_words(self) -> str:
        try:
            return self.log.read_text(errors="replace")[-2000:]
        except OSError:
            return ""

    def _failure(self) -> Problem:
        return _explained(f"PostgreSQL did not start. Its last words ({self.log}):\n{self._last_words().strip()}")


def cluster_at(folder: Path, *, options: tuple[str, ...] = SAFE, dies_with_parent: bool = False) -> Cluster:
    """The cluster that lives in a folder, which is made private where it is missing.

    Raises Problem when this user cannot run PostgreSQL there.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    account = choose_account(folder.resolve())
    return Cluster(account, _socket_folder(account), options, dies_with_parent)


def _socket_folder(account: Account) -> Path:
    """A private folder whose path is short enough for a socket: in the cluster's own folder where that will do."""
    sockets = account.folder / "sockets"
    if len(os.fsencode(sockets / f"{SOCKET_NAME}.lock")) > SOCKET_PATH_LIMIT:
        uid = os.geteuid() if account.uid is None else account.uid
        sockets = Path(tempfile.gettempdir()) / f"trdcrm-{uid}-{short_hash(account.folder)}"
    with contextlib.suppress(FileExistsError):
        sockets.mkdir(mode=0o700)
        account.own(sockets)
    status = sockets.lstat()
    if status.st_uid not in (os.geteuid(), account.uid) or status.st_mode & 0o077:
        raise Problem(f"{sockets} is not a private folder of yours.", "Remove it and start again.")
    return sockets


def _is_postgres_on(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL that works on the data folder (which is its working folder)."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data and b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        if sys.platform == "linux":
            return False
    seen = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return "postgres" in seen.stdout and str(data) in seen.stdout


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """For a child process, on Linux: be sent the signal when the parent dies, even of kill -9."""

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, int(how))  # PR_SET_PDEATHSIG

    return ask


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _explained(words: str) -> Problem:
    if "No space left on device" in words:
        return Problem(words, "The disk is full: make room, or move TRDCRM_HOME to another disk.")
    if "Permission denied" in words:
        return Problem(words, "Give the folder to yourself, or choose another with TRDCRM_HOME.")
    return Problem(words)
