"""What stands in a letter: who sent it, to which addresses, about what, its words and files. Nothing in it is believed.

A letter of any make is read: nested parts, wrong charsets, HTML alone, names of files that climb folders. HTML becomes
plain words at once; it is never kept for display.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

import structlog
from django.utils.translation import gettext as _

from foundation.core.contacts import BadContact, read_email
from foundation.core.files import clean_name
from foundation.core.incoming.machines import Bounce, bounce_of, is_suspect, why_automatic
from foundation.core.incoming.words import decode_bytes, decode_head, text_of_html
from foundation.core.thai.text import normalise, normalise_line

__all__ = ["Attached", "Bounce", "Reading", "read_letter"]

log = structlog.get_logger(__name__)

PARTS_LIMIT, DEPTH_LIMIT = 200, 20
TEXT_LIMIT = 200_000
SUBJECT_LIMIT, NAME_LIMIT = 300, 150
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,500}>")
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
# What broken letters make the reader of the standard library raise.
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)


@dataclass(frozen=True)
class Attached:
    """One file of a letter. The name is clean; the kind is told by `core.files` from the content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Reading:
    """A letter as it was read. `is_readable` is False where no program of ours could."""

    sender: str = ""
    name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    files: tuple[Attached, ...] = ()
    references: tuple[str, ...] = ()
    automatic: str = ""
    bounce: Bounce | None = None
    is_suspect: bool = False
    is_readable: bool = True
    said_at: datetime | None = None  # where the way tells it for certain


@dataclass
class _Gathered:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    parts: int = 0

    @property
    def text(self) -> str:
        return "\n\n".join(part for part in self.plain if part) or "\n\n".join(part for part in self.html if part)


def read_letter(raw: bytes) -> Reading:
    """Read a letter; one that cannot be read says so."""
    try:
        return _read(message_from_bytes(raw))
    except _BROKEN:
        log.warning("letter_unreadable", exc_info=True)
        return Reading(is_readable=False)


def identity_of(raw: bytes) -> str:
    """What tells a letter from every other: its Message-ID with sender, day and subject. A Message-ID alone may be used
    again, by a faulty program or by somebody who wants a letter to be lost. Empty where there is none of use."""
    try:
        head = message_from_bytes(raw[:65536])
        if not _MESSAGE_ID.fullmatch(_raw(head, "Message-ID").strip()):
            return ""
        return "\n".join(_raw(head, name).strip() for name in ("Message-ID", "From", "Date", "Subject"))
    except _BROKEN:
        return ""


def _read(message: Message) -> Reading:
    name, sender = _sender(message)
    gathered = _Gathered()
    _gather(message, gathered, depth=0)
    return Reading(
        sender=sender,
        name=normalise_line(name)[:NAME_LIMIT],
        recipients=tuple(address for _name, address in _addresses(message, *_RECIPIENTS)),
        subject=normalise_line(decode_head(_raw(message, "Subject")))[:SUBJECT_LIMIT],
        text=normalise(gathered.text[:TEXT_LIMIT]),
        files=tuple(gathered.files),
        references=tuple(f"{_raw(message, 'In-Reply-To')} {_raw(message, 'References')}".split()[:50]),
        automatic=why_automatic(message, sender),
        bounce=bounce_of(message, sender),
        is_suspect=is_suspect(message),
    )


def _gather(part: Message, into: _Gathered, *, depth: int) -> None:
    into.parts += 1
    if into.parts > PARTS_LIMIT or depth > DEPTH_LIMIT:
        return
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [each for each in payload if isinstance(each, Message)]
        if part.get_content_type() == "multipart/alternative":
            _gather_best(inner, into, depth=depth)
        else:
            for each in inner:
                _gather(each, into, depth=depth + 1)
        return
    kind, name = part.get_content_type(), decode_head(part.get_filename() or "")
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return
    if name or part.get_content_disposition() == "attachment" or kind not in {"text/plain", "text/html"}:
        into.files.append(Attached(clean_name(name or _made_up(part)), content))
    elif kind == "text/plain":
        into.plain.append(decode_bytes(content, part.get_content_charset() or ""))
    else:
        into.html.append(text_of_html(decode_bytes(content, part.get_content_charset() or "")))


def _gather_best(parts: list[Message], into: _Gathered, *, depth: int) -> None:
    """Of several wordings of the same the plain one; every file."""
    ways = []
    for part in parts:
        way = _Gathered(parts=into.parts)
        _gather(part, way, depth=depth + 1)
        into.parts = way.parts
        into.files += way.files
        ways.append(way)
    said = [way.text for way in ways if any(text.strip() for text in way.plain)]
    said += [way.text for way in ways if way.text.strip()]
    into.plain += said[:1]


def _made_up(part: Message) -> str:
    ending = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
    ending |= {"text/plain": "txt", "video/mp4": "mp4"}
    kind = part.get_content_type()
    return f"{_('file')}.{ending.get(kind, kind.rpartition('/')[2])}"


def _sender(message: Message) -> tuple[str, str]:
    """Name and address; no address where it is none that a letter can be sent to."""
    for name, address in _addresses(message, "From"):
        try:
            return name, read_email(address)
        except BadContact:
            continue
    return "", ""


def _addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    lines = [value for name in names for value in _all_raw(message, name)]
    return [(decode_head(name), address) for name, address in getaddresses(lines[:50])[:100] if "@" in address]


def _raw(message: Message, name: str) -> str:
    return next(iter(_all_raw(message, name)), "")


def _all_raw(message: Message, name: str) -> list[str]:
    """Lines of the head as they stand: the library would lose what old programs wrote without encoding."""
    return [str(value) for key, value in message.raw_items() if key.casefold() == name.casefold()]
