"""What an officer fills in besides the answers when a request is taken down for somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.forms import RefusableForm, ThaiTextField
from service_charter.enums import RequestDoor

STAFF_DOORS = (RequestDoor.PHONE, RequestDoor.COUNTER, RequestDoor.LETTER, RequestDoor.EMAIL)


class DoorForm(RefusableForm):
    """How it came in, in which language we answer, and which customer it is."""

    door = forms.ChoiceField(
        label=_("How the request came in"), choices=[(door.value, door.label) for door in STAFF_DOORS]
    )
    language = forms.ChoiceField(label=_("Language we answer in"), choices=[("th", _("Thai")), ("en", _("English"))])
    customer_number = ThaiTextField(
        label=_("Number of the customer"),
        max_length=24,
        required=False,
        help_text=_("Looked up in the register; leave it empty for somebody who isn't there."),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_customer_number(self) -> Customer | None:
        number = self.cleaned_data["customer_number"]
        if not number:
            return None
        customer = Customer.objects.visible_to(self.viewer).filter(number=number.upper()).first()
        if customer is None:
            raise forms.ValidationError(_("There is no customer of this number."), code="unknown")
        return customer
