"""What the policy administrator fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.governance.enums import Frequency
from foundation.governance.forms.choices import PersonChoice, UnitChoice


class DutyForm(RefusableForm):
    """What a clause asks, of whom, how often."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text_th = ThaiTextField(label=_("What must be done (Thai)"), max_length=500, multiline=True, rows=3)
    text_en = ThaiTextField(
        label=_("What must be done (English)"), max_length=500, multiline=True, rows=3, required=False
    )
    owner_unit = UnitChoice(label=_("Accountable unit"), required=False)
    owner = PersonChoice(label=_("Accountable person"), required=False)
    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices)
    is_active = forms.BooleanField(
        label=_("This duty holds"), required=False, initial=True, help_text=_("Untick to put it aside.")
    )


class TakeBackForm(RefusableForm):
    """Why a version goes back to draft."""

    reason = ThaiTextField(label=_("Why?"), max_length=1000, multiline=True, rows=3)


class ImportForm(RefusableForm):
    """The announcement as a text file."""

    file = forms.FileField(
        label=_("Announcement"),
        help_text=_("Plain text (.txt), UTF-8. Headings 1. to 5., clauses 1.1 to 5.4, two closing provisions."),
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
    )


class ConfirmForm(RefusableForm):
    """The text that the preview showed."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=1_000_000)
