"""Two records side by side, pairs to be looked at, and what was joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from customers.enums import PairState
from customers.models import Customer, CustomerMerge, DuplicatePair, DuplicateScan
from customers.rules import GROUPS, SEALED
from customers.selectors.facts import masked
from foundation.accounts.models import User
from foundation.core.pages import Page, keyset_page


@dataclass(frozen=True)
class Compared:
    """One group of facts of both records, personal ones masked; `differs` tells whether there is a choice."""

    key: str
    label: str
    values: tuple[str, str]
    differs: bool


def open_pairs(user: User, *, cursor: str = "", size: int = 25) -> Page[DuplicatePair]:
    """Pairs that nobody has decided, the most alike first."""
    rows = DuplicatePair.objects.visible_to(user).filter(state=PairState.OPEN).select_related("first", "second")
    return keyset_page(rows, order=("-score", "-pk"), cursor=cursor, size=size)


def compared(first: Customer, second: Customer) -> list[Compared]:
    """The facts of both, group by group; groups that are empty on both sides are left out."""
    hidden = masked(first), masked(second)
    rows = []
    for group, fields in GROUPS.items():
        values = tuple(_shown(row, fields, hidden[at]) for at, row in enumerate((first, second)))
        if any(values):
            differs = any(getattr(first, name) != getattr(second, name) for name in fields)
            rows.append(Compared(group, group_label(group), (values[0], values[1]), differs))
    return rows


def merges_of(customer: Customer) -> list[CustomerMerge]:
    """The records that were joined into this one and are not taken apart, newest first."""
    rows = CustomerMerge.objects.filter(survivor=customer, undone_at__isnull=True)
    return list(rows.select_related("merged", "by"))


def survivor_of(user: User, public_id: str) -> Customer | None:
    """The record that stands now for one that was joined, if the user may see it; else None."""
    row = Customer.with_merged.filter(public_id=public_id, merged_into__isnull=False).first()
    while row is not None and row.merged_into_id is not None:
        row = Customer.with_merged.get(pk=row.merged_into_id)
    return Customer.objects.visible_to(user).filter(pk=row.pk).first() if row else None


def last_scan() -> DuplicateScan | None:
    """The newest search."""
    return DuplicateScan.objects.select_related("job", "by").first()


def _shown(row: Customer, fields: tuple[str, ...], hidden: Mapping[str, str]) -> str:
    return " ".join(filter(None, (_value(row, name, hidden) for name in fields)))


def _value(row: Customer, name: str, hidden: Mapping[str, str]) -> str:
    if name in SEALED:
        return hidden.get(name, "")
    display: Any = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name) or "")


def group_label(group: str) -> str:
    """What a group of facts is called."""
    return str(Customer._meta.get_field(group).verbose_name)  # type: ignore[union-attr]  # a field of its own
