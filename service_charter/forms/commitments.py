"""What is filled in when commitments are handed down and signed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from service_charter.commitment_rules import NAME_LIMIT


class HandDownForm(RefusableForm):
    """Until when holders are asked to answer."""

    due_on = ThaiDateField(label=_("Please answer by"))


class SignForm(RefusableForm):
    """A member of staff signs exactly what is shown."""

    shown_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=_("I have read these promises and accept to keep them."),
        error_messages={"required": _("Please tick that you accept, then sign.")},
    )


class PartnerSignForm(SignForm):
    """A partner's representative signs, with name and position."""

    name = ThaiTextField(label=_("Name of the signer"), max_length=NAME_LIMIT)
    position = ThaiTextField(label=_("Position of the signer"), max_length=NAME_LIMIT)

    field_order = ("name", "position", "agreed", "shown_hash")
