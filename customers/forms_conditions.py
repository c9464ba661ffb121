"""The fields of a form that describe a group of customers by designed fields (`customers.conditions`)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.conditions import AMONG, LEAST, MOST, fields_for_conditions
from customers.enums import AttributeKind, YesNo
from customers.forms_fields import as_date
from customers.models import AttributeDefinition
from customers.rules import FACT
from foundation.core.forms import ThaiDateField, ThaiTextField

BOUND = {LEAST: _("%(field)s, from"), MOST: _("%(field)s, to")}


class ConditionsMixin(forms.Form):
    """Adds a question for each designed field, none of them demanded. Call `ask_conditions` from `__init__`."""

    def ask_conditions(self, stored: Mapping[str, Mapping[str, Any]]) -> None:
        """Ask of every field in use, and of those that the stored conditions name."""
        self.conditions: list[AttributeDefinition] = fields_for_conditions(stored)
        for field in self.conditions:
            self.fields |= _questions(field, stored.get(field.key, {}))

    @property
    def condition_questions(self) -> list[forms.BoundField]:
        """The questions, bound, in the order of the fields; from and to beside each other."""
        return [self[name] for name in self.fields if name.startswith(FACT)]

    @property
    def told_conditions(self) -> dict[str, dict[str, Any]]:
        """What was answered, as `read_conditions` takes it."""
        return {field.key: _answer(field, self.cleaned_data) for field in self.conditions}


def initial_conditions(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Stored conditions by the names of the form's fields, as the form's fields give them."""
    fields = {field.key: field for field in fields_for_conditions(stored)}
    return {
        name: question.clean(question.initial)
        for key, told in stored.items()
        if key in fields
        for name, question in _questions(fields[key], told).items()
    }


def _questions(field: AttributeDefinition, told: Mapping[str, Any]) -> dict[str, forms.Field]:
    name = f"{FACT}{field.key}"
    if field.is_range:
        kept = {bound: told.get(bound) for bound in (LEAST, MOST)}
        asked: dict[str, forms.Field] = {}
        for bound, value in kept.items():
            options: dict[str, Any] = {"label": BOUND[bound] % {"field": field.label}, "required": False}
            if field.kind == AttributeKind.DATE:
                asked[f"{name}__{bound}"] = ThaiDateField(initial=as_date(value), **options)
            else:
                initial = "" if value is None else str(value)
                asked[f"{name}__{bound}"] = ThaiTextField(
                    initial=initial, help_text=field.unit, max_length=40, **options
                )
        return asked
    values = [str(value) for value in told.get(AMONG, ())]
    if field.kind in {AttributeKind.CHOICE, AttributeKind.YES_NO}:
        choices = _choices(field, values)
        return {
            name: forms.MultipleChoiceField(
                label=field.label, choices=choices, initial=values, required=False, widget=forms.CheckboxSelectMultiple
            )
        }
    return {
        name: ThaiTextField(
            label=field.label, initial="\n".join(values), required=False, multiline=True, rows=2, max_length=4000,
            help_text=_("One value a line, written as in the records; any of them fits."),
        )
    }  # fmt: skip


def _choices(field: AttributeDefinition, values: list[str]) -> list[tuple[str, str]]:
    if field.kind == AttributeKind.YES_NO:
        return [(key, str(label)) for key, label in YesNo.choices]
    offered = dict(field.options())
    for value in values:  # a choice that is offered no more may stay
        offered |= dict(field.options(also=value))
    return list(offered.items())


def _answer(field: AttributeDefinition, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    name = f"{FACT}{field.key}"
    if field.is_range:
        return {bound: cleaned.get(f"{name}__{bound}") for bound in (LEAST, MOST)}
    given = cleaned.get(name) or ()
    return {AMONG: given.splitlines() if isinstance(given, str) else list(given)}
