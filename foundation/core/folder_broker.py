"""A broker of plain files, for one machine without Redis.

Kombu's own file transport writes a message in place, where a polling worker can catch it half written, and moves it
through the shared /tmp. Here a message appears by renaming, is taken by renaming within the queue's own folder, and
one that cannot be read is dropped with a warning: the sweeper rings again.
"""

from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any
from uuid import uuid4

import structlog
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

log = structlog.get_logger(__name__)


class Channel(filesystem.Channel):
    """Messages are files `<time>_<random>.<queue>.msg` in one private folder."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override] # kombu names it so
        folder = _ready(self.data_folder_out)
        draft = folder / f".{uuid4().hex}"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.rename(folder / f"{time_ns()}_{uuid4().hex}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        taken_folder = _ready(self.processed_folder)
        for waiting in sorted(_ready(self.data_folder_in).glob(f"*.{queue}.msg")):
            taken = taken_folder / waiting.name
            try:
                waiting.rename(taken)
                text = taken.read_text(encoding="utf-8")
                taken.unlink()
                return loads(text)
            except FileNotFoundError:
                continue  # another worker was faster
            except ValueError:
                log.warning("message_unreadable", file=waiting.name)
        raise Empty

    def _size(self, queue: str) -> int:
        return sum(1 for _ in _ready(self.data_folder_in).glob(f"*.{queue}.msg"))


class Transport(filesystem.Transport):
    """Named by the BROKER_TRANSPORT setting."""

    Channel = Channel


def _ready(name: str) -> Path:
    folder = Path(name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
