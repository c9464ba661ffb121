"""What each room offers to the one search box."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from foundation.core.thai.text import search_form


@dataclass(frozen=True)
class Hit:
    """One found record."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Source:
    """A room's search: `find(user, needle, limit)` sees only what the user may see; needle is normalised."""

    key: str
    label: str | Promise
    find: Callable[[object, str, int], Iterable[Hit]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer a source; called from `AppConfig.ready()`."""
    _sources[source.key] = source


def search_all(user: object, needle: str, *, limit: int = 8) -> list[tuple[Source, list[Hit]]]:
    """Hits of every room, rooms without a hit left out. `needle` is what the person typed."""
    from foundation.core.thai.text import search_form

    form = search_form(needle)[:100]
    if not form:
        return []
    found = [(source, list(source.find(user, form, limit))) for source in _sources.values()]
    return [(source, hits) for source, hits in found if hits]


def holding(rows: "QuerySet[Any]", needle: str) -> "QuerySet[Any]":
    """The rows whose `search_text` holds the needle; all where there is none."""
    form = search_form(needle)
    return rows.filter(search_text__contains=form) if form else rows
