"""Forms of contact persons."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.forms_address import PLACE_FIELDS, AddressForm
from foundation.core.forms import ThaiTextField

SEALED_FIELDS = ("phone", "email", "address")


class ContactForm(AddressForm):
    """A person who speaks for the customer."""

    field_order = ("version", "name", "role", "phone", "email", "is_main")

    name = ThaiTextField(label=_("Name"))
    role = ThaiTextField(label=_("Position"), required=False)
    phone = ThaiTextField(label=_("Telephone"), required=False)
    email = ThaiTextField(label=_("E-mail"), required=False)
    is_main = forms.BooleanField(label=_("First to be contacted"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SEALED_FIELDS:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def values(self) -> dict[str, Any]:
        """What was typed; an unticked box leaves the choice of the first contact to the service."""
        values = dict(self.cleaned_data)
        if not values["is_main"]:
            del values["is_main"]
        return values


class ContactEditForm(ContactForm):
    """Change a contact person: sealed values are never shown here; typed over they change, left empty they stay."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    clear = forms.MultipleChoiceField(
        label=_("Remove"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, masked: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filled = [name for name in (*SEALED_FIELDS, "place") if masked.get(name)]
        labels = {name: self.fields[name].label for name in filled} | {"place": _("Subdistrict, district, province")}
        for name in filled:
            shown = "subdistrict" if name == "place" else name
            self.fields[shown].help_text = _("Now %(masked)s. Leave empty to keep it.") % {"masked": masked[name]}
        self.fields["clear"].choices = [(name, labels[name]) for name in filled]  # type: ignore[attr-defined]
        if not filled:
            del self.fields["clear"]

    def values(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "clear"}}
        cleared = set(self.cleaned_data.get("clear", ()))
        kept = [name for name in (*SEALED_FIELDS, *PLACE_FIELDS) if not values.get(name) and name not in cleared]
        return {name: "" if name in cleared else value for name, value in values.items() if name not in kept}
