"""The registry of what each room holds about a person: for access, correction, export and erasure.

A room registers each kind in `AppConfig.ready()`. A test walks every model with an encrypted field and fails when no
kind declares it, so nothing personal is forgotten when a person asks.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from foundation.privacy.enums import RetentionAction


@dataclass(frozen=True)
class Person:
    """What identifies the person who asks: any of these, each already normalised by the room that reads it."""

    national_id: str = ""
    phone: str = ""
    email: str = ""
    public_id: str = ""


@dataclass(frozen=True)
class Keeping:
    """How records of a kind grow old, so that a rule of retention can be set for them.

    `since` says from which day the time runs. `ended()` gives the rows whose time runs and that are still readable,
    with that moment as `kept_from`; a row names itself by `public_id`. `action` says what the room's `erase` does.
    `who(public_id)` gives everything by which open matters of the person are found, where the own id is not enough.
    `takes_all`: what every other room holds under the same id goes along.
    """

    since: str | Promise
    ended: Callable[[], "QuerySet[Any]"]
    action: RetentionAction
    who: Callable[[str], Person] = lambda public_id: Person(public_id=public_id)
    takes_all: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of record with personal data.

    `models` are the labels of the models that hold it ("customers.Person"). `find(person)` gives public ids.
    `describe(public_id)` gives field label to text, everything held, for access and export. `erase(public_id, by,
    now)` makes the person unreadable in rows, history and search columns; it raises Refused while a duty to keep
    stands (an open complaint). `holds(public_id)` gives, in words, each such duty that stands now, so that it can be
    said before anybody tries. `stands(person)` says the same of open matters that are about the person and not the
    person's own record: another person filed them. `notice` is the key of the privacy notice under which the data are
    collected: it says why, for how long and for whom they are kept (the register of processing reads it there).
    `keeping`, where the records grow old by themselves, lets the nightly sweep of retention erase them
    (services.retention).
    """

    kind: str
    label: str | Promise
    models: frozenset[str]
    find: Callable[[Person], Iterable[str]]
    describe: Callable[[str], Mapping[str, str]]
    erase: Callable[..., None]
    holds: Callable[[str], Iterable[str | Promise]] = lambda public_id: ()
    stands: Callable[[Person], Iterable[str | Promise]] = lambda person: ()
    notice: str = ""
    keeping: Keeping | None = None


@dataclass(frozen=True)
class Found:
    """A record found for a person."""

    kind: Kind
    public_id: str

    def describe(self) -> Mapping[str, str]:
        """Everything held in it."""
        return self.kind.describe(self.public_id)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind; called from `AppConfig.ready()`. Raises ValueError when another has the name."""
    if kind.kind in _kinds and _kinds[kind.kind] is not kind:
        raise ValueError(f"personal data {kind.kind} is declared twice")
    _kinds[kind.kind] = kind


def kinds() -> list[Kind]:
    """Every declared kind."""
    return list(_kinds.values())


def declared_models() -> frozenset[str]:
    """Labels of all models that some kind declares."""
    return frozenset(label for kind in _kinds.values() for label in kind.models)


def find_everything(person: Person) -> list[Found]:
    """Every record that any room holds about the person."""
    return [Found(kind, public_id) for kind in _kinds.values() for public_id in kind.find(person)]


def erase_everything(person: Person, *, by: object, now: datetime) -> list[Found]:
    """Have every room erase what it holds; gives what was erased. Raises Refused from the first room that may not."""
    found = find_everything(person)
    for record in found:
        record.kind.erase(record.public_id, by=by, now=now)
    return found
