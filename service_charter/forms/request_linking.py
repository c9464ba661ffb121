"""Forms of the desk that say who asks, where it was asked, and which partner does it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Touchpoint
from foundation.core.forms import RefusableForm, ThaiTextField
from service_charter.models import Partner, ServiceRequest


def touchpoint_field() -> "forms.ModelChoiceField[Touchpoint]":
    """The touchpoints in use today; none is a choice."""
    rows = Touchpoint.objects.in_use_on(timezone.localdate()).order_by("name_th", "id")
    return forms.ModelChoiceField(rows, label=_("Touchpoint"), required=False, empty_label=_("Not known"))


class LinkForm(RefusableForm):
    """The number of the customer who asks."""

    customer_number = ThaiTextField(label=_("Customer number"), max_length=24)


class PlaceForm(RefusableForm):
    """Where it was asked and which partner does it; what stands there already can be kept."""

    def __init__(self, *args: Any, row: ServiceRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        touchpoint, partner = touchpoint_field(), Partner.objects.filter(is_active=True)
        if row:
            day = timezone.localdate(row.received_at)
            touchpoint.queryset = Touchpoint.objects.in_use_on(day).order_by("name_th", "id")
            partner = Partner.objects.filter(Q(is_active=True) | Q(pk=row.partner_id or 0))
            touchpoint.initial, self.initial["partner"] = row.touchpoint_id, row.partner_id
        self.fields["touchpoint"] = touchpoint
        self.fields["partner"] = forms.ModelChoiceField(
            partner.order_by("name_th", "id"),
            label=_("Partner who carries it out"),
            required=False,
            empty_label=_("We ourselves"),
        )
