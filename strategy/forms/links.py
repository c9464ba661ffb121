"""What a plan rests on, and which master plans it serves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.core.forms import RefusableForm, ThaiTextField
from strategy.enums import InputKind, MasterKind
from strategy.forms.plans import YEARS


class InputForm(RefusableForm):
    """A record by its address, or a source in words."""

    kind = forms.ChoiceField(label=_("Kind of input"), choices=InputKind.choices)
    address = ThaiTextField(
        label=_("Address of the record"),
        max_length=500,
        required=False,
        help_text=_("Copied from the page of an insight, a study or a market."),
    )
    note = ThaiTextField(
        label=_("Or a source outside, in words"),
        max_length=500,
        required=False,
    )


class MasterPlanForm(RefusableForm):
    """A plan that others keep."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Which plan"), choices=MasterKind.choices)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200, required=False)
    owner_unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit that keeps it"))
    first_year = forms.IntegerField(label=_("First fiscal year (B.E.)"), validators=YEARS)
    last_year = forms.IntegerField(label=_("Last fiscal year (B.E.)"), validators=YEARS)


class MasterItemForm(RefusableForm):
    """One item of a master plan."""

    code = ThaiTextField(label=_("Code"), max_length=20)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=300)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=300, required=False)


class LinkForm(RefusableForm):
    """Which goal or initiative of ours serves an item; `ours` are pairs of a value and words."""

    ours = forms.ChoiceField(label=_("Served by"))

    def __init__(self, *args: Any, ours: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ours"].choices = list(ours)  # type: ignore[attr-defined]
