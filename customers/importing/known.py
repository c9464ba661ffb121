"""What cells of a file may name: colleagues who care for customers, and tags. Read once an import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from customers.field_values import read_value
from customers.importing.columns import FIELD, MANY, TARGETS
from customers.models import AttributeDefinition, Tag
from customers.models.tag import MOST_TAGS
from customers.selectors.tags import possible_owners
from customers.services.tags import words_for_tags
from customers.words import SEPARATORS, BadValue
from foundation.core.thai.text import normalise_line, search_form


@dataclass(frozen=True)
class Known:
    """Keys of colleagues and codes of tags, by the folded words that files use for them."""

    owners: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, AttributeDefinition] = field(default_factory=dict)

    def owner(self, cell: str) -> int | None:
        """The colleague of this user name, e-mail or full name. Raises BadValue."""
        words = search_form(cell)
        if not words:
            return None
        if words not in self.owners:
            raise BadValue("owner")
        return self.owners[words]

    def answer(self, key: str, cell: str) -> Any:
        """An answer to a designed field. Raises BadValue."""
        if key not in self.fields:
            raise BadValue("field_gone")
        return read_value(self.fields[key], cell)

    def check_answers(self, values: Mapping[str, Any], targets: Iterable[str], party: str) -> None:
        """What a line answers must be asked of its kind of customer, and required answers must be there where the file
        has a column for them. Raises BadValue with the target."""
        for target in targets:
            asked = self.fields.get(target.partition(":")[2]) if ":" in target else None
            if asked is None:
                continue
            if target in values and not asked.fits(party):
                raise BadValue("field_party", target=target)
            if target not in values and asked.is_required and asked.fits(party):
                raise BadValue("required", target=target)

    def tag_codes(self, cell: str) -> list[str]:
        """The codes of the tags that the cell names, parted by comma, semicolon, bar or line. Raises BadValue."""
        words = [word for part in SEPARATORS.split(cell) if (word := normalise_line(part))]
        if unknown := [word for word in words if search_form(word) not in self.tags]:
            raise BadValue("tag", tags=", ".join(unknown)[:200])
        codes = sorted({self.tags[search_form(word)] for word in words})
        if len(codes) > MOST_TAGS:
            raise BadValue("many_tags", max=MOST_TAGS)
        return codes


NOTHING_KNOWN = Known()


def known_now() -> Known:
    """What may be named today; three statements. A full name that two colleagues bear names neither."""
    people = list(possible_owners())
    owners: dict[str, int] = {}
    shared: set[str] = set()
    for person in people:
        name = search_form(person.get_full_name())
        if name in owners:
            shared.add(name)
        if name:
            owners[name] = person.pk
    owners = {name: pk for name, pk in owners.items() if name not in shared}
    for person in people:
        owners |= {search_form(word): person.pk for word in (person.username, person.email) if word}
    return Known(owners, words_for_tags(Tag.objects.filter(is_retired=False)), fields_by_key())


def fields_by_key() -> dict[str, AttributeDefinition]:
    """The designed fields that are asked."""
    return {row.key: row for row in AttributeDefinition.objects.filter(is_retired=False)}


def targets_on_offer() -> frozenset[str]:
    """What a column can be: the fields of a customer, the designed ones that are asked, a figure, a category."""
    return frozenset({*TARGETS, *MANY, *(f"{FIELD}{key}" for key in fields_by_key())})


def headers_of_fields() -> dict[str, str]:
    """Keys of designed fields by the folded words that a header may use for them."""
    rows = fields_by_key().values()
    return {search_form(word): row.key for row in rows for word in (row.key, row.label_th, row.label_en)}
