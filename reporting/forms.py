"""Forms of the reporting room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.models import QuarterlyReport


class PrefaceForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not generic at run time
    """The words that people add to the figures."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = QuarterlyReport
        fields = ["judgement", "requests"]
        widgets = {"judgement": forms.Textarea(attrs={"rows": 3}), "requests": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "judgement": _("One sentence the board should remember. Empty: the system states it from the figures."),
            "requests": _("One matter a line."),
        }
