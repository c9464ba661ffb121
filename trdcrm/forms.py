"""The specimen form of the style guide: one field of each kind."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SpecimenForm(forms.Form):
    """Never saved."""

    line = forms.CharField(label=_("A line"), help_text=_("With a hint"))
    text = forms.CharField(label=_("A text"), widget=forms.Textarea, required=False)
    one = forms.ChoiceField(label=_("One of several"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    some = forms.ChoiceField(label=_("From a list"), choices=[("", "–"), ("a", "A"), ("b", "B")])
    agree = forms.BooleanField(label=_("A box to tick"))
