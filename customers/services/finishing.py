"""Finishing the rows of an import: what was read becomes rows of the register, sealed and searchable.

New customers, the many, are written as COPY text from a pattern; changed ones, the few, as the records they are, with
the file's values over their own.
"""

from collections.abc import Sequence
from datetime import date

from customers import derived, places
from customers.enums import Relation
from customers.importing import people, staging
from customers.importing.columns import ColumnMap
from customers.importing.sealing import key_lines, numbered_keys
from customers.importing.staging import Settled
from customers.models import Customer, ImportRun
from customers.services.finishing_people import PeopleFinisher
from customers.services.register import NUMBER_PREFIX, SEALED, refresh_derived
from foundation.core.copying import copy_array, copy_cells, copy_line
from foundation.core.fields import EncryptedTextField
from foundation.core.ids import make_number, new_public_id
from foundation.core.models import DataKey
from foundation.core.thai.dates import be_year

_SEALED_FIELDS: dict[str, EncryptedTextField] = {name: Customer._meta.get_field(name) for name in SEALED}  # type: ignore[misc]


class Finisher:
    """Makes the finished rows of one import."""

    def __init__(self, run: ImportRun, mapping: ColumnMap, *, today: date) -> None:
        self._today = today
        self._year = be_year(today)
        told = {name: value for name, value in mapping.constants.items() if name in {"kind", "language"} and value}
        relation = mapping.constants.get("relation") or Relation.PROSPECT
        pattern = Customer(
            relation=relation, relation_since=today, unit_id=run.unit_id, import_run_id=run.pk, sort_key="", **told
        )
        self._pattern = copy_cells(pattern)
        self._people = PeopleFinisher() if people.NAME in mapping.columns.values() else None

    def finish(self, lines: Sequence[Settled], serial: int) -> None:
        """Add the lines to the finished rows; new customers get the numbers from `serial` on."""
        new = [line for line in lines if line.customer_id is None]
        ids = staging.take_ids(Customer, len(new))
        told = _people_told(lines) if self._people else {}
        written, keys = self._new(new, ids, serial)
        changed, more_keys = self._changed([line for line in lines if line.customer_id is not None])
        owners = dict(zip((line.line for line in new), ids, strict=True))
        staging.add_ready(
            customers=[*written, *changed],
            keys=key_lines((*keys, *more_keys)),
            sources=((line.customer_id or owners[line.line], line.key, line.stamp) for line in lines),
        )
        if self._people and told:
            self._people.finish(
                new=[(owners[line.line], told[line.line]) for line in new if line.line in told],
                known=[(line.customer_id, told[line.line]) for line in lines if line.customer_id and line.line in told],
            )

    def _new(self, lines: Sequence[Settled], ids: Sequence[int], serial: int) -> tuple[list[str], list[DataKey]]:
        needing = [line.line for line in lines if any(name in line.values for name in SEALED)]
        keys = numbered_keys(len(needing))
        key_of = dict(zip(needing, keys, strict=True))
        rows = []
        for offset, (line, pk) in enumerate(zip(lines, ids, strict=True)):
            number = make_number(NUMBER_PREFIX, year=self._year, serial=serial + offset)
            values = {**line.values, "id": pk, "public_id": new_public_id(), "number": number}
            values |= derived.columns(values)
            values["tags"] = copy_array(values.get("tags", ()))
            if line.unit_id:
                values["unit_id"] = line.unit_id
            if key := key_of.get(line.line):
                sealed = {
                    name: field.seal(values[name], key) for name, field in _SEALED_FIELDS.items() if name in values
                }
                values |= sealed | {"data_key_id": key.pk}
            rows.append(copy_line(self._pattern, values))
        return rows, keys

    def _changed(self, lines: Sequence[Settled]) -> tuple[list[str], list[DataKey]]:
        known = Customer.objects.select_related("data_key").in_bulk([line.customer_id for line in lines])
        customers = [self._overwritten(known[line.customer_id or 0], line) for line in lines]
        needing = [c for c in customers if c.data_key_id is None and any(vars(c).get(name) for name in SEALED)]
        keys = numbered_keys(len(needing))
        for customer, key in zip(needing, keys, strict=True):
            customer.data_key = key
        for customer in customers:
            refresh_derived(customer)
        return ["\t".join(copy_cells(customer).values()) for customer in customers], keys

    def _overwritten(self, customer: Customer, line: Settled) -> Customer:
        """The record with the file's values: blank cells take nothing away, a relation that differs begins anew."""
        values = dict(line.values)
        customer.version = (line.version or 0) + 1
        relation, since = values.pop("relation", customer.relation), values.pop("relation_since", None)
        if relation != customer.relation:
            asked = date.fromisoformat(since) if since else self._today
            customer.relation, customer.relation_since = relation, max(asked, customer.relation_since)
        customer.attributes = {**customer.attributes, **values.pop("attributes", {})}
        customer.tags = sorted({*customer.tags, *values.pop("tags", ())})
        for name, value in values.items():
            setattr(customer, name, value)
        if not places.agrees(customer.place or "", customer.postcode):  # the file tells of another place
            if "place" in values:
                customer.postcode = ""
            else:
                customer.place = None
        customer.unit_id = line.unit_id or customer.unit_id
        return customer


def _people_told(lines: Sequence[Settled]) -> dict[int, dict[str, str]]:
    """What the lines tell of contact persons, by line, taken out of the values of the customers."""
    return {line.line: line.values.pop(people.TOLD) for line in lines if people.TOLD in line.values}
