"""The whole of `make run`, as a person meets it: start, stop, kill, start again, two beside each other."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from trdcrm.local.signs import digest_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {"DEMO_PASSWORD": "try-this-one", "DEMO_TOTP_SECRET": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"}
MAKE_USER = """
from foundation.accounts.models import Role, User
user = User.objects.create_user("executive", email="executive@demo.invalid", password="try-this-one")
user.roles.add(Role.objects.get(key="executive"))
"""


@dataclass
class Run:
    """A site that was started, and what it has said so far."""

    process: subprocess.Popen[bytes]
    log: Path
    home: Path
    port: int

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self, seconds: float = 90) -> None:
        """Fails with the log when the site does not get ready."""
        deadline = time.monotonic() + seconds
        while "Ctrl-C stops everything" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def stop(self) -> int:
        """Ctrl-C, then the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the first start was done, with one account instead of all the demo data."""
    home = tmp_path_factory.mktemp("prepared")
    for command in (["prepare"], ["shell", "-v", "0", "-c", MAKE_USER]):
        done = subprocess.run([sys.executable, ROOT / "manage.py", *command], env=environment(home), check=False)
        assert done.returncode == 0
    (home / "keys" / "demo-applied").write_text(digest_of("".join(SECRETS.values())))
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared home."""
    return Path(shutil.copytree(prepared, tmp_path / "home", symlinks=True))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[object]:
    """Start sites; whatever still runs afterwards is ended."""
    runs: list[Run] = []

    def begin(home: Path, port: int | None = None) -> Run:
        number = port or free_port()
        log = tmp_path / f"site-{len(runs)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "trdcrm.local"],
                cwd=ROOT,
                env={**environment(home), "PORT": str(number)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        runs.append(Run(process, log, home, number))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.process.wait(40)
        for pid in processes_of(run.home):
            os.kill(pid, signal.SIGKILL)


def test_one_ctrl_c_stops_every_process_and_the_database_cleanly(home: Path, start) -> None:  # type: ignore[no-untyped-def]
    run = start(home)
    run.wait_until_ready()
    assert run.get("/healthz")[0] == 200
    assert run.get("/")[0] == 200
    assert re.search(r"executive +Executive\n", run.said)
    assert "Password of all: try-this-one" in run.said
    assert len(processes_of(home)) >= 6  # web, three workers, beat, database
    assert run.stop() == 0
    assert processes_of(home) == []
    assert "database system is shut down" in (home / "postgres" / "postgres.log").read_text()


def test_work_is_done_by_the_workers_of_the_site(home: Path, start) -> None:  # type: ignore[no-untyped-def]
    run = start(home)
    run.wait_until_ready()
    deadline = time.monotonic() + 60
    while json.loads(run.get("/readyz")[1])["status"] != "ready":  # the sweeper's sign of life came through the queue
        assert time.monotonic() < deadline, run.said
        time.sleep(0.5)


def test_it_starts_again_after_kill_9_of_everything(home: Path, start) -> None:  # type: ignore[no-untyped-def]
    first = start(home)
    first.wait_until_ready()
    for pid in [first.process.pid, *processes_of(home)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    first.process.wait()
    assert (home / "postgres" / "data" / "postmaster.pid").exists()
    second = start(home, first.port)
    second.wait_until_ready()
    assert second.get("/healthz")[0] == 200
    assert second.stop() == 0


def test_kill_9_of_the_supervisor_takes_its_programs_along(home: Path, start) -> None:  # type: ignore[no-untyped-def]
    run = start(home)
    run.wait_until_ready()
    run.process.kill()
    run.process.wait()
    deadline = time.monotonic() + 30
    while any(b"postgres" not in command_of(pid) for pid in processes_of(home)):
        assert time.monotonic() < deadline, [command_of(pid) for pid in processes_of(home)]
        time.sleep(0.2)
    again = start(home, run.port)
    again.wait_until_ready()
    assert again.stop() == 0
    assert processes_of(home) == []


def test_a_dying_program_stops_everything_and_is_named(home: Path, start) -> None:  # type: ignore[no-untyped-def]
    run = start(home)
    run.wait_until_ready()
    beat = next(pid for pid in processes_of(home) if b"\0beat\0" in command_of(pid))
    os.kill(beat, signal.SIGKILL)
    assert run.process.wait(40) == 1
    assert "beat died (exit code -9)" in run.said
    assert processes_of(home) == []


def test_two_homes_run_beside_each_other_but_not_two_sites_on_one(home: Path, prepared: Path, start) -> None:  # type: ignore[no-untyped-def]
    other = Path(shutil.copytree(prepared, home.parent / "other", symlinks=True))
    first, second = start(home), start(other)
    first.wait_until_ready()
    second.wait_until_ready()
    assert [run.get("/healthz")[0] for run in (first, second)] == [200, 200]
    intruder = start(home)
    assert intruder.process.wait(30) == 1
    assert f"already runs on {home}: http://127.0.0.1:{first.port}/" in intruder.said
    assert first.stop() == 0
    assert second.get("/healthz")[0] == 200
    assert second.stop() == 0


def test_a_taken_port_is_named_before_anything_starts(home: Path, start) -> None:  # type: ignore[no-untyped-def]
    with contextlib.closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        run = start(home, port)
        assert run.process.wait(30) == 1
    assert f"Port {port} on 127.0.0.1 cannot be used: Address already in use." in run.said
    assert f"PORT={port + 1} make run" in run.said
    assert "Traceback" not in run.said
    assert processes_of(home) == []


def environment(home: Path) -> dict[str, str]:
    """What a person's terminal has: none of the tests' own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **SECRETS, "TRDCRM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trdcrm.settings.local"}


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(home: Path) -> list[int]:
    """The processes that work for a home, by their environment or command; not this one, not zombies."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                if f"TRDCRM_HOME={home}\0".encode() in told or f"{home}/postgres".encode() in told:
                    found.append(int(entry.name))
    return found


def command_of(pid: int) -> bytes:
    """The command line of a process; empty when it has gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
