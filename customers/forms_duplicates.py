"""Forms around records of one customer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, DuplicatePair
from customers.rules import JOINED
from customers.selectors import fact_groups
from foundation.core.forms import ThaiTextField


class SideBySideForm(forms.Form):
    """Two numbers that a colleague knows to be of one customer."""

    one = ThaiTextField(label=_("Customer number"), max_length=24)
    other = ThaiTextField(label=_("Number of the other record"), max_length=24)


class ApartForm(forms.Form):
    """Why two records are of two customers, or are taken apart again."""

    reason = ThaiTextField(label=_("Why?"), max_length=1000)


class MergeForm(forms.Form):
    """Which record stays, and from which one each fact is taken: `first` or `second`."""

    keep = forms.ChoiceField(
        label=_("Which record stays?"), choices=(("first", ""), ("second", "")), widget=forms.RadioSelect
    )
    reason = ThaiTextField(label=_("How do you know that they are one?"), max_length=1000)
    first_version = forms.IntegerField(widget=forms.HiddenInput)
    second_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, pair: DuplicatePair) -> None:
        versions = {"first_version": pair.first.version, "second_version": pair.second.version}
        super().__init__(data, initial={"keep": "first", **versions})
        self.pair = pair
        sides = (("first", pair.first.number), ("second", pair.second.number))
        self.fields["keep"].choices = sides  # type: ignore[attr-defined]
        self.groups = [*JOINED, *fact_groups(pair.first, pair.second)]
        for group in self.groups:
            self.fields[f"from_{group}"] = forms.ChoiceField(choices=sides, required=False)

    @property
    def sides(self) -> tuple[Customer, Customer]:
        """The record that stays, and the one that goes into it."""
        pair = self.pair
        return (pair.first, pair.second) if self.cleaned_data["keep"] == "first" else (pair.second, pair.first)

    @property
    def taken(self) -> list[str]:
        """The groups that are chosen from the record that goes."""
        keep = self.cleaned_data["keep"]
        return [group for group in self.groups if self.cleaned_data[f"from_{group}"] not in {"", keep}]

    @property
    def versions(self) -> dict[int, int]:
        """The versions that the page showed, by key."""
        given = self.cleaned_data
        return {self.pair.first_id: given["first_version"], self.pair.second_id: given["second_version"]}
