"""Records that other rooms may cite without importing them: kind, public id, title, address, permission.

Citing works both ways: a room that keeps links (knowledge) says on each record's page who cites it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404
from django.urls import resolve as resolve_path
from django.utils.functional import Promise


@dataclass(frozen=True)
class Reference:
    """A record named from outside its room; `note` says more in a few words, such as its state."""

    kind: str
    public_id: str
    title: str
    url: str
    note: str = ""


Find = Callable[[object, str], Reference | None]


@dataclass(frozen=True)
class ReferenceKind:
    """What a room offers for citing. `find(user, public_id)` gives None for what the user may not see.

    `pages` names the pages whose address bears something else than the public id (a number, a code), each with the
    function that finds the record by that. `is_secret(public_id)` says whether what is drawn from the record must keep
    to its readers.
    """

    kind: str
    label: str | Promise
    find: Find
    pages: Mapping[str, Find] = field(default_factory=dict)
    is_secret: Callable[[str], bool] = lambda public_id: False


@dataclass(frozen=True)
class Citing:
    """What a room shows on the page of a record that it cites. `find(user, kind, public_id)` keeps to rights."""

    key: str
    title: str | Promise
    find: Callable[[object, str, str], Sequence[Reference]]


_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
_kinds: dict[str, ReferenceKind] = {}
_citing: dict[str, Citing] = {}


def register(kind: ReferenceKind) -> None:
    """Offer a kind; called from `AppConfig.ready()`."""
    _kinds[kind.kind] = kind


def register_citing(citing: Citing) -> None:
    """Offer what cites a record; called from `AppConfig.ready()`."""
    _citing[citing.key] = citing


def resolve(user: object, kind: str, public_id: str) -> Reference | None:
    """The cited record, or None when it is gone or not for this user."""
    return _kinds[kind].find(user, public_id) if kind in _kinds else None


def kinds() -> list[ReferenceKind]:
    """Every kind on offer, for a field that lets people cite a record."""
    return list(_kinds.values())


def label_of(kind: str) -> str:
    """What a record of this kind is called; nothing for a kind that no room offers."""
    return str(_kinds[kind].label) if kind in _kinds else ""


def is_secret(kind: str, public_id: str) -> bool:
    """Whether what is drawn from this record must keep to those who may see it."""
    return kind in _kinds and _kinds[kind].is_secret(public_id)


def by_address(user: object, address: str) -> Reference | None:
    """The record whose page has this address, whatever room keeps it; None when there is none for this person."""
    return _by_page(user, address) or _by_id(user, address)


def cited_by(user: object, kind: str, public_id: str) -> list[tuple[Citing, list[Reference]]]:
    """What cites the record, room by room, as far as this person may see it; rooms without anything are left out."""
    found = ((citing, list(citing.find(user, kind, public_id))) for citing in _citing.values())
    return [(citing, rows) for citing, rows in found if rows]


def _by_page(user: object, address: str) -> Reference | None:
    try:
        match = resolve_path(urlsplit(address.strip()).path)
    except (Resolver404, ValueError):  # no page of ours, or no address at all
        return None
    named = (kind.pages[match.view_name] for kind in kinds() if match.view_name in kind.pages)
    found = (find(user, str(key)) for find in named for key in match.kwargs.values())
    return next(filter(None, found), None)


def _by_id(user: object, address: str) -> Reference | None:
    found = _ID.search(address)
    if found is None:
        return None
    matches = (kind.find(user, found[0]) for kind in kinds())
    return next(filter(None, matches), None)
