"""Records that other rooms may cite without importing them: kind, public id, title, address, permission."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Reference:
    """A record named from outside its room."""

    kind: str
    public_id: str
    title: str
    url: str


@dataclass(frozen=True)
class ReferenceKind:
    """What a room offers for citing. `find(user, public_id)` gives None for what the user may not see."""

    kind: str
    label: str | Promise
    find: Callable[[object, str], Reference | None]


_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
_kinds: dict[str, ReferenceKind] = {}


def register(kind: ReferenceKind) -> None:
    """Offer a kind; called from `AppConfig.ready()`."""
    _kinds[kind.kind] = kind


def resolve(user: object, kind: str, public_id: str) -> Reference | None:
    """The cited record, or None when it is gone or not for this user."""
    return _kinds[kind].find(user, public_id) if kind in _kinds else None


def kinds() -> list[ReferenceKind]:
    """Every kind on offer, for a field that lets people cite a record."""
    return list(_kinds.values())


def by_address(user: object, address: str) -> Reference | None:
    """The record whose page has this address, whatever room keeps it; None when there is none for this person."""
    found = _ID.search(address)
    if found is None:
        return None
    matches = (kind.find(user, found[0]) for kind in kinds())
    return next(filter(None, matches), None)
