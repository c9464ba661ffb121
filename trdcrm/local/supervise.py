"""`make run`: one terminal runs the database, the web server, the workers and the scheduler; one Ctrl-C ends them all.

The supervisor starts what is missing, watches, and takes everything down together: when it is asked to, or when one
of its programs dies, whose reason it then gives.
"""

import contextlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from trdcrm.local import preparation
from trdcrm.local.database import database_in_environment
from trdcrm.local.home import Home
from trdcrm.local.preparation import ROOT
from trdcrm.local.problem import Problem
from trdcrm.local.programs import Program, programs
from trdcrm.local.signs import digest_of, draw_password, draw_totp_secret, sign_in_lines

READY_WITHIN = 90.0
END_WITHIN = 12.0


def main() -> int:
    """Run a site until it is asked to end. Gives the exit code."""
    try:
        site = Site.from_environment(os.environ)
        with site.signals():
            return site.run()
    except Problem as problem:
        sys.stderr.write(f"\n  {problem}\n\n")
        return 1


@dataclass
class Site:
    """One copy of the site: where it lives and where it listens."""

    home: Home
    host: str
    port: int
    running: list[Program] = field(default_factory=list)
    asked_to_end: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Site":
        """The site that PORT, HOST and TRDCRM_HOME describe. Raises Problem for a PORT that is none."""
        home = Home(Path(environment.get("TRDCRM_HOME") or ROOT / "var").expanduser().resolve())
        given = environment.get("PORT") or "8000"
        if not given.isdecimal() or not 0 < int(given) < 65536:
            raise Problem(f"PORT={given} is no port number.", "Choose one between 1024 and 65535: PORT=8001 make run")
        return cls(home, environment.get("HOST") or "127.0.0.1", int(given))

    @property
    def address(self) -> str:
        """Where a browser finds the site."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 — compared, not bound
        return f"http://{host}:{self.port}/"

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """While it lasts, Ctrl-C and its kin ask the site to end; a second one ends it at once."""
        kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {kind: signal.signal(kind, self._on_signal) for kind in kinds}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)

    def run(self) -> int:
        """Start everything, wait, end everything. Gives 0 when asked to end, 1 when a program died."""
        started = time.monotonic()
        self._check_port()
        self.home.prepare()
        with self.home.claimed(self.address), database_in_environment(self.home.path):
            try:
                environment = self._environment()
                self._prepare(environment)
                commands = programs(self.host, self.port)
                self._start("web", commands.pop("web"), environment)
                ready = self._wait_until_ready()  # first the page, with the machine to itself, then the workers
                for name, command in commands.items():
                    self._start(name, command, environment)
                if ready:
                    self._greet(environment, time.monotonic() - started)
                dead = self._watch()
            finally:
                self._end()
        if dead is None:
            self.say("site", "everything has stopped")
            return 0
        self.say("site", f"{dead.name} died (exit code {dead.ended()}); its last words are above. Everything stopped.")
        return 1

    def say(self, who: str, what: str) -> None:
        """One line in the terminal, with its source in front. A terminal that went away ends the site."""
        try:
            sys.stdout.write(f"{who:>8} | {what}\n")
            sys.stdout.flush()
        except OSError:
            self.asked_to_end.set()

    def _check_port(self) -> None:
        with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise Problem(
                    f"Port {self.port} on {self.host} cannot be used: {error.strerror}.",
                    f"Stop what holds it, or choose another port: PORT={self.port + 1} make run",
                ) from error

    def _environment(self) -> dict[str, str]:
        """What every program of the site gets. Demo secrets are drawn once a home, so that a restart keeps them."""
        given = dict(os.environ)
        return given | {
            "TRDCRM_HOME": str(self.home.path),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "trdcrm.settings.local",
            "DEMO_PASSWORD": self.home.chosen("demo-password", given.get("DEMO_PASSWORD"), draw_password),
            "DEMO_TOTP_SECRET": self.home.chosen("demo-totp", given.get("DEMO_TOTP_SECRET"), draw_totp_secret),
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
        }

    def _prepare(self, environment: Mapping[str, str]) -> None:
        """Migrate, collect and fill in a process of its own, where the last start did not leave all that done."""
        secrets = environment["DEMO_PASSWORD"] + environment["DEMO_TOTP_SECRET"]
        applied = self.home.path / "keys" / "demo-applied"
        same = applied.exists() and applied.read_text() == digest_of(secrets)
        if same and preparation.is_prepared(environment["DATABASE_URL"], self.home.path):
            return
        work = Program("prepare", (str(ROOT / "manage.py"), "prepare", "--demo"), self.say)
        work.start(environment)
        self.running.append(work)
        while work.ended() is None and not self.asked_to_end.wait(0.1):
            pass
        if work.ended() not in (None, 0):
            raise Problem("The site could not be prepared; the reason stands above.")
        if work.ended() == 0:
            self.running.remove(work)
            applied.write_text(digest_of(secrets))

    def _start(self, name: str, command: tuple[str, ...], environment: Mapping[str, str]) -> None:
        if not self.asked_to_end.is_set():
            program = Program(name, command, self.say)
            program.start(environment)
            self.running.append(program)

    def _wait_until_ready(self) -> bool:
        """Whether the site answers; no, when it was asked to end or a program died first."""
        deadline = time.monotonic() + READY_WITHIN
        while not self.asked_to_end.wait(0.1) and self._dead() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
                connection.request("GET", "/readyz", headers={"Host": f"127.0.0.1:{self.port}"})
                if connection.getresponse().status == 200:
                    return True
            if time.monotonic() > deadline:
                raise Problem(
                    f"The site did not become ready within {READY_WITHIN:.0f} s.", f"Look at {self.address}readyz"
                )
        return False

    def _watch(self) -> Program | None:
        """Wait until asked to end (None) or until a program dies (that program)."""
        while not self.asked_to_end.wait(0.3):
            if dead := self._dead():
                return dead
        return None

    def _dead(self) -> Program | None:
        return next((program for program in self.running if program.ended() is not None), None)

    def _end(self) -> None:
        """End the programs, latest first, together within a few seconds; the database follows when they are gone."""
        for program in reversed(self.running):
            program.ask_to_end()
        deadline = time.monotonic() + END_WITHIN
        for program in reversed(self.running):
            if not program.end_by(deadline - time.monotonic()):
                self.say("site", f"{program.name} did not stop in time and was ended")

    def _greet(self, environment: Mapping[str, str], seconds: float) -> None:
        self.say("site", f"ready after {seconds:.1f} s: {self.address}")
        accounts = preparation.demo_accounts(environment["DATABASE_URL"])
        for line in sign_in_lines(accounts, environment["DEMO_PASSWORD"], environment["DEMO_TOTP_SECRET"]):
            self.say("site", line)
        self.say("site", "Ctrl-C stops everything")

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.asked_to_end.is_set():
            for program in self.running:
                program.end_by(0)
        self.asked_to_end.set()
