"""What is filled in when the charter was read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm


class ReadForm(RefusableForm):
    """A member of staff confirms exactly what is shown."""

    shown_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=_("I have read this charter and know what we promise."),
        error_messages={"required": _("Please tick that you have read it, then confirm.")},
    )
