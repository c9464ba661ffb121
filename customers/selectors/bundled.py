"""Several short lists in one statement: what a page of customers offers to choose from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

from customers.models import AttributeDefinition, Tag
from customers.selectors.tags import possible_owners
from foundation.accounts.models import Unit, User
from foundation.core.prepared import Prepared

Row = TypeVar("Row", bound=Model)
TAG_FIELDS = ("code", "name_th", "name_en", "is_retired")
FIELD_FIELDS = ("key", "label_th", "label_en", "kind", "unit_th", "unit_en", "party", "choices", "is_retired")
_UNIT_FIELDS = ("code", "name_th", "name_en")
_OWNER_FIELDS = ("username", "first_name", "last_name")


@dataclass(frozen=True)
class Offer:
    """What a list of customers is cut by and shows: tags and units by their codes, colleagues, further facts."""

    tags: Mapping[str, Tag]
    owners: list[User]
    units: Mapping[str, Unit]
    definitions: list[AttributeDefinition]


def bundled(rows: "QuerySet[Any]", fields: Iterable[str]) -> ArraySubquery:
    """The rows with these fields, to be one column of another statement."""
    return ArraySubquery(rows.values(told=JSONObject(**{name: name for name in fields})))


def unbundled(model: type[Row], told: Iterable[Mapping[str, Any]] | None) -> list[Row]:
    """The rows of such a column, with nothing but the fields that were asked for."""
    return [model(**each) for each in told or ()]


def offer_to(user: User) -> Offer:
    """What the user's list offers; one statement, whatever there is."""
    tags, owners, units, definitions = (map(json.loads, told) for told in _OFFERED_TO(user.pk)[0])
    return Offer(
        {tag.code: tag for tag in unbundled(Tag, tags)},
        unbundled(User, owners),
        {unit.code: unit for unit in unbundled(Unit, units)},
        unbundled(AttributeDefinition, definitions),
    )


_OFFERED_TO = Prepared(
    lambda key: User.objects.filter(pk=key).values_list(
        bundled(Tag.objects.all(), TAG_FIELDS),
        bundled(possible_owners(), _OWNER_FIELDS),
        bundled(Unit.objects.all(), _UNIT_FIELDS),
        bundled(AttributeDefinition.objects.filter(is_retired=False), FIELD_FIELDS),
    )
)
