"""Filters of the list by further facts: `f_<key>` is one value, `f_<key>__min` and `__max` bound a figure or a date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from customers.enums import AttributeKind, YesNo
from customers.field_values import read_value, shown_value
from customers.models import AttributeDefinition
from customers.selectors import FactCut, FactTest
from customers.words import BadValue
from foundation.core.list_filters import Chip, without

PREFIX = "f_"
_ENDS = {"__min": FactTest.LEAST, "__max": FactTest.MOST}
LONGEST = 100


@dataclass(frozen=True)
class FactFilter:
    """A field as the form of the list shows it, with what was typed."""

    field: AttributeDefinition
    name: str
    value: str
    least: str
    most: str
    options: Sequence[tuple[str, str]]


def read_facts(parameters: QueryDict, fields: Mapping[str, AttributeDefinition] | None = None) -> tuple[FactCut, ...]:
    """What the address asks of further facts; a field or a value that can't be read fits nobody, so that no list is
    ever longer than what was asked. `fields`: those in use, by key; read where the address names any."""
    named = ((name, str(value)[:LONGEST]) for name, value in parameters.items() if name.startswith(PREFIX))
    asked = [(name, value) for name, value in named if value.strip()]
    if not asked:
        return ()
    if fields is None:
        fields = {field.key: field for field in AttributeDefinition.objects.filter(is_retired=False)}
    return tuple(_cut(name, value, fields) for name, value in asked)


def filters_on_offer(fields: Mapping[str, AttributeDefinition], parameters: QueryDict) -> list[FactFilter]:
    """A filter for every field in use."""
    found = []
    for key, field in fields.items():
        name = f"{PREFIX}{key}"
        value, least, most = (parameters.get(each, "")[:LONGEST] for each in (name, f"{name}__min", f"{name}__max"))
        options: Sequence[tuple[str, str]] = ()
        if field.kind == AttributeKind.CHOICE:
            options = field.options(also=value)
        elif field.kind == AttributeKind.YES_NO:
            options = [(answer, str(label)) for answer, label in YesNo.choices]
        found.append(FactFilter(field, name, value, least, most, options))
    return found


def fact_chips(cuts: Sequence[FactCut], fields: Mapping[str, AttributeDefinition], parameters: QueryDict) -> list[Chip]:
    """The filters in force, each with the address that takes it off."""
    words = {
        FactTest.IS: "%(field)s: %(value)s",
        FactTest.LEAST: _("%(field)s: from %(value)s"),
        FactTest.MOST: _("%(field)s: to %(value)s"),
    }
    found = []
    for cut in cuts:
        field = fields.get(cut.key)
        shown = shown_value(field, cut.value) if field else str(cut.value)
        end = {test: end for end, test in _ENDS.items()}.get(cut.test, "")
        label = words[cut.test] % {"field": field.label if field else cut.key, "value": shown}
        found.append(Chip(label, without(parameters, f"{PREFIX}{cut.key}{end}")))
    return found


def _cut(name: str, typed: str, fields: Mapping[str, AttributeDefinition]) -> FactCut:
    key, test = name.removeprefix(PREFIX), FactTest.IS
    for end, bound in _ENDS.items():
        if key.endswith(end):
            key, test = key.removesuffix(end), bound
    field = fields.get(key)
    value: Any = None
    if field is not None and (test == FactTest.IS or field.is_range):
        try:
            value = read_value(field, typed, also=typed)
        except BadValue:
            value = None
    # Nobody's attributes hold such a pair: values are never longer.
    return FactCut(key, test, value) if value is not None else FactCut(key, FactTest.IS, f"{typed}\n")
