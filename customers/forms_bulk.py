"""What is to change of many customers, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.enums import BulkKind, Kind, Relation
from customers.forms import in_thai_order
from customers.models import Tag
from customers.selectors import possible_owners
from customers.selectors.bulk import Wanted
from foundation.accounts.models import Unit
from foundation.core.forms import ThaiDateField, ThaiTextField

NOBODY = "none"


class BulkForm(forms.Form):
    """One change for all of them. Each sort of change has a field of its own; only the chosen one is read."""

    kind = forms.ChoiceField(label=_("What is to change?"), choices=BulkKind.choices, widget=forms.RadioSelect)
    owner = forms.ChoiceField(label=_("Cared for by"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    customer_kind = forms.ChoiceField(
        label=_("Kind of customer"), choices=[("", _("– choose –")), *Kind.choices], required=False
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    relation = forms.ChoiceField(
        label=_("Relation to the market"), choices=[("", _("– choose –")), *Relation.choices], required=False
    )
    since = ThaiDateField(label=_("Since"), required=False)
    reason = ThaiTextField(
        label=_("Why is it changed?"), max_length=300, help_text=_("Stands in the history of every customer.")
    )
    shown = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = in_thai_order(possible_owners())
        units = in_thai_order(Unit.objects.all())
        tags = [(tag.code, tag.name) for tag in Tag.objects.all()]
        self.fields["tag"].choices = [("", _("– choose –")), *tags]  # type: ignore[attr-defined]
        for name, choices in (("owner", officers), ("unit", units)):
            offered = [("", _("– choose –")), *choices, (NOBODY, _("– nobody –") if name == "owner" else _("– none –"))]
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = self.value_field
        if name and name not in self.errors and not cleaned.get(name):
            self.add_error(name, _("This is needed."))
        if cleaned.get("kind") == BulkKind.RELATION and "since" not in self.errors and not cleaned.get("since"):
            self.add_error("since", _("This is needed."))
        return cleaned

    @property
    def value_field(self) -> str:
        """The field that holds the value of the chosen change."""
        kind = str(self.cleaned_data.get("kind") or "")
        return {"kind": "customer_kind", "tag": "tag", "untag": "tag"}.get(kind, kind)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; read it when the form is valid."""
        kind = BulkKind(self.cleaned_data["kind"])
        value = self.cleaned_data[self.value_field]
        since = self.cleaned_data["since"] if kind == BulkKind.RELATION else None
        return Wanted(kind, "" if value == NOBODY else value, since)


class UndoBulkForm(forms.Form):
    """Why a bulk action is taken back."""

    reason = ThaiTextField(label=_("Why is it undone?"), max_length=300)
