"""What of an old version of a record can be put back."""

from collections.abc import Collection
from typing import Any

from customers.models import AttributeDefinition, Customer, Tag
from customers.rules import FACT, GROUPS, TAGS
from customers.selectors.duplicates import Compared, compared, group_label


def restorable(then: Any, customer: Customer) -> list[Compared]:
    """What the version said differently, as it was and as it is; a row a group, tags and designed fields among them."""
    different = different_groups(then, customer, fields_asked(customer))
    rows = [row for row in compared(then, customer) if row.key in different]
    return [*rows, _tags(then, customer)] if TAGS in different else rows


def fields_asked(customer: Customer) -> set[str]:
    """The keys of the designed fields that this customer is asked; what is asked no more can't be put back."""
    fields = AttributeDefinition.objects.filter(is_retired=False)
    return {field.key for field in fields if field.fits(customer.party)}


def different_groups(then: Any, customer: Customer, asked: Collection[str]) -> set[str]:
    """Which groups were different then. No statement, where both rows have their data key at hand."""
    names = {name for fields in GROUPS.values() for name in fields}
    held = {name: Customer._meta.get_field(name).attname for name in names}  # type: ignore[union-attr]  # own columns
    changed = {name for name, column in held.items() if getattr(then, column) != getattr(customer, column)}
    found = {group for group, fields in GROUPS.items() if changed & set(fields)}
    found |= {f"{FACT}{key}" for key in asked if then.attributes.get(key) != customer.attributes.get(key)}
    return found | {TAGS} if set(then.tags) != set(customer.tags) else found


def _tags(then: Any, customer: Customer) -> Compared:
    names = {tag.code: tag.name for tag in Tag.objects.filter(code__in={*then.tags, *customer.tags})}
    was, now = (", ".join(names.get(code, code) for code in row.tags) for row in (then, customer))
    return Compared(TAGS, group_label(TAGS), (was, now), differs=True)
