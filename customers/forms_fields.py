"""Forms of designed fields, and the questions that they add to the form of a customer."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.enums import AttributeKind, Party, YesNo
from customers.field_values import LONGEST_TEXT
from customers.models import AttributeDefinition
from customers.services.fields import FIELD_FIELDS, choice_lines
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField


class FieldForm(RefusableForm):
    """What a field is called, what it holds, of whom it is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label_th = ThaiTextField(label=_("Name in Thai"), max_length=120)
    label_en = ThaiTextField(label=_("Name in English"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind of value"), choices=AttributeKind.choices, help_text=_("Stays for ever, as answers depend on it.")
    )
    choices = ThaiTextField(
        label=_("Choices"),
        required=False,
        multiline=True,
        rows=6,
        help_text=_("Of a choice: one a line, Thai | English. A choice that is left out stays with who has it."),
    )
    unit_th = ThaiTextField(label=_("Unit in Thai"), required=False, max_length=40)
    unit_en = ThaiTextField(label=_("Unit in English"), required=False, max_length=40)
    party = forms.ChoiceField(
        label=_("Asked of"), choices=(("", _("People and organisations")), *Party.choices), required=False
    )
    rank = forms.IntegerField(
        label=_("Place in the order"), min_value=1, max_value=9999, initial=100, help_text=_("Smaller comes first.")
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)
    is_retired = forms.BooleanField(
        label=_("Asked no more"), required=False, help_text=_("What was answered stays in the records.")
    )

    def __init__(self, *args: Any, field: AttributeDefinition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field is None:
            del self.fields["is_retired"]
            return
        del self.fields["kind"]
        if field.kind != AttributeKind.CHOICE:
            del self.fields["choices"]

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def initial_of_field(field: AttributeDefinition) -> dict[str, Any]:
    """Values of a field for its form."""
    return {name: getattr(field, name) for name in ("version", *FIELD_FIELDS)} | {"choices": choice_lines(field)}


def question(field: AttributeDefinition, stored: Any, *, is_demanded: bool) -> forms.Field:
    """The question of a designed field; `stored` is the answer that stands in the record."""
    options: dict[str, Any] = {"label": field.label, "required": is_demanded, "help_text": field.unit}
    if field.kind == AttributeKind.DATE:
        options["help_text"] = ThaiDateField.default_help
        return ThaiDateField(initial=as_date(stored), **options)
    options["initial"] = stored
    if field.kind == AttributeKind.YES_NO:
        return forms.ChoiceField(choices=[("", "–"), *YesNo.choices], **options)
    if field.kind == AttributeKind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *field.options(also=stored)], **options)
    return ThaiTextField(max_length=LONGEST_TEXT, **options)


def as_date(stored: Any) -> Any:
    """A stored day as a date; what is none stays as it is."""
    try:
        return dt.date.fromisoformat(str(stored)) if stored else None
    except ValueError:
        return stored
