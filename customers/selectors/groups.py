"""Groups of organisations, as one of them sees its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from customers.models import Customer, GroupTie
from foundation.accounts.models import User

SHOWN = 8
_NAMED = ("public_id", "number", "party", "title_th", "name_th", "title_en", "name_en", "tax_branch")
_ABOVE = """
WITH RECURSIVE up AS (
    SELECT parent_id FROM {ties} WHERE customer_id = %s
    UNION SELECT t.parent_id FROM {ties} t JOIN up ON t.customer_id = up.parent_id
)
SELECT parent_id FROM up
"""


def above(customer: Customer) -> set[int]:
    """The keys of all organisations above this one; one statement, however high the group."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE.format(ties=GroupTie._meta.db_table), [customer.pk])
        return {key for (key,) in cursor.fetchall()}


@dataclass(frozen=True)
class Group:
    """The organisation above, and the first of those below. `is_hidden`: there is one above that the reader may not
    see; `more`: there are further ones below."""

    parent: Customer | None
    is_hidden: bool
    branches: list[Customer]
    more: bool


def group_columns(user: User) -> dict[str, Any]:
    """The group as columns of a statement about one customer (`selectors.card`), so that it costs none of its own."""
    seen = Customer.objects.visible_to(user)
    named = JSONObject(**{name: name for name in _NAMED})
    ties = GroupTie.objects.filter(customer=OuterRef("pk"))
    below = seen.filter(ties__parent=OuterRef("pk")).order_by("sort_key", "pk")[: SHOWN + 1]
    return {
        "group_has_parent": Exists(ties),
        "group_parents": ArraySubquery(seen.filter(branches__customer=OuterRef("pk")).values(told=named)),
        "group_branches": ArraySubquery(below.values(told=named)),
    }


def group_of(user: User, customer: Customer) -> Group:
    """The group of one organisation; one statement."""
    row = Customer.with_merged.filter(pk=customer.pk).values(**group_columns(user)).get()
    return read_group(row) or Group(None, False, [], False)


def read_group(row: Mapping[str, Any]) -> Group | None:
    """What these columns say; None for people and for an organisation by itself."""
    parents = [Customer(**told) for told in row["group_parents"]]
    branches = [Customer(**told) for told in row["group_branches"]]
    if not row["group_has_parent"] and not branches:
        return None
    parent = parents[0] if parents else None
    return Group(parent, row["group_has_parent"] and parent is None, branches[:SHOWN], len(branches) > SHOWN)
