"""The registry of populations: what audits can draw random samples from (docs/decisions/audit-populations.md).

A room above declares a kind of its records with one query; the sample itself is drawn here, in one way for all.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from foundation.accounts.models import Unit


@dataclass(frozen=True)
class Population:
    """Records that an audit may look at. `kind` is their kind in core.references, under which each can be opened.

    `rows(first, last, unit)` gives the records of those days, ends included, of one unit or of all; each has a
    `public_id`. The query is the definition: it depends on nothing but its arguments and the stored rows.
    """

    key: str
    label: str | Promise
    kind: str
    rows: Callable[[dt.date, dt.date, Unit | None], "QuerySet[Any]"]


_populations: dict[str, Population] = {}


def register(population: Population) -> None:
    """Offer a population; called from `AppConfig.ready()`. Raises ValueError when the key is taken."""
    if _populations.get(population.key, population) != population:
        raise ValueError(f"population {population.key} is declared twice")
    _populations[population.key] = population


def get(key: str) -> Population | None:
    """The population of that key, None where no room offers it."""
    return _populations.get(key)


def populations() -> list[Population]:
    """Every population on offer."""
    return sorted(_populations.values(), key=lambda each: each.key)
