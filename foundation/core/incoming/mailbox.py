"""The mailbox: IMAP over TLS, or a Maildir folder. It belongs to this system alone: what is unread there is new.

MAILBOX_URL=imaps://user:password@mail.example.go.th/INBOX     # %40 for an @ in user or password
MAILBOX_URL=maildir:///var/mail/complaints
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

SCHEMES = ("imaps", "maildir")
TIMEOUT = 30
# Letters of one reading; more wait for the next.
BATCH = 100
HEAD_LIMIT = 64 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxAway(Exception):
    """The mailbox cannot be read now. The text names no address and no password."""


@dataclass(frozen=True)
class Found:
    """One unread letter. `size` is set where it is over the limit and only the head was fetched."""

    uid: str
    raw: bytes
    size: int | None = None


class Mailbox(Protocol):
    """What a mailbox can do."""

    def unread(self, *, limit: int) -> Iterator[Found]:
        """Letters that nobody has marked as read, oldest first; of those over `limit` bytes the head."""

    def mark_read(self, uid: str) -> None:
        """Remember that a letter is kept."""


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """The mailbox of an address, closed afterwards. Raises MailboxAway."""
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        yield Maildir(Path(unquote(parts.path)))
        return
    try:
        connection = _connect(parts)
        try:
            yield Imap(connection)
        finally:
            connection.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAway(type(error).__name__) from None


class Maildir:
    """A folder with `new` and `cur` (https://cr.yp.to/proto/maildir.html), as local mail servers fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def unread(self, *, limit: int) -> Iterator[Found]:
        """See `Mailbox`. Links are left alone. Raises MailboxAway where the folder is no Maildir."""
        new = self.folder / "new"
        if not new.is_dir():
            raise MailboxAway("no Maildir")
        for path in sorted(new.iterdir())[:BATCH]:
            if path.is_symlink() or not path.is_file():
                continue
            size = path.stat().st_size
            if size > limit:
                with path.open("rb") as file:
                    yield Found(path.name, _head(file.read(HEAD_LIMIT)), size)
            else:
                yield Found(path.name, path.read_bytes())

    def mark_read(self, uid: str) -> None:
        """Move it to `cur` with the mark for "seen"."""
        target = self.folder / "cur"
        target.mkdir(mode=0o700, exist_ok=True)
        (self.folder / "new" / uid).replace(target / f"{uid}:2,S")


class Imap:
    """A folder of an IMAP server. Letters are fetched without marking them; marked only once they are kept."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self.connection = connection

    def unread(self, *, limit: int) -> Iterator[Found]:
        """See `Mailbox`."""
        _status, found = self.connection.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:BATCH]:
            name = uid.decode()
            size = self._size(name)
            if size is None:
                continue  # somebody deleted it a moment ago
            what = "BODY.PEEK[HEADER]" if size > limit else "BODY.PEEK[]"
            raw = self._fetch(name, what)
            if raw is not None:
                yield Found(name, raw, size if size > limit else None)

    def mark_read(self, uid: str) -> None:
        """See `Mailbox`."""
        self.connection.uid("STORE", uid, "+FLAGS", r"(\Seen)")

    def _size(self, uid: str) -> int | None:
        _status, told = self.connection.uid("FETCH", uid, "(RFC822.SIZE)")
        lines = [line if isinstance(line, bytes) else b"".join(line) for line in told if line]
        match = next((match for line in lines if (match := _SIZE.search(line))), None)
        return int(match[1]) if match else None

    def _fetch(self, uid: str, what: str) -> bytes | None:
        _status, told = self.connection.uid("FETCH", uid, f"({what})")
        return next((bytes(line[1]) for line in told if isinstance(line, tuple)), None)


def _connect(parts: SplitResult) -> imaplib.IMAP4_SSL:
    """Signed in, the folder chosen; the server must show a certificate that is good for its name."""
    context = ssl.create_default_context()
    connection = imaplib.IMAP4_SSL(parts.hostname or "", parts.port or 993, ssl_context=context, timeout=TIMEOUT)
    try:
        connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
        status, _told = connection.select(f'"{unquote(parts.path.lstrip("/")) or "INBOX"}"')
        if status != "OK":
            raise imaplib.IMAP4.error("no such folder")
    except imaplib.IMAP4.error:
        connection.logout()
        raise
    return connection


def _head(start: bytes) -> bytes:
    """The lines before the first empty one."""
    return re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0] + b"\r\n\r\n"
