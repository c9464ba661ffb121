"""Products and how they are delivered."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Touchpoint
from foundation.accounts.models import Unit
from foundation.core.forms import RefusableForm, ThaiTextField
from products.enums import BusinessLine, Mechanism, ProductKind

LONG = 3000


class ProductForm(RefusableForm):
    """An entry of the catalogue, in both languages."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Short and lasting, in small Latin letters: meeting-rooms.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ProductKind.choices)
    name_th = ThaiTextField(label=_("Name (Thai)"), max_length=200)
    name_en = ThaiTextField(label=_("Name (English)"), max_length=200)
    business_line = forms.ChoiceField(label=_("Business line"), choices=BusinessLine.choices)
    owner_unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit that answers for it"), required=False, empty_label=_("Not yet named")
    )
    description_th = ThaiTextField(
        label=_("What customers get (Thai)"), max_length=LONG, multiline=True, rows=4, required=False
    )
    description_en = ThaiTextField(
        label=_("What customers get (English)"), max_length=LONG, multiline=True, rows=4, required=False
    )


class DeliveryForm(RefusableForm):
    """One way in which a product reaches customers."""

    mechanism = forms.ChoiceField(label=_("Mechanism"), choices=Mechanism.choices)
    deliverer = ThaiTextField(label=_("Who delivers"), max_length=200)
    touchpoints = forms.ModelMultipleChoiceField(
        Touchpoint.objects.none(), label=_("At which touchpoints"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        in_use = Touchpoint.objects.in_use_on(timezone.localdate())
        self.fields["touchpoints"].queryset = in_use  # type: ignore[attr-defined]


class ReasonForm(RefusableForm):
    """Why a step is taken."""

    reason = ThaiTextField(label=_("Reason"), max_length=500, multiline=True, rows=2)
