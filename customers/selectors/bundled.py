"""Several short lists in one statement: what a page of customers offers to choose from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

from customers.models import AttributeDefinition, Tag
from customers.selectors.tags import possible_owners
from foundation.accounts.models import Unit, User

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
    statement, parameters = _offer_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, (*parameters, user.pk))
        tags, owners, units, definitions = (map(json.loads, told) for told in cursor.fetchone())
    return Offer(
        {tag.code: tag for tag in unbundled(Tag, tags)},
        unbundled(User, owners),
        {unit.code: unit for unit in unbundled(Unit, units)},
        unbundled(AttributeDefinition, definitions),
    )


@cache
def _offer_statement() -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters but the last, which is the user's key.

    It is the same for everybody, and writing it anew would take longer than running it.
    """
    rows = User.objects.filter(pk=0).values(
        tags=bundled(Tag.objects.all(), TAG_FIELDS),
        owners=bundled(possible_owners(), _OWNER_FIELDS),
        units=bundled(Unit.objects.all(), _UNIT_FIELDS),
        definitions=bundled(AttributeDefinition.objects.filter(is_retired=False), FIELD_FIELDS),
    )  # fmt: skip
    statement, parameters = rows.query.sql_with_params()
    return statement, parameters[:-1]
