"""Forms of the page on which a person follows a request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.form_fields import LimitedTextField
from foundation.core.forms import RefusableForm, ThaiTextField

_PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class TrackForm(forms.Form):
    """Number and secret code; sent by POST, so neither stands in an address or a log."""

    number = ThaiTextField(
        label=_("Number of the request"),
        help_text=_("It looks like D-2569-000123-7"),
        max_length=40,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Please enter the number from your receipt.")},
    )
    code = ThaiTextField(
        label=_("Tracking code"),
        help_text=_("26 letters and figures from your receipt; dashes and capitals do not matter"),
        max_length=80,
        widget=forms.TextInput(attrs={**_PLAIN, "data-secret": True}),
        error_messages={"required": _("Please enter the tracking code from your receipt.")},
    )


class MessageForm(RefusableForm):
    """Words of the person."""

    body = LimitedTextField(
        label=_("Message"), limit=3000, rows=4, error_messages={"required": _("Please write something.")}
    )
