"""The folder of one copy of the site: its database, files, queue, secrets and logs."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from trdcrm.local.problem import Problem

ROOM_NEEDED = 300 * 2**20  # bytes: a fresh database, its log and the demo data


@dataclass(frozen=True)
class Home:
    """A home folder. `prepare` makes it usable; the other methods expect that."""

    path: Path

    def prepare(self) -> None:
        """Make the folder, and make sure that it can be written and has room. Raises Problem with what to do."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path) as probe:
                probe.write(b"\0" * 65536)
                probe.flush()
        except OSError as error:
            raise Problem(
                f"The home folder {self.path} cannot be written: {error.strerror}.",
                "Make room or give the folder to yourself, or choose another: TRDCRM_HOME=/some/folder make run",
            ) from error
        free = shutil.disk_usage(self.path).free
        if free < ROOM_NEEDED:
            raise Problem(
                f"Only {free // 2**20} MB are free where {self.path} lies; {ROOM_NEEDED // 2**20} MB are needed.",
                "Make room, or choose a folder on another disk: TRDCRM_HOME=/some/folder make run",
            )

    def secret(self, name: str, draw: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
        """The stored secret of that name, drawn on first use. Two processes that start together keep the same one."""
        path = self.path / "keys" / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            handle, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
            with os.fdopen(handle, "w") as file:
                file.write(draw())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            Path(draft).unlink()
        return path.read_text().strip()

    def chosen(self, name: str, given: str | None, draw: Callable[[], str]) -> str:
        """The secret that was given, which is kept from then on, else the stored one, else a drawn one."""
        kept = self.secret(name, (lambda: given) if given else draw)
        if given and given != kept:
            (self.path / "keys" / name).write_text(given)
            return given
        return kept

    @contextlib.contextmanager
    def claimed(self, address: str) -> Iterator[None]:
        """Hold the home for a running site. Raises Problem when another copy holds it; the kernel frees it on death."""
        with (self.path / "site.lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                holder = json.loads(file.read() or "{}")
                raise Problem(
                    f"A site already runs on {self.path}: {holder.get('address', 'just starting')}"
                    f" (process {holder.get('pid', 'unknown')}).",
                    "Stop it with Ctrl-C, or run beside it: PORT=8001 TRDCRM_HOME=/another/folder make run",
                ) from None
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "address": address}))
            file.flush()
            yield
