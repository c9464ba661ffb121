"""The filters of the list, as they stand in the address."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from customers.enums import Health, Kind, ListOrder, MarketState, Party, Relation
from customers.filters_facts import read_facts
from customers.models import Tag
from customers.selectors import ListQuery
from customers.selectors.register import ME, NOBODY
from customers.services.saved_views import Asked
from foundation.accounts.models import Unit, User
from foundation.core.list_filters import NO_CUTS, Chip, Cuts, without
from foundation.core.thai.places import PROVINCE, place, province_name
from foundation.core.thai.text import normalise_line

CHOICES = {
    "relation": Relation,
    "kind": Kind,
    "party": Party,
    "health": Health,
    "market": MarketState,
    "order": ListOrder,
}
# What stands in the address and is no filter: the place in the list, what was typed, how the list is shown.
NO_FILTERS = frozenset({"after", "q", "view", "column", "order"})
SEARCH_LENGTH = 100
_NAMED = {"unit": 40, "owner": 150, "tag": 40, "group": 24}  # how long their names are at most


def read_query(parameters: QueryDict, cuts: Cuts = NO_CUTS) -> ListQuery:
    """What is asked for; values that no filter knows are left out, overlong needles cut. `cuts`: registered filters."""
    known: dict[str, Any] = {
        name: value for name, enum in CHOICES.items() if (value := parameters.get(name, "")) in enum.values
    }
    needle = normalise_line(parameters.get("q", "")[:SEARCH_LENGTH])
    asked = parameters.get("province", "")
    known["province"] = asked if len(asked) == PROVINCE and place(asked) else ""
    known |= {name: parameters.get(name, "")[:longest] for name, longest in _NAMED.items()}
    return ListQuery(needle=needle, cuts=cuts, facts=read_facts(parameters), **known)


def kept_filters(parameters: QueryDict) -> Asked:
    """What a saved view keeps of the list in the address. What was typed is left out: it may be personal."""
    filters = {name: str(value) for name, value in parameters.items() if name not in NO_FILTERS}
    return Asked(filters=filters, columns=parameters.getlist("column"), order=parameters.get("order", ListOrder.NAME))


def owners_on_offer(people: Iterable[User]) -> list[tuple[str, str]]:
    """The choices of the filter by owner: oneself, nobody, then every colleague who looks after customers."""
    return [(ME, _("Mine")), (NOBODY, _("Cared for by nobody")), *((row.username, str(row)) for row in people)]


def chips(
    query: ListQuery,
    parameters: QueryDict,
    units: Mapping[str, Unit],
    *,
    owners: Mapping[str, str],
    tags: Mapping[str, Tag],
) -> list[Chip]:
    """The filters in force but the relation, which has tabs of its own."""
    found = []
    if query.needle:
        found.append(Chip(_("Search: %(needle)s") % {"needle": query.needle}, without(parameters, "q")))
    for name in ("kind", "party", "market"):
        if value := getattr(query, name):
            found.append(Chip(str(CHOICES[name](value).label), without(parameters, name)))
    if query.health:
        told = _("Relationship: %(state)s") % {"state": Health(query.health).label}
        found.append(Chip(told, without(parameters, "health")))
    if query.unit:
        unit = units.get(query.unit)
        found.append(Chip(unit.name if unit else query.unit, without(parameters, "unit")))
    if query.province:
        name = province_name(query.province, get_language() or "th")
        found.append(Chip(name, without(parameters, "province")))
    if query.owner:
        found.append(Chip(owners.get(query.owner, query.owner), without(parameters, "owner")))
    if query.group:
        told = _("Belongs to %(number)s") % {"number": query.group}
        found.append(Chip(told, without(parameters, "group")))
    if query.tag:
        name = tags[query.tag].name if query.tag in tags else query.tag
        found.append(Chip(_("Tag: %(name)s") % {"name": name}, without(parameters, "tag")))
    return found
