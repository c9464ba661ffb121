"""Who stands above whom: the head of a unit, and of every unit above it. Units are few; they are read in one go."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.accounts.models import Unit


def heads_above(units: "type[Unit]", unit_id: int | None) -> frozenset[int]:
    """Ids of the people who head the unit or one above it."""
    if unit_id is None:
        return frozenset()
    rows = {pk: (parent, head) for pk, parent, head in units.objects.values_list("pk", "parent_id", "head_id")}
    found, walked, at = set[int](), set[int](), unit_id
    while at in rows and at not in walked:
        walked.add(at)
        parent, head = rows[at]
        if head is not None:
            found.add(head)
        at = parent
    return frozenset(found)


def units_under(units: "type[Unit]", head_id: int) -> frozenset[int]:
    """Ids of the units that the person heads, with every unit below."""
    rows = list(units.objects.values_list("pk", "parent_id", "head_id"))
    found = {pk for pk, _parent, head in rows if head == head_id}
    grown = True
    while grown:
        below = {pk for pk, parent, _head in rows if parent in found} - found
        grown, found = bool(below), found | below
    return frozenset(found)
