"""What the owner of the charter fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField

LONG = 6000


class TextsForm(RefusableForm):
    """The texts of a version, side by side in both languages. Empty fields are allowed while it is a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200, required=False)
    intro_th = ThaiTextField(label=_("Introduction (Thai)"), max_length=LONG, multiline=True, rows=6, required=False)
    intro_en = ThaiTextField(label=_("Introduction (English)"), max_length=LONG, multiline=True, rows=6, required=False)
    rights_th = ThaiTextField(
        label=_("Customers' rights (Thai)"),
        max_length=LONG,
        multiline=True,
        rows=6,
        required=False,
        help_text=_("One a line."),
    )
    rights_en = ThaiTextField(
        label=_("Customers' rights (English)"),
        max_length=LONG,
        multiline=True,
        rows=6,
        required=False,
        help_text=_("One a line."),
    )
    conduct_th = ThaiTextField(
        label=_("How we behave (Thai)"),
        max_length=LONG,
        multiline=True,
        rows=6,
        required=False,
        help_text=_("One a line."),
    )
    conduct_en = ThaiTextField(
        label=_("How we behave (English)"),
        max_length=LONG,
        multiline=True,
        rows=6,
        required=False,
        help_text=_("One a line."),
    )

    def clean(self) -> dict[str, Any]:
        """Empty lines between rights or rules are no rights and no rules."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("rights_th", "rights_en", "conduct_th", "conduct_en"):
            if name in cleaned:
                cleaned[name] = "\n".join(line for line in cleaned[name].splitlines() if line)
        return cleaned


class PublishForm(RefusableForm):
    """From which day the version is in force."""

    effective_on = ThaiDateField(label=_("In force from"))


class ReasonForm(RefusableForm):
    """Why a step back is taken."""

    reason = ThaiTextField(label=_("Reason"), max_length=500)
