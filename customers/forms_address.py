"""The fields of an address: four parts of a place that must agree, and what is offered where they are not enough."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import ThaiTextField
from foundation.core.thai.places import provinces, suggest
from foundation.core.thai.text import THAI_DIGITS, normalise_line

LOOK = "find"  # the button that asks for places, or a form that was not judged yet
PLACE_FIELDS = ("subdistrict", "district", "province", "place")


def places_meant(typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Places that may be meant by what was typed, by their codes, each with its postcodes."""
    read = {name: normalise_line(str(typed.get(name) or "")[:120]) for name in (*PLACE_FIELDS[:3], "postcode")}
    found = suggest(**{**read, "postcode": read["postcode"].translate(THAI_DIGITS)})
    language = get_language() or "th"
    return [(each.code, f"{each.line(language)} {', '.join(each.postcodes[:4])}") for each in found]


class AddressForm(forms.Form):
    """An address. The postcode or the subdistrict is enough where the rest follows from it."""

    address = ThaiTextField(
        label=_("House number, building, street"), required=False, multiline=True, rows=3, max_length=1000
    )
    subdistrict = ThaiTextField(
        label=_("Subdistrict"), required=False, max_length=120, help_text=_("ตำบล or แขวง, with or without that word")
    )
    district = ThaiTextField(label=_("District"), required=False, max_length=120, help_text=_("อำเภอ or เขต"))
    province = ThaiTextField(label=_("Province"), required=False, max_length=120)
    postcode = ThaiTextField(label=_("Postcode"), required=False)
    place = forms.CharField(label=_("Which place is it?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].widget.attrs["list"] = "province-names"
        self.province_names = [name for _code, name in provinces(get_language() or "th")]
        self.places = places_meant(self.data or (self.initial if LOOK in self.initial else {}))
        self.fields["place"].widget.choices = [("", _("As written above")), *self.places]

    def clean_place(self) -> str:
        """A choice counts only beside what it was offered for: whoever types another place has dropped it."""
        chosen = str(self.cleaned_data.get("place") or "")
        return chosen if chosen in dict(self.places) else ""
