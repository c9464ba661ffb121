"""What an officer may correct in a complaint."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms.intake import find_customer
from complaints.models import Category, Complaint
from customers.models import Customer, Touchpoint
from foundation.accounts.models import User
from foundation.core.forms import ThaiDateField, ThaiTextField


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an officer may correct; the complainant's own words are not among it."""

    subject = ThaiTextField(label=_("Subject"), max_length=160)
    place = ThaiTextField(label=_("Place"), max_length=200, required=False)
    product = ThaiTextField(label=_("Product or service"), max_length=200, required=False)
    occurred_on = ThaiDateField(label=_("Day it happened"), required=False)
    external_reference = ThaiTextField(label=_("Outside reference"), max_length=60, required=False)
    customer_number = ThaiTextField(label=_("Customer number"), max_length=24, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Complaint
        fields = [
            "subject",
            "category",
            "place",
            "touchpoint",
            "product",
            "occurred_on",
            "external_reference",
            "unit_concerned",
            "complained_about",
        ]
        labels = {
            "category": _("Category"),
            "touchpoint": _("Touchpoint"),
            "unit_concerned": _("Unit concerned"),
            "complained_about": _("Person complained about"),
        }

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["version"].initial = self.instance.version
        self.fields["customer_number"].initial = self.instance.customer.number if self.instance.customer else ""
        spots: Any = self.fields["touchpoint"]
        spots.queryset = Touchpoint.objects.order_by("name_th", "id")
        spots.empty_label = _("Not known")
        if not self.instance.is_misconduct:
            subjects: Any = self.fields["category"]
            subjects.queryset = Category.objects.filter(is_misconduct=False)
        people: Any = self.fields["complained_about"]
        people.queryset = User.objects.filter(is_active=True).order_by("first_name", "last_name", "pk")
        people.empty_label = _("Nobody in particular")

    def clean_customer_number(self) -> Customer | None:
        return find_customer(self.viewer, self.cleaned_data["customer_number"])

    def facts(self) -> dict[str, Any]:
        """What `services.correct_facts` takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {
            "customer": self.cleaned_data["customer_number"]
        }
