"""The registry of filters that lists of any room offer without knowing what they are made of.

A lower room's list may be cut by what only a room above knows: customers by their segment. The room that knows
registers a `ListFilter`; each list reads the address with `read`, narrows its rows with `narrow`, and shows the fields,
the chips and what was refused (`components/cuts*.html`). See docs/decisions/list-filters.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _

Text = str | Promise
Rows = TypeVar("Rows", bound="QuerySet[Any]")
# Filters in force with the value of each, as they stand in the address; hashable, so that a query can carry them.
Cuts = tuple[tuple[str, str], ...]
NO_CUTS: Cuts = ()
LONGEST_VALUE = 100


@dataclass(frozen=True)
class ListFilter:
    """A way to narrow rows that hang on a customer.

    `key` is the word in the address, `every` the choice that narrows nothing. `choices` reads the values on offer, at
    one price whatever the list. `condition(value, customer)` narrows rows whose customer stands at that path, as part
    of their own statement; a value that is no choice (any more) must fit no row. `may_use` says who is offered it.
    """

    key: str
    label: Text
    every: Text
    choices: Callable[[], Sequence[tuple[str, str]]]
    condition: Callable[[str, str], Q]
    may_use: Callable[[object], bool]


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Field:
    """A filter as the form shows it; `value` is "" while it narrows nothing."""

    key: str
    label: Text
    every: Text
    choices: Sequence[tuple[str, str]]
    value: str = ""

    @property
    def shown(self) -> str:
        """What the chosen value is called."""
        return next((label for value, label in self.choices if value == self.value), "")


@dataclass(frozen=True)
class Asked:
    """What an address asks of the registered filters, and why what was refused was, by key."""

    offered: tuple[Field, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the form; one that has nothing to choose from is left out."""
        return tuple(each for each in self.offered if each.choices)

    @property
    def cuts(self) -> Cuts:
        """The filters in force, for `narrow`."""
        return tuple((each.key, each.value) for each in self.offered if each.value)

    @property
    def labels(self) -> dict[str, str]:
        """What the value of each filter in force is called."""
        return {each.key: each.shown for each in self.offered if each.value}

    def chips(self, parameters: QueryDict) -> list[Chip]:
        """The filters in force, each with the address that takes it off and keeps the others."""
        return [Chip(label, without(parameters, key)) for key, label in self.labels.items()]


_filters: dict[str, ListFilter] = {}


def register(offered: ListFilter) -> None:
    """Offer a filter to every list; called from `AppConfig.ready()`.

    Raises ValueError when the key is taken.
    """
    if _filters.get(offered.key, offered) is not offered:
        raise ValueError(f"list filter {offered.key} is declared twice")
    _filters[offered.key] = offered


def read(parameters: QueryDict, user: object, *, leave_out: Sequence[str] = ()) -> Asked:
    """What the address asks of the filters that this person may use. At most one statement a filter: its choices are
    read when the address names it, else when the form is drawn.

    A value that is not on offer, or a filter that is not for this person, narrows nothing and is named in `refused`.
    `leave_out`: values that make no sense in this list.
    """
    fields: list[Field] = []
    refused: dict[str, str] = {}
    for each in _filters.values():
        typed = parameters.get(each.key, "")[:LONGEST_VALUE]
        if not each.may_use(user):
            if typed:
                refused[each.key] = _("Your role does not see “%(filter)s”, so nothing is cut by it.") % _of(each)
            continue
        choices: Any = SimpleLazyObject(partial(_choices, each, leave_out))
        is_known = bool(typed) and any(value == typed for value, _label in choices)
        if typed and not is_known:
            told = _("What the address asks of “%(filter)s” is not in use, so nothing is cut by it.")
            refused[each.key] = told % _of(each)
        fields.append(Field(each.key, each.label, each.every, choices, typed if is_known else ""))
    return Asked(tuple(fields), refused)


def narrow(rows: Rows, cuts: Cuts, *, customer: str = "customer_id") -> Rows:
    """The rows that fit; `customer` is the path from a row to the key of its customer. No statement of its own."""
    for key, value in cuts:
        rows = rows.filter(_filters[key].condition(value, customer))
    return rows


def without(parameters: QueryDict, *names: str, **changes: str) -> str:
    """The list's address with other filters; it begins at the first page again."""
    query = parameters.copy()
    for name in (*names, "after"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _choices(offered: ListFilter, leave_out: Sequence[str]) -> list[tuple[str, str]]:
    return [choice for choice in offered.choices() if choice[0] not in leave_out]


def _of(offered: ListFilter) -> dict[str, Text]:
    return {"filter": offered.label}
