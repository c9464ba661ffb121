"""What is filled in about partners that bring complaints."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.enums_partners import PARTNER_CHANNELS, WebhookEvent
from complaints.selectors.partners import gateless
from foundation.core.forms import RefusableForm
from service_charter.models import Partner


class LetInForm(RefusableForm):
    """Which partner of the register may bring complaints."""

    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Partner.objects.none(), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = gateless()  # type: ignore[attr-defined]


class GateForm(RefusableForm):
    """Through which doors a partner brings complaints, and whether it does."""

    channels = forms.MultipleChoiceField(
        label=_("Doors"),
        help_text=_("What its system may say about how a complaint came in."),
        choices=[(channel.value, channel.label) for channel in PARTNER_CHANNELS],
        widget=forms.CheckboxSelectMultiple,
    )
    is_open = forms.BooleanField(label=_("Its system brings complaints now"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class WebhookForm(RefusableForm):
    """An address of the partner's system, and what it is told."""

    url = forms.CharField(
        label=_("Address"),
        help_text=_("Begins with https:// and lies on the open internet."),
        max_length=300,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What is told"), choices=WebhookEvent.choices, widget=forms.CheckboxSelectMultiple
    )
