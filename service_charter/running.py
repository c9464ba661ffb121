"""Promises whose clocks run now: rooms that handle matters say which are late and which soon will be.

A matter lives in the room that handles it (a request here, a complaint above), and so do its clock, its pauses and who
may open it. Each room offers one source in `AppConfig.ready()`; nothing is copied, so nothing goes stale.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from foundation.accounts.models import User


@dataclass(frozen=True)
class Running:
    """One matter with a date to keep. `title` and `url` may be shown to the person for whom it was asked."""

    standard_id: int
    due_at: dt.datetime
    title: str
    url: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Load:
    """How many dates of one standard have passed, and how many soon will."""

    late: int = 0
    soon: int = 0


@dataclass(frozen=True)
class Source:
    """What a room offers. `load` counts over all matters, by standard, in one query a promise; `first` gives the
    worst of those the person may open."""

    key: str
    label: str | Promise
    load: Callable[[dt.datetime, dt.datetime], dict[int, Load]]
    first: Callable[[User, dt.datetime, dt.datetime, int], Iterable[Running]]


# A date within this time counts as near.
SOON = dt.timedelta(hours=24)

_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer running promises; called from `AppConfig.ready()`."""
    _sources[source.key] = source


def load(now: dt.datetime) -> dict[int, Load]:
    """Late and near dates by standard, of every room together."""
    total: dict[int, Load] = {}
    for source in _sources.values():
        for standard_id, found in source.load(now, now + SOON).items():
            before = total.get(standard_id, Load())
            total[standard_id] = Load(before.late + found.late, before.soon + found.soon)
    return total


def first(user: User, now: dt.datetime, limit: int) -> list[Running]:
    """The matters that this person may open and whose dates passed longest ago or come next."""
    rows = [row for source in _sources.values() for row in source.first(user, now, now + SOON, limit)]
    return sorted(rows, key=lambda row: row.due_at)[:limit]
