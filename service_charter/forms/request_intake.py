"""The form of a request that an officer takes down for a customer: at the telephone, at the counter, from a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from foundation.accounts.models import User
from foundation.core.forms import ThaiTextField
from service_charter.enums import STAFF_DOORS
from service_charter.forms.request_linking import touchpoint_field
from service_charter.forms.requests import PERSON, AnswerForm
from service_charter.selectors.request_customers import known_by_number

DESK = ("door", "language", "touchpoint", "customer_number")


class IntakeForm(AnswerForm):
    """How it came in and who asks, then the questions of the kind, as its designer made them."""

    door = forms.ChoiceField(
        label=_("How the request came in"), choices=[(door.value, door.label) for door in STAFF_DOORS]
    )
    language = forms.ChoiceField(label=_("Language of the customer"), choices=[("th", _("Thai")), ("en", _("English"))])
    customer_number = ThaiTextField(
        label=_("Customer"),
        help_text=_("Number, name, telephone or e-mail: “Look up” fills in name and contact. The look is recorded."),
        max_length=100,
        required=False,
    )
    is_told = forms.BooleanField(label=_("Send the receipt by e-mail"), required=False, initial=True)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["touchpoint"] = touchpoint_field()
        self.fields["name"].label = _("Name of the customer")
        questions = [question.key for question in self.questions]
        self.order_fields([*DESK, *PERSON, *questions, "is_told", "shown"])

    def clean_customer_number(self) -> Customer | None:
        """The customer of the number, among those the officer may see."""
        number = self.cleaned_data["customer_number"]
        if not number:
            return None
        customer = known_by_number(self.viewer, number)
        if customer is None:
            raise forms.ValidationError(_("There is no customer of this number. Please look up first."), code="unknown")
        return customer
