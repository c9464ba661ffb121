"""Who changed what of a record, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from customers.field_values import shown_value
from customers.models import AttributeDefinition, Customer, Tag
from customers.selectors.restorable import different_groups, fields_asked
from foundation.accounts.models import Unit, User
from foundation.core.crypto import Sealed
from foundation.core.pages import Page, keyset_page
from foundation.core.thai.dates import format_date

SIZE = 20
_ORDER = ("-history_date", "-history_id")
_SILENT = frozenset(
    {"id", "public_id", "version", "created_at", "updated_at", "number", "data_key", "import_run", "merged_into"}
)


@dataclass(frozen=True)
class FieldChange:
    """What a field was and became; of sealed fields only that they changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One saved change; `before_id` names the version that stood before it, where something of it can be put back."""

    at: datetime
    by: User | None
    reason: str
    is_first: bool
    fields: list[FieldChange]
    before_id: int | None = None


@dataclass(frozen=True)
class ChangePage:
    """Some changes, and the cursors of the neighbouring pages."""

    changes: list[Change]
    next: str
    previous: str


def changes_of(customer: Customer, *, cursor: str = "", size: int = SIZE) -> ChangePage:
    """A page of the changes, newest first. Eight statements at most, however many changes there are."""
    page, rows = versions_page(customer.history, cursor=cursor, size=size)
    names, asked = _Names(filter(None, rows)), fields_asked(customer)
    changes = [_change(new, old, names, customer, asked) for new, old in pairwise(rows)]
    told = [change for change in changes if change.fields or change.is_first]
    return ChangePage(told, page.next, page.previous)


def versions_page(history: Any, *, cursor: str = "", size: int = SIZE) -> tuple[Page[Any], list[Any]]:
    """A page of the versions of a record, and its rows with the one before the last of them: None before the first."""
    versions = history.select_related("history_user", "data_key")
    page = keyset_page(versions, order=_ORDER, cursor=cursor, size=size)
    if not page.next:
        return page, [*page.rows, None]
    last = page.rows[-1]
    older = Q(history_date__lt=last.history_date) | Q(history_date=last.history_date, history_id__lt=last.history_id)
    return page, [*page.rows, versions.filter(older, history_date__lte=last.history_date).order_by(*_ORDER).first()]


def last_change_of(customer_id: int) -> Any:
    """The newest history row with the person who made it, or None."""
    return Customer.history.filter(id=customer_id).select_related("history_user").order_by("-history_id").first()


class _Names:
    """Names of units, people and tags that the rows point to."""

    def __init__(self, rows: Iterable[Any]) -> None:
        rows = list(rows)
        self._found: dict[str, dict[int, Any]] = {
            "unit": Unit.objects.in_bulk({row.unit_id for row in rows if row.unit_id}),
            "owner": User.objects.in_bulk({row.owner_id for row in rows if row.owner_id}),
        }
        carried = {code for row in rows for code in row.tags}
        answered = {key for row in rows for key in row.attributes}
        self._fields = AttributeDefinition.objects.in_bulk(answered, field_name="key") if answered else {}
        self._tags = {tag.code: tag for tag in Tag.objects.filter(code__in=carried)} if carried else {}

    def answers(self, old: Any, new: Any) -> list["FieldChange"]:
        """Which further facts changed, each under its own name."""
        changed = [
            key for key in {**old.attributes, **new.attributes} if old.attributes.get(key) != new.attributes.get(key)
        ]
        return [FieldChange(self._label(key), *(self._answer(key, row) for row in (old, new))) for key in changed]

    def _label(self, key: str) -> str:
        return str(self._fields[key].label) if key in self._fields else key

    def _answer(self, key: str, row: Any) -> str:
        value = row.attributes.get(key)
        return shown_value(self._fields[key], value) if key in self._fields else _shown(value)

    def of(self, field: Any, row: Any) -> str:
        """The value of a field as people read it."""
        if field.name in self._found:
            return str(self._found[field.name].get(getattr(row, field.attname), ""))
        if field.name == "tags":
            return ", ".join(str(self._tags.get(code, code)) for code in row.tags)
        if hasattr(row, f"get_{field.name}_display"):
            return str(getattr(row, f"get_{field.name}_display")())
        return _shown(vars(row).get(field.attname))


def _change(new: Any, old: Any, names: _Names, customer: Customer, asked: set[str]) -> Change:
    fields = []
    for field in _watched() if old is not None else ():
        before, after = vars(old).get(field.attname), vars(new).get(field.attname)
        if before != after and field.name == "attributes":
            fields += names.answers(old, new)
        elif before != after:
            sealed = isinstance(before, Sealed) or isinstance(after, Sealed)
            texts = ("", _("changed; sealed")) if sealed else (names.of(field, old), names.of(field, new))
            fields.append(FieldChange(str(field.verbose_name), *texts))
    before_id = old.history_id if old is not None and different_groups(old, customer, asked) else None
    return Change(new.history_date, new.history_user, new.history_change_reason or "", old is None, fields, before_id)


def _watched() -> list[Any]:
    tracked = {field.name for field in Customer.history.model._meta.concrete_fields}
    return [field for field in Customer._meta.fields if field.name in tracked and field.name not in _SILENT]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items())
    return "" if value is None or isinstance(value, Model) else str(value)
