"""The filters of the list, as they stand in the address."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from customers.enums import Kind, Party, Relation
from customers.selectors import ListQuery
from foundation.accounts.models import Unit
from foundation.core.list_filters import NO_CUTS, Chip, Cuts, without
from foundation.core.thai.text import normalise_line

CHOICES = {"relation": Relation, "kind": Kind, "party": Party}
SEARCH_LENGTH = 100


def read_query(parameters: QueryDict, cuts: Cuts = NO_CUTS) -> ListQuery:
    """What is asked for; values that no filter knows are left out, overlong needles cut. `cuts`: registered filters."""
    known: dict[str, Any] = {
        name: value for name, enum in CHOICES.items() if (value := parameters.get(name, "")) in enum.values
    }
    needle = normalise_line(parameters.get("q", "")[:SEARCH_LENGTH])
    return ListQuery(needle=needle, unit=parameters.get("unit", "")[:40], cuts=cuts, **known)


def chips(query: ListQuery, parameters: QueryDict, units: Mapping[str, Unit]) -> list[Chip]:
    """The filters in force but the relation, which has tabs of its own."""
    found = []
    if query.needle:
        found.append(Chip(_("Search: %(needle)s") % {"needle": query.needle}, without(parameters, "q")))
    if query.kind:
        found.append(Chip(str(Kind(query.kind).label), without(parameters, "kind")))
    if query.party:
        found.append(Chip(str(Party(query.party).label), without(parameters, "party")))
    if query.unit:
        unit = units.get(query.unit)
        found.append(Chip(unit.name if unit else query.unit, without(parameters, "unit")))
    return found
