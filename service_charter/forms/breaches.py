"""What is filled in about a broken promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.governance.forms.choices import PersonChoice


class BreachActionForm(RefusableForm):
    """Why the promise was broken, what is done, by whom and by when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    cause = ThaiTextField(label=_("Why the promise was broken"), max_length=4000, multiline=True, rows=3)
    action = ThaiTextField(label=_("What is done about it"), max_length=4000, multiline=True, rows=3)
    owner = PersonChoice(label=_("Who carries it out"), empty_label=_("Choose the person"))
    due_on = ThaiDateField(label=_("To be done by"))


class BreachNoteForm(RefusableForm):
    """What shows that it is over, or that it never was."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = ThaiTextField(label=_("What shows it"), max_length=2000, multiline=True, rows=2)
