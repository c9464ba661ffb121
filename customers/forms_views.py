"""Forms of saved views."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.enums import ViewAudience
from foundation.core.forms import ThaiTextField


class ViewForm(forms.Form):
    """What a view is called, and who sees it."""

    name = ThaiTextField(label=_("Name of the view"), max_length=80)
    audience = forms.ChoiceField(
        label=_("Who else sees it"),
        choices=ViewAudience.choices,
        initial=ViewAudience.PRIVATE,
        widget=forms.RadioSelect,
    )
    opens = forms.BooleanField(label=_("Open my list of customers with it"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            self.fields["audience"].choices = ViewAudience.choices[:1]  # type: ignore[attr-defined]
