"""Two records side by side, pairs to be looked at, and what was joined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from customers.enums import PairState
from customers.field_values import shown_value
from customers.models import AttributeDefinition, Customer, CustomerMerge, DuplicatePair, DuplicateScan
from customers.rules import FACT, GROUPS, SEALED
from customers.selectors.facts import masked
from foundation.accounts.models import User
from foundation.core.pages import Page, keyset_page


@dataclass(frozen=True)
class Compared:
    """One group of facts of both records, personal ones masked; `differs` tells whether there is a choice. `beneath`
    are further lines of each: what goes with the value."""

    key: str
    label: str
    values: tuple[str, str]
    differs: bool
    beneath: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))

    @property
    def cells(self) -> list[tuple[str, str, list[str]]]:
        """Both sides as a row of a table shows them: which one it is, the value, the lines beneath."""
        return list(zip(("first", "second"), self.values, self.beneath, strict=True))


def open_pairs(user: User, *, cursor: str = "", size: int = 25) -> Page[DuplicatePair]:
    """Pairs that nobody has decided, the most alike first."""
    rows = DuplicatePair.objects.visible_to(user).filter(state=PairState.OPEN).select_related("first", "second")
    return keyset_page(rows, order=("-score", "-pk"), cursor=cursor, size=size)


def compared(first: Customer, second: Customer) -> list[Compared]:
    """The facts of both, group by group, and the designed fields; what is empty on both sides is left out."""
    hidden = masked(first), masked(second)
    rows = []
    for group, fields in GROUPS.items():
        values = tuple(_shown(row, fields, hidden[at]) for at, row in enumerate((first, second)))
        if any(values):
            differs = any(getattr(first, name) != getattr(second, name) for name in fields)
            rows.append(Compared(group, group_label(group), (values[0], values[1]), differs))
    return rows + _answers(first, second)


def fact_groups(first: Customer, second: Customer) -> list[str]:
    """The designed fields that either record answers, named as groups are."""
    return [f"{FACT}{key}" for key in sorted({*first.attributes, *second.attributes})]


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


def _answers(first: Customer, second: Customer) -> list[Compared]:
    fields = _designed(fact_groups(first, second))
    rows = []
    for group, definition in fields.items():
        one, other = (row.attributes.get(group.removeprefix(FACT)) for row in (first, second))
        values = _answer(definition, one), _answer(definition, other)
        rows.append(Compared(group, _name(group, definition), values, one != other))
    return rows


def _answer(definition: AttributeDefinition | None, value: Any) -> str:
    if definition is None:
        return "" if value is None else str(value)
    shown = shown_value(definition, value)
    return f"{shown} {definition.unit}".strip() if shown else ""


def _designed(groups: Iterable[str]) -> dict[str, AttributeDefinition | None]:
    """The definition of each of these groups, in the order of the fields; one statement."""
    keys = {group.removeprefix(FACT): group for group in groups}
    found = AttributeDefinition.objects.filter(key__in=keys) if keys else ()
    known: dict[str, AttributeDefinition | None] = {keys[row.key]: row for row in found}
    return known | {group: None for group in keys.values() if group not in known}


def _name(group: str, definition: AttributeDefinition | None) -> str:
    return definition.label if definition else group.removeprefix(FACT)


def _value(row: Customer, name: str, hidden: Mapping[str, str]) -> str:
    if name in SEALED:
        return hidden.get(name, "")
    if name == "is_limited":
        return _("(only this unit may see it)") if row.is_limited else ""
    display: Any = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name) or "")


def group_label(group: str) -> str:
    """What a group of facts is called."""
    return str(Customer._meta.get_field(group).verbose_name)  # type: ignore[union-attr]  # a field of its own


def group_labels(groups: Iterable[str]) -> list[str]:
    """What these groups are called, designed fields among them."""
    groups = list(groups)
    fields = _designed(group for group in groups if group.startswith(FACT))
    return [_name(group, fields[group]) if group in fields else group_label(group) for group in groups]
