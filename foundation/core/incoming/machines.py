"""Letters that no person wrote: automatic answers, lists, receipts of reading, our own letters come back, bounces.

RFC 3834 says how programs mark what they send by themselves, RFC 3464 how a mail server says that it could not deliver.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from django.conf import settings

from foundation.core.incoming.addresses import own_addresses
from foundation.core.incoming.words import decode_bytes

_ROBOTS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.=-].*)?@", re.IGNORECASE)
_SERVERS = re.compile(r"^(mailer-daemon|postmaster)@", re.IGNORECASE)
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
_LISTS = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply")
_FINAL = re.compile(r"\b5(?:\d\d[ -]|\.\d{1,3}\.\d{1,3})")
_MESSAGE_ID = re.compile(r"<[^<>\s]{5,180}>")
LOOKED_AT = 200_000


@dataclass(frozen=True)
class Bounce:
    """A mail server gave letters of ours back: which, and whether for good."""

    message_ids: tuple[str, ...]
    is_final: bool


def why_automatic(message: Message, sender: str) -> str:
    """What shows that a machine sent it, in one word for the log; empty where nothing does."""
    if sender in own_addresses() or _loops(message):
        return "loop"
    submitted = _head(message, "Auto-Submitted").partition(";")[0].strip()
    if submitted not in {"", "no"}:
        return "auto-submitted"
    if _head(message, "Precedence") in _PRECEDENCE:
        return "precedence"
    if any(message.get(name) is not None for name in _LISTS):
        return "list"
    if message.get_content_type() == "multipart/report":
        return "report"
    if _head(message, "Return-Path") == "<>" or _ROBOTS.match(sender):
        return "robot"
    return ""


def is_suspect(message: Message) -> bool:
    """Whether our own mail server marked it: junk, or a sender whose domain disowns it (DMARC)."""
    if _head(message, "X-Spam-Flag") == "yes":
        return True
    results = [str(value).casefold() for value in message.get_all("Authentication-Results") or []]
    return any(re.search(r"\bdmarc\s*=\s*fail\b", result) for result in results)


def bounce_of(message: Message, sender: str) -> Bounce | None:
    """What a mail server says of letters of ours; None where it is no such notice."""
    notes = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if notes:
        actions = {_head(block, "Action") for note in notes for block in _blocks(note)}
        return Bounce(_ours(_returned_ids(message)), "failed" in actions)
    if not _SERVERS.match(sender):
        return None
    told = "\n".join(decode_bytes(_content(part)[:LOOKED_AT]) for part in message.walk() if not part.is_multipart())
    found = _ours([*_returned_ids(message), *_MESSAGE_ID.findall(told)])
    return Bounce(found, bool(_FINAL.search(told))) if found else None


def _loops(message: Message) -> bool:
    mark = settings.MAILBOX_ADDRESS.casefold()
    return bool(mark) and any(mark in str(value).casefold() for value in message.get_all("X-Loop") or [])


def _returned_ids(message: Message) -> list[str]:
    """Message-IDs of the letters that come back, whole or with their head alone."""
    found: list[str] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            found += [_raw_head(block, "Message-ID") for block in _blocks(part)]
        elif kind == "text/rfc822-headers":
            head = HeaderParser().parsestr(decode_bytes(_content(part)[:LOOKED_AT]))
            found.append(_raw_head(head, "Message-ID"))
    return found


def _ours(found: list[str]) -> tuple[str, ...]:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">").casefold()
    return tuple(dict.fromkeys(each for each in found if each.casefold().endswith(f"@{host}>")))


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _raw_head(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip()


def _head(message: Message, name: str) -> str:
    return _raw_head(message, name).casefold()
