"""Forms of “My matters”."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms.fields import AddressField
from foundation.core.forms import RefusableForm, ThaiTextField


class AskForm(RefusableForm):
    """The e-mail address that stands in one's matters."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("The one that you gave us with your complaint or request."),
        error_messages={"required": _("Please enter your e-mail address.")},
    )


class FiguresForm(RefusableForm):
    """The six figures from the letter."""

    figures = ThaiTextField(
        label=_("One-time password"),
        help_text=_("Six figures from our e-mail; they work for ten minutes"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-secret": True}),
        error_messages={"required": _("Please enter the six figures from our e-mail.")},
    )
