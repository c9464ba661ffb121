"""One row of a file: cleaned values, or what is wrong with it. Pure but for the keyed hashes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from customers import cells, derived, places
from customers.enums import Party
from customers.importing import people
from customers.importing.columns import CATEGORY, FIELD, NUMBER, SKIP, ColumnMap, label_of
from customers.importing.files import Line
from customers.importing.known import NOTHING_KNOWN, Known
from customers.names import split_organisation, split_person
from customers.words import BadValue
from foundation.core.crypto import keyed_hash
from foundation.core.identifiers import BadIdentifier, read_thirteen
from foundation.core.thai.text import normalise_line

SHOWN_LENGTH = 60
PERSONAL = people.PERSONAL | {
    "identifier", "national_id", "phone", "email", "address", "subdistrict", "district",
}  # fmt: skip
KEY_LENGTH = 90
_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
NAME_LENGTH, FAMILY_LENGTH = 300, 150


@dataclass(frozen=True)
class Issue:
    """One thing wrong in one row: where, what stood there (masked), and which rule it broke."""

    line: int
    column: str
    shown: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A good row: what the register needs to recognise it, and its values as they are stored.

    `key` is the source's own or made from the identity number; `values` is JSON; `stamp` differs when the row says
    something else.
    """

    line: int
    key: str
    has_own_key: bool
    party: str
    identifier_hash: str | None
    unit_code: str
    values: str
    stamp: str


class RowReader:
    """Reads the lines of one file by one mapping."""

    def __init__(self, mapping: ColumnMap, header: list[str], *, today: date, known: Known = NOTHING_KNOWN) -> None:
        self._mapping = mapping
        self._header = header
        self._today = today
        self._known = known
        self._columns = [(position, target) for position, target in sorted(mapping.columns.items()) if target != SKIP]
        self._readers: dict[str, Callable[[str], Any]] = {
            target: _reader_of(target, known) for _p, target in self._columns
        }
        self._tells_of_people = any(target in people.FIELDS for _p, target in self._columns)
        self._party_unless_told = cells.read("party", mapping.constants.get("party", "")) or Party.PERSON

    def read(self, line: Line) -> Row | list[Issue]:
        """The row, or everything that is wrong with it."""
        if fault := self._fault(line):
            return [fault]
        values, issues = self._values(line)
        if issues:
            return issues
        try:
            return self._row(line, values)
        except BadValue as error:
            target = str(error.params.pop("target", ""))
            return [self._issue(line, target, error)]

    def key_of(self, line: Line) -> str:
        """The source's own key of a line, also of one that is wrong elsewhere; empty where it can't be read."""
        position = self._mapping.position_of("external_key")
        if position is None or position >= len(line.cells):
            return ""
        try:
            return str(self._readers["external_key"](line.cells[position]))
        except BadValue:
            return ""

    def column_of(self, *targets: str) -> str:
        """The header of the first of the targets that a column holds; the field's own name where none does."""
        for target in targets:
            position = self._mapping.position_of(target)
            if position is not None:
                return self._header[position]
        return label_of(targets[0])

    def _fault(self, line: Line) -> Issue | None:
        if line.fault:
            return Issue(line.number, "", "", "unreadable", {"detail": line.fault})
        if len(line.cells) != len(self._header):
            numbers = {"found": len(line.cells), "expected": len(self._header)}
            return Issue(line.number, "", "", "cells", numbers)
        if any("�" in cell or "\x00" in cell for cell in line.cells):
            return Issue(line.number, "", "", "unreadable", {"detail": "encoding"})
        return None

    def _values(self, line: Line) -> tuple[dict[str, Any], list[Issue]]:
        values: dict[str, Any] = {}
        issues = []
        for position, target in self._columns:
            cell = line.cells[position]
            if not cell or cell.isspace():
                continue
            try:
                values[target] = self._readers[target](cell)
            except BadValue as error:
                issues.append(self._issue(line, target, error))
        return values, issues

    def _issue(self, line: Line, target: str, error: BadValue) -> Issue:
        position = self._mapping.position_of(target)
        shown = shown_cell(target, line.cells[position]) if position is not None else ""
        return Issue(line.number, self.column_of(target) if target else "", shown, error.code, error.params)

    def _row(self, line: Line, values: dict[str, Any]) -> Row:
        person = people.person_of(values) if self._tells_of_people else None
        key = values.pop("external_key", "") or (f"{line.number - 1:06d}" if self._mapping.key_from_line else "")
        unit_code = values.pop("unit", "")
        if "owner" in values:
            values["owner_id"] = values.pop("owner")
        full_name = values.pop("full_name", "")
        _settle_identifier(values)
        values = {name: value for name, value in places.settle(values).items() if value != ""}
        party = values.pop("party", "") or self._party(values, full_name)
        _settle_name(values, full_name or (self._mapping.name_pattern % {"key": key}), party)
        _check_party(values, party)
        self._known.check_answers(values, (target for _p, target in self._columns), party)
        if (since := values.get("relation_since")) and since > self._today:
            raise BadValue("future", target="relation_since")
        identifier_hash = _identifier_hash(values, party)
        if not key and not identifier_hash:
            raise BadValue("no_key", target="external_key")
        stored = _with_attributes(values)
        stored["party"] = party
        if person:
            stored[people.TOLD] = person
        text = _as_json(stored)
        stamp = keyed_hash(f"{unit_code}\n{text}", purpose="customers.import")
        own = key or f"id:{identifier_hash}"
        return Row(line.number, own, bool(key), party, identifier_hash, unit_code, text, stamp)

    def _party(self, values: dict[str, Any], full_name: str) -> str:
        """What the row tells without saying it: a number of one kind, or a legal form before the name."""
        if values.get("national_id"):
            return str(Party.PERSON)
        if values.get("tax_id") or split_organisation(full_name)[0]:
            return str(Party.ORGANISATION)
        return str(self._party_unless_told)


def _reader_of(target: str, known: Known) -> Callable[[str], Any]:
    key = target.partition(":")[2]
    if target.startswith(FIELD) or key in known.fields:
        return partial(known.answer, key)
    if target.startswith(NUMBER):
        return cells.number
    if target.startswith(CATEGORY):
        return cells.text(120)
    special: dict[str, Callable[[str], Any]] = {
        "external_key": cells.text(KEY_LENGTH), "full_name": cells.text(450), "unit": cells.text(40),
        "owner": known.owner, "tags": known.tag_codes, **people.READERS,
    }  # fmt: skip
    return special.get(target) or {**cells.READERS, "identifier": _thirteen}[target]


def _thirteen(cell: str) -> str:
    try:
        return read_thirteen(cell)
    except BadIdentifier as error:
        raise BadValue(error.code) from error


def _settle_identifier(values: dict[str, Any]) -> None:
    """A column of 13-digit numbers of both kinds: the first digit tells which."""
    if digits := values.pop("identifier", ""):
        values["tax_id" if digits[0] in "09" else "national_id"] = digits


def _settle_name(values: dict[str, Any], full_name: str, party: str) -> None:
    if values.get("name_th") or values.get("name_en"):
        return
    if not full_name:
        raise BadValue("required", target="name_th")
    if party == Party.PERSON:
        title, name, family = split_person(full_name)
    else:
        (title, name), family = split_organisation(full_name), ""
    if len(name) > NAME_LENGTH or len(family) > FAMILY_LENGTH:
        raise BadValue("too_long", max=NAME_LENGTH, target="full_name")
    language = "en" if full_name.isascii() else "th"
    found = {f"title_{language}": title, f"name_{language}": name, f"family_{language}": family}
    for target, value in found.items():
        values.setdefault(target, value)


def _check_party(values: dict[str, Any], party: str) -> None:
    if party == Party.ORGANISATION and values.get("national_id"):
        raise BadValue("a_person", target="identifier")
    if party == Party.PERSON and (values.get("tax_id") or values.get("tax_branch")):
        raise BadValue("wrong_party", target="tax_id")


def _identifier_hash(values: dict[str, Any], party: str) -> str | None:
    if party == Party.PERSON:
        return derived.identifier_hash_of_person(values.get("national_id", ""))
    return derived.identifier_hash_of_organisation(values.get("tax_id", ""), values.get("tax_branch", ""))


def _with_attributes(values: dict[str, Any]) -> dict[str, Any]:
    attributes = {target.partition(":")[2]: _plain(values.pop(target)) for target in list(values) if ":" in target}
    stored = {target: value.isoformat() if target == "relation_since" else value for target, value in values.items()}
    return {**stored, "attributes": attributes} if attributes else stored


def _plain(value: Any) -> Any:
    """A number that JSON can hold: whole where it is whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def shown_cell(target: str, cell: str) -> str:
    """The cell as pages and the list of errors show it: of personal data no more than the end."""
    text = normalise_line(cell)
    if text and target in PERSONAL:
        return f"…{text[-3:]}" if len(text) > 6 else "…"
    return text[:SHOWN_LENGTH]
