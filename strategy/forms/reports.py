"""What owners report each quarter."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiTextField
from strategy.forms.content import FIGURE, choice_of, staff


class CorrectableForm(RefusableForm):
    """A report; a correction says why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = ThaiTextField(label=_("Why it is corrected"), max_length=500)

    def __init__(self, *args: Any, corrects: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not corrects:
            del self.fields["reason"]
        else:
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class ProgressForm(CorrectableForm):
    """How far an initiative has come at the end of a quarter."""

    percent = forms.IntegerField(
        label=_("Completed so far (%)"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Of the whole initiative, since it began."),
    )
    spent = forms.DecimalField(
        label=_("Spent so far (baht)"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Of its whole budget, since it began."),
    )
    narrative = ThaiTextField(label=_("What was done"), max_length=4000, multiline=True, rows=5)
    risk = ThaiTextField(
        label=_("What endangers it, and what is done about that"),
        max_length=2000,
        multiline=True,
        rows=3,
        required=False,
    )


class ActualForm(CorrectableForm):
    """The figure of an indicator for the year so far."""

    value = forms.DecimalField(label=_("Figure of the year so far"), **FIGURE)
    evidence = ThaiTextField(
        label=_("Where the figure comes from"),
        max_length=2000,
        multiline=True,
        rows=3,
        help_text=_("The document, its number and date, or the register and the day it was read."),
    )


class OwnerForm(RefusableForm):
    """Another person takes an initiative over."""

    owner = choice_of(_("New owner"))
    reason = ThaiTextField(label=_("Reason"), max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = staff()  # type: ignore[attr-defined]
