"""The relations to the market of two records that are joined: one dated history stands, the other is put aside.

A customer stands in one relation a day. So the periods of the two are never mixed: those of one record stand and are
counted, those of the other lie with the joining, where people can read them, until the records are taken apart.
"""

from datetime import date, datetime
from typing import Any

from customers.models import Customer, CustomerMerge, RelationPeriod

_TOLD = ("id", "relation", "starts_on", "ends_on", "reason", "recorded_at", "recorded_by_id")


def join_relations(merge: CustomerMerge, survivor: Customer, merged: Customer) -> None:
    """Leave the survivor its own periods or, where the relation is taken over, those of the other; keep what both
    said with the merge, which the caller saves."""
    merge.relations = _told(merged)
    if not merge.takes_relation:
        merged.relations.all().delete()
        return
    merge.own_relations = _told(survivor)
    survivor.relations.all().delete()
    merged.relations.update(customer=survivor)


def stands_as_joined(merge: CustomerMerge, survivor: Customer) -> bool:
    """Whether the periods that were taken over are still as the joining left them."""
    return bool(_told(survivor) == merge.relations)


def part_relations(merge: CustomerMerge, survivor: Customer, merged: Customer, *, give_back: bool) -> None:
    """Give the merged record its periods and, with `give_back`, the survivor those that were put aside."""
    if give_back:
        survivor.relations.all().delete()
        _write(survivor, merge.own_relations)
    stays = merge.takes_relation and not give_back
    # What stays with the survivor stays under its key; the merged record then says the same under another.
    _write(merged, [{name: row[name] for name in row if name != "id"} if stays else row for row in merge.relations])


def _told(customer: Customer) -> list[dict[str, Any]]:
    rows = customer.relations.order_by("starts_on", "pk").values(*_TOLD)
    return [{name: _text(value) for name, value in row.items()} for row in rows]


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _write(customer: Customer, told: list[dict[str, Any]]) -> None:
    RelationPeriod.objects.bulk_create(RelationPeriod(customer=customer, **row) for row in told)
