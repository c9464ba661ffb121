"""Forms of “My matters”."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms.fields import AddressField
from foundation.core.contacts import BadContact, can_take_sms, read_phone
from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.core.gateways import sms_is_open


class AskForm(RefusableForm):
    """The e-mail address, or where SMS can be sent the mobile number, that stands in one's matters."""

    contact = AddressField(
        label=_("Your e-mail address"),
        help_text=_("The one that you gave us with your complaint or request."),
        error_messages={"required": _("Please enter your e-mail address.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sms_is_open():
            self.fields["contact"] = AddressOrPhoneField(
                label=_("Your e-mail address or mobile number"),
                help_text=_("The one that you gave us with your complaint or request."),
                error_messages={"required": _("Please enter your e-mail address or mobile number.")},
            )


class AddressOrPhoneField(AddressField):
    """An e-mail address, or a mobile number in E.164."""

    widget = forms.TextInput(attrs={"autocomplete": "email"})

    def to_python(self, value: Any) -> str:
        text = ThaiTextField.to_python(self, value)
        if not text or "@" in text:
            return super().to_python(value)
        try:
            phone = read_phone(text)
        except BadContact:
            phone = ""
        if not can_take_sms(phone):
            raise forms.ValidationError(
                _("Please check it: an e-mail address such as name@example.com, or a number such as 081 234 5678."),
                code="contact",
            )
        return phone


class FiguresForm(RefusableForm):
    """The six figures from the message."""

    figures = ThaiTextField(
        label=_("One-time password"),
        help_text=_("Six figures from our message; they work for ten minutes"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-secret": True}),
        error_messages={"required": _("Please enter the six figures from our message.")},
    )
