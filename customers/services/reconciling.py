"""After a delivery: where the source says something else than the record, which was corrected here; and whom it names
no more. Nothing is overwritten and nobody is removed: people decide.
"""

from datetime import timedelta
from typing import Any

from customers.importing import people, staging
from customers.models import Customer, Feed, FeedDifference, ImportRun
from foundation.core.crypto import new_data_key
from foundation.core.models import DataKey

BATCH = 1000
KEPT_FOR = timedelta(days=90)
# The relation has a history of its own here; whether a record is about a person never changes; who cares for the
# customer, and the tags, are decided here; contact persons are records of their own.
_LEFT = frozenset({"party", "relation", "relation_since", "owner_id", "tags", people.TOLD})


def reconcile(run: ImportRun) -> dict[str, int]:
    """Compare the file, which lies staged on this connection, with the register; what is to be counted with the run.

    Only customers changed here since their line was last taken in can differ: the others are as the source says.
    """
    feed = Feed.objects.filter(code=run.source).first()
    if feed is None:
        return {}
    FeedDifference.objects.filter(run__source=run.source, run__created_at__lt=run.created_at - KEPT_FOR).delete()
    FeedDifference.objects.filter(run=run).delete()
    found, after = 0, 0
    while lines := staging.unchanged_since_touched(source=run.source, after=after, limit=BATCH):
        after = lines[-1][0]
        known = Customer.with_merged.select_related("data_key").in_bulk([customer_id for _l, customer_id, _v in lines])
        rows = []
        for _line, customer_id, values in lines:
            customer = known[customer_id]
            for field, theirs in _differences(customer, values):
                rows.append(
                    FeedDifference(run=run, customer=customer, data_key=_key_of(customer), field=field, theirs=theirs)
                )
        FeedDifference.objects.bulk_create(rows)
        found += len(rows)
    counts = {"differs": found}
    if feed.is_complete:
        counts["missing"] = staging.mark_missing(source=run.source)
    return counts


def _differences(customer: Customer, values: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields that the line fills otherwise than the record, with what the line says."""
    told = {field: value for field, value in values.items() if field not in _LEFT and field != "attributes"}
    pairs = [(field, value, getattr(customer, field)) for field, value in told.items()]
    for key, value in values.get("attributes", {}).items():
        pairs.append((f"attribute:{key}", value, customer.attributes.get(key)))
    return [(field, str(theirs)) for field, theirs, ours in pairs if str(theirs) != str("" if ours is None else ours)]


def _key_of(customer: Customer) -> DataKey:
    """The key under which what the source says is sealed, made on the first need."""
    if customer.data_key is None:
        customer.data_key = new_data_key()
        Customer.with_merged.filter(pk=customer.pk).update(data_key=customer.data_key)
    return customer.data_key
