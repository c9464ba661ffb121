"""Promises whose clocks run now: rooms that handle matters say which are late and which soon will be.

A matter lives in the room that handles it (a request here, a complaint above), and so do its clock, its pauses and who
may open it. Each room offers one source in `AppConfig.ready()`; nothing is copied, so nothing goes stale.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from foundation.accounts.models import User
from service_charter.enums import Facet


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

    def __add__(self, other: "Load") -> "Load":
        return Load(self.late + other.late, self.soon + other.soon)


@dataclass(frozen=True)
class Share:
    """The load of one standard at one unit, touchpoint or partner: `keys` by facet, as in the sums of results."""

    standard_id: int
    load: Load
    keys: Mapping[Facet, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """What a room offers. `shares` counts over all matters, by standard and `facets`, in one query a promise; `first`
    gives the worst of those the person may open."""

    key: str
    label: str | Promise
    shares: Callable[[dt.datetime, dt.datetime], Iterable[Share]]
    first: Callable[[User, dt.datetime, dt.datetime, int], Iterable[Running]]
    facets: tuple[Facet, ...] = ()


# A date within this time counts as near.
SOON = dt.timedelta(hours=24)

_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer running promises; called from `AppConfig.ready()`."""
    _sources[source.key] = source


def load(now: dt.datetime) -> dict[int, Load]:
    """Late and near dates by standard, of every room together."""
    return summed(_shares(now))


def load_at(now: dt.datetime, standard_ids: Iterable[int]) -> dict[tuple[Facet, str], Load]:
    """Late and near dates of these standards by facet and key, of every room together."""
    wanted, total = set(standard_ids), dict[tuple[Facet, str], Load]()
    for share in _shares(now):
        if share.standard_id in wanted:
            for place in share.keys.items():
                total[place] = total.get(place, Load()) + share.load
    return total


def facets() -> set[Facet]:
    """By what running matters can be told apart; of others nothing is known, which is not the same as none."""
    return {facet for source in _sources.values() for facet in source.facets}


def summed(shares: Iterable[Share]) -> dict[int, Load]:
    """By standard alone."""
    total: dict[int, Load] = {}
    for share in shares:
        total[share.standard_id] = total.get(share.standard_id, Load()) + share.load
    return total


def _shares(now: dt.datetime) -> Iterable[Share]:
    return (share for source in _sources.values() for share in source.shares(now, now + SOON))


def first(user: User, now: dt.datetime, limit: int) -> list[Running]:
    """The matters that this person may open and whose dates passed longest ago or come next."""
    rows = [row for source in _sources.values() for row in source.first(user, now, now + SOON, limit)]
    return sorted(rows, key=lambda row: row.due_at)[:limit]
