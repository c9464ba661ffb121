"""Taking customers out: streamed, logged, formulas made harmless."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from customers.columns import Column, needs_of
from customers.field_values import shown_value
from customers.importing.people import FIELDS as PERSON
from customers.models import AttributeDefinition, ContactPerson, Customer, CustomerQuerySet, Tag
from customers.selectors import ListQuery, customers_matching, named_tags, tags_by_code
from customers.selectors.looks import EXPORT_KIND
from customers.selectors.looks import KIND as CUSTOMER
from customers.selectors.register import ORDERS, listed
from customers.services.register import SEALED
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.contacts import format_phone
from foundation.core.copying import batches
from foundation.core.errors import NotAllowed
from foundation.core.identifiers import format_national_id
from foundation.core.sheet_stream import xlsx_chunks
from foundation.core.spreadsheet import csv_lines
from foundation.core.thai.places import place, province_name
from foundation.privacy.models import AccessLog
from foundation.privacy.services import log_access, log_whom

WHOLE_LIST = "list"
CHUNK = 500
CSV, XLSX = "csv", "xlsx"
_PERSONAL = ("national_id", "phone", "email", "address", "subdistrict", "district")
_PRINTED: dict[str, Callable[[str], str]] = {
    "national_id": format_national_id,
    "phone": format_phone,
    "province": lambda code: province_name(code, "th"),
}
_PLACED = {"district": 1, "subdistrict": 2}  # where their names stand in a place
_PLAIN = (
    "number", "party", "kind", "relation", "relation_since", "title_th", "name_th", "family_th", "title_en", "name_en",
    "family_en", "tax_id", "tax_branch", "province", "postcode", "language",
)  # fmt: skip


def export_customers(
    *,
    query: ListQuery,
    by: User,
    now: datetime,
    with_personal: bool = False,
    reason: str = "",
    form: str = CSV,
    columns: Sequence[Column] = (),
) -> Iterator[str] | Iterator[bytes]:
    """A CSV or XLSX file, piece by piece, with the customers of a list, all pages of it. The look is logged before the
    first line. The order is the list's; with `columns`, those of the list and no others stand behind number and name.

    Personal fields, and the main contact person of each customer, come only with the right to see them and a reason;
    each customer is named in the log before the lines of the batch leave.
    Raises NotAllowed, Incomplete.
    """
    if with_personal and not by.can(Permission.CUSTOMER_REVEAL):
        raise NotAllowed(_("Your role does not let you see personal data."))
    shown = () if with_personal else tuple(columns)
    every = [*_PLAIN, *_PERSONAL, *PERSON] if with_personal else [*_PLAIN]
    fields = [f"column {column.key}" for column in shown] or every
    said = reason if with_personal else _("Export of a list without contact data")
    look = log_access(by=by, kind=EXPORT_KIND, public_id=WHOLE_LIST, fields=fields, reason=said, now=now)
    head, rows = _as_shown(query, by, shown) if shown else _table(query, by, fields, look if with_personal else None)
    return xlsx_chunks(head, rows) if form == XLSX else csv_lines(head, rows)


def _found(
    query: ListQuery, by: User, read: Callable[[CustomerQuerySet], CustomerQuerySet]
) -> Iterator[list[Customer]]:
    """The customers in the order of the list, batch by batch; `read` says what of each is needed.

    Who is in the file, and in which order, is settled at one moment: their keys, which the database holds back. The
    records follow batch by batch, as they are by then, so that whoever was erased meanwhile is not in the file. No
    statement is about the whole register but that of the keys, and nothing is kept of a batch that has left.
    """
    rows = read(Customer.objects.visible_to(by).filter(erased_at__isnull=True))
    for batch in batches(keys_of(query, by).iterator(chunk_size=CHUNK), CHUNK):
        yield _in_order(rows, batch)


def keys_of(query: ListQuery, by: User) -> "QuerySet[Customer, int]":
    """Keys of the customers of a list, in its order."""
    found = customers_matching(by, query).filter(erased_at__isnull=True)
    return found.order_by(*ORDERS[query.order]).values_list("pk", flat=True)


def _in_order(rows: CustomerQuerySet, keys: Sequence[int]) -> list[Customer]:
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _as_shown(query: ListQuery, by: User, columns: Sequence[Column]) -> tuple[list[str], Iterator[list[Any]]]:
    """The columns of the list under the names that it shows, in the reader's language."""
    language = get_language() or "th"

    def cells(row: Customer) -> list[Any]:
        with override(language):
            return [row.number, row.name, *(column.read(row) for column in columns)]

    head = [_("Customer number"), _("Name"), *(str(column.label) for column in columns)]
    found = _found(query, by, lambda rows: listed(rows, needs_of(columns)))
    return head, (cells(row) for batch in found for row in batch)


def _table(
    query: ListQuery, by: User, fields: list[str], personal: AccessLog | None
) -> tuple[list[str], Iterator[list[Any]]]:
    """Every field; `personal` is the look under which personal ones leave, None where they stay."""
    definitions = list(AttributeDefinition.objects.filter(is_retired=False))
    tags = tags_by_code()
    head = [*fields, "unit", "owner", "tags", *(definition.key for definition in definitions)]
    unseen = () if personal else SEALED

    def read(rows: CustomerQuerySet) -> CustomerQuerySet:
        keys = ("data_key",) if personal else ()
        return rows.select_related("unit", "owner", *keys).defer("search_text", "sort_key", *unseen)

    def lines() -> Iterator[list[Any]]:
        for batch in _found(query, by, read):
            if personal:
                log_whom(look=personal, kind=CUSTOMER, public_ids=[row.public_id for row in batch])
            people = _main_contacts(batch) if personal else {}
            for row in batch:
                yield _cells(row, people.get(row.pk), fields, definitions, tags)

    return head, lines()


def _main_contacts(customers: Sequence[Customer]) -> dict[int, ContactPerson]:
    """The main contact persons of a batch, by customer; one statement."""
    people = ContactPerson.objects.filter(customer__in=[row.pk for row in customers], is_main=True, ended_on=None)
    return {row.customer_id: row for row in people.select_related("data_key").defer("address", "place")}


def _cells(
    row: Customer,
    contact: ContactPerson | None,
    fields: list[str],
    definitions: list[AttributeDefinition],
    tags: Mapping[str, Tag],
) -> list[Any]:
    plain = [_cell(contact, PERSON[field]) if field in PERSON else _cell(row, field) for field in fields]
    tagged = ", ".join(tag.name for tag in named_tags(row.tags, tags))
    further = (_fact(definition, row.attributes.get(definition.key)) for definition in definitions)
    return [*plain, row.unit.code if row.unit else "", str(row.owner or ""), tagged, *further]


def _fact(field: AttributeDefinition, value: Any) -> Any:
    """Figures as figures and dates as ISO, for programs; words as people read them."""
    return value if field.is_range else shown_value(field, value)


def _cell(row: Customer | ContactPerson | None, field: str) -> Any:
    """A value as files hold it; empty where there is no such row."""
    if row is None:
        return ""
    if field in _PLACED:
        found = place(row.place) if row.place else None
        return dict(enumerate(found.names_th)).get(_PLACED[field], "") if found else ""
    value = getattr(row, field)
    return _PRINTED[field](value) if value and field in _PRINTED else value
