"""Dated relations to the market, where two records were or may be one customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from customers.enums import Relation
from customers.models import Customer, CustomerMerge, RelationPeriod
from customers.rules import RELATION
from customers.selectors.duplicates import Compared, group_label
from foundation.accounts.models import User
from foundation.core.thai.dates import format_date


@dataclass(frozen=True)
class PutAside:
    """The dated history of one of two joined records that does not stand, to be read but not counted."""

    number: str
    survivor: str
    at: datetime
    periods: list[RelationPeriod]


def compared_relations(first: Customer, second: Customer) -> Compared:
    """The present relation of both, with the periods before it beneath; two statements."""
    told = [list(row.relations.all()) for row in (first, second)]
    values = tuple(
        f"{row.get_relation_display()}, " + _("since %(date)s") % {"date": format_date(row.relation_since)}
        for row in (first, second)
    )
    one, other = ([(row.relation, row.starts_on, row.ends_on) for row in rows] for rows in told)
    beneath = tuple([_span(row, row.ends_on) for row in rows if row.ends_on] for rows in told)
    return Compared(RELATION, group_label(RELATION), (values[0], values[1]), one != other, (beneath[0], beneath[1]))


def relations_put_aside(customer: Customer) -> list[PutAside]:
    """What the records that were joined into this one, or into those, said of the relation and what does not stand,
    the newest joining first. A statement for each step of joining, and one for the names."""
    merges: list[CustomerMerge] = []
    step = [customer.pk]
    while step:
        rows = CustomerMerge.objects.filter(survivor__in=step, undone_at__isnull=True)
        found = list(rows.select_related("survivor", "merged"))
        merges += found
        step = [merge.merged_id for merge in found]
    merges.sort(key=lambda merge: (merge.at, merge.pk), reverse=True)
    told = {merge.pk: merge.own_relations if merge.takes_relation else merge.relations for merge in merges}
    people = User.objects.in_bulk({row["recorded_by_id"] for rows in told.values() for row in rows} - {None})
    return [
        PutAside(
            (merge.survivor if merge.takes_relation else merge.merged).number,
            merge.survivor.number,
            merge.at,
            [_period(row, people) for row in reversed(told[merge.pk])],
        )
        for merge in merges
        if told[merge.pk]
    ]


def _span(row: RelationPeriod, ended: date) -> str:
    return f"{Relation(row.relation).label} {format_date(row.starts_on)} – {format_date(ended)}"


def _period(told: Mapping[str, Any], people: Mapping[int, User]) -> RelationPeriod:
    """A period as it lies with a joining, not to be saved."""
    return RelationPeriod(
        relation=told["relation"],
        starts_on=date.fromisoformat(told["starts_on"]),
        ends_on=date.fromisoformat(told["ends_on"]) if told["ends_on"] else None,
        reason=told["reason"],
        recorded_by=people.get(told["recorded_by_id"]),
    )
