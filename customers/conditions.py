"""Conditions on designed fields by which a group of customers is described: one of these values, or from and to.

Stored as JSON by the key of the field: {"building": {"among": ["a", "b"]}, "opened": {"least": "2026-01-01"}}.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from customers.field_values import read_value, shown_value
from customers.models import AttributeDefinition, CustomerQuerySet
from customers.rules import FACT
from customers.selectors.register import FactCut, FactTest, cut_by_facts
from customers.words import BadValue, say
from foundation.core.errors import Incomplete

AMONG, LEAST, MOST = "among", "least", "most"
MOST_VALUES = 50
_BOUNDS = {LEAST: FactTest.LEAST, MOST: FactTest.MOST}


def fields_for_conditions(also: Iterable[str] = ()) -> list[AttributeDefinition]:
    """The fields that are asked, and those of these keys though they are asked no more, in their order."""
    kept = set(also)
    return [row for row in AttributeDefinition.objects.all() if not row.is_retired or row.key in kept]


def read_conditions(given: Any) -> dict[str, dict[str, Any]]:
    """Conditions as they are stored; empty ones are left out.

    Raises Incomplete with a message per field: a field that there is not, a value that it can't hold, a range without
    anything in it.
    """
    if not isinstance(given, Mapping) or not all(isinstance(asked, Mapping) for asked in given.values()):
        raise Incomplete(say("required"), missing={"facts": _("Conditions are told by the key of their field.")})
    fields = {row.key: row for row in AttributeDefinition.objects.filter(key__in=list(given))}
    stored: dict[str, dict[str, Any]] = {}
    wrong: dict[str, str] = {}
    for key, asked in given.items():
        field = fields.get(key)
        try:
            if field is None or set(asked) - ({LEAST, MOST} if field.is_range else {AMONG}):
                raise BadValue("field_gone")
            told = _range(field, asked) if field.is_range else _values(field, asked)
        except BadValue as error:
            wrong[f"{FACT}{key}"] = say(error.code, error.params)
            continue
        if told:
            stored[key] = told
    if wrong:
        raise Incomplete(_("Some values can't be taken as they are."), missing=wrong)
    return stored


def meeting(customers: CustomerQuerySet, stored: Mapping[str, Mapping[str, Any]]) -> CustomerQuerySet:
    """Those of the customers who meet all the conditions; who did not answer a field does not meet its condition."""
    cuts = []
    for key, told in stored.items():
        if AMONG in told:
            cuts.append(FactCut(key, FactTest.AMONG, tuple(told[AMONG])))
        cuts += [FactCut(key, test, told[bound]) for bound, test in _BOUNDS.items() if bound in told]
    return cut_by_facts(customers, cuts)


def in_words(stored: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The conditions in the reader's language; one statement, none without conditions."""
    fields = {row.key: row for row in AttributeDefinition.objects.filter(key__in=list(stored))} if stored else {}
    return [_told(field, told) for key, told in stored.items() if (field := fields.get(key))]


def _told(field: AttributeDefinition, told: Mapping[str, Any]) -> str:
    shown = {bound: f"{shown_value(field, told[bound])} {field.unit}".strip() for bound in _BOUNDS if bound in told}
    if AMONG in told:
        values = ", ".join(shown_value(field, value) for value in told[AMONG])
        return f"{field.label}: {values}"
    if len(shown) > 1:
        return _("%(field)s: from %(least)s to %(most)s") % {"field": field.label, **shown}
    words = _("%(field)s: from %(value)s") if LEAST in shown else _("%(field)s: to %(value)s")
    return words % {"field": field.label, "value": next(iter(shown.values()))}


def _values(field: AttributeDefinition, asked: Mapping[str, Any]) -> dict[str, Any]:
    given = asked.get(AMONG) or ()
    if isinstance(given, str) or len(given) > MOST_VALUES:
        raise BadValue("many_values", max=MOST_VALUES)
    read = [value for each in given if (value := read_value(field, each, also=each)) is not None]
    return {AMONG: list(dict.fromkeys(read))} if read else {}


def _range(field: AttributeDefinition, asked: Mapping[str, Any]) -> dict[str, Any]:
    told = {bound: value for bound in _BOUNDS if (value := read_value(field, asked.get(bound))) is not None}
    if len(told) > 1 and told[LEAST] > told[MOST]:
        raise BadValue("range_empty")
    return told
