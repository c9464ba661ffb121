"""The programs of a site, and how one runs: in a session of its own, read line by line, ended in two steps."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from trdcrm.local.cluster import die_with_parent

Say = Callable[[str, str], None]

# A root shell in a bare container is a common first contact; the workers say at length what they think of that.
CELERY = ("-W", "ignore:You're running the worker with superuser", "-m", "celery", "-A", "trdcrm")
WORKER = (*CELERY, "--quiet", "worker", "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING")


def programs(host: str, port: int) -> dict[str, tuple[str, ...]]:
    """The command of each program, by name.

    Long work has a worker of its own, so that acknowledgements never wait behind a report; so has the sweeper,
    which rings again for jobs that nobody took.
    """
    web = ("-m", "gunicorn", "trdcrm.wsgi", "--bind", f"{host}:{port}", "--worker-class", "gthread", "--threads", "8")
    calm = ("--timeout", "120", "--graceful-timeout", "8", "--log-level", "warning", "--no-control-socket")
    return {
        "web": (*web, *calm),
        "worker": (*WORKER, "-Q", "acks,default", "-c", "2", "-n", "worker@%h"),
        "long": (*WORKER, "-Q", "long", "-c", "1", "-n", "long@%h"),
        "sweeper": (*WORKER, "-Q", "sweep", "--pool", "solo", "-n", "sweeper@%h"),
        "beat": (*CELERY, "--quiet", "beat", "-l", "WARNING"),
    }


@dataclass
class Program:
    """One running program. What it writes is passed on line by line."""

    name: str
    command: tuple[str, ...]
    say: Say
    process: subprocess.Popen[str] = field(init=False)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it; on Linux it ends by itself should this process be killed."""
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, *self.command],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the programs in order
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        threading.Thread(target=self._read, daemon=True).start()

    def ended(self) -> int | None:
        """The exit code, or None while it runs."""
        return self.process.poll()

    def ask_to_end(self) -> None:
        """Ask it to finish what it has in hand and go."""
        if self.process.poll() is None:
            self.process.terminate()

    def end_by(self, seconds: float) -> bool:
        """Wait for it to go; when it does not, end its whole group at once. Whether it went by itself."""
        try:
            self.process.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return False
        return True

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 — given as PIPE above
        for line in self.process.stdout:
            self.say(self.name, line.rstrip())
