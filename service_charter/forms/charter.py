"""What the owner of the charter fills in."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.core.clock import Unit as ClockUnit
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from service_charter.enums import Area, Event

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


class StandardForm(RefusableForm):
    """One promise: words, clock, measure, remedy."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(label=_("Item"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("The same in every version, so that results can be compared. For example complaint-decision."),
    )
    area = forms.ChoiceField(label=_("About"), choices=Area.choices)
    event = forms.ChoiceField(label=_("Kept when"), choices=Event.choices)
    promise_th = ThaiTextField(label=_("Promise in plain words (Thai)"), max_length=300)
    promise_en = ThaiTextField(label=_("Promise in plain words (English)"), max_length=300)
    duration_amount = forms.IntegerField(label=_("Within"), validators=[MinValueValidator(1), MaxValueValidator(999)])
    duration_unit = forms.ChoiceField(label=_("Unit of time"), choices=ClockUnit.choices)
    target_percent = forms.DecimalField(
        label=_("Target (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("In how many of a hundred cases we mean to keep it."),
    )
    measured_th = ThaiTextField(label=_("What is measured (Thai)"), max_length=500)
    measured_en = ThaiTextField(label=_("What is measured (English)"), max_length=500)
    conditions_th = ThaiTextField(label=_("Conditions (Thai)"), max_length=2000, multiline=True, rows=3, required=False)
    conditions_en = ThaiTextField(
        label=_("Conditions (English)"), max_length=2000, multiline=True, rows=3, required=False
    )
    remedy_th = ThaiTextField(
        label=_("What we do when we break it (Thai)"), max_length=2000, multiline=True, rows=3, required=False
    )
    remedy_en = ThaiTextField(
        label=_("What we do when we break it (English)"), max_length=2000, multiline=True, rows=3, required=False
    )
    automatic = forms.BooleanField(label=_("Kept by the system, without a person"), required=False)
    owner_unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit that answers for it"), required=False, empty_label=_("Not yet named")
    )


class PublishForm(RefusableForm):
    """From which day the version is in force."""

    effective_on = ThaiDateField(label=_("In force from"))


class ReasonForm(RefusableForm):
    """Why a step back is taken."""

    reason = ThaiTextField(label=_("Reason"), max_length=500)
