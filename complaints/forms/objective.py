"""The form of an objective."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.forms.fields import LimitedTextField
from complaints.models import Objective
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm


class ObjectiveForm(forms.ModelForm, RefusableForm):  # type: ignore[type-arg]
    """Target, plan, means, owner; a change says why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = forms.DecimalField(label=_("Target"), min_value=0, max_digits=9, decimal_places=2)
    plan = LimitedTextField(label=_("What we do to reach it"), limit=rules.REASON_LIMIT, rows=4)
    means = LimitedTextField(
        label=_("What it takes: people, training, money, tools"), limit=rules.REASON_LIMIT, rows=2, required=False
    )
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), empty_label=_("Please choose"))
    reason = LimitedTextField(
        label=_("Why it changes"),
        help_text=_("Not needed the first time."),
        limit=rules.REASON_LIMIT,
        rows=2,
        required=False,
    )

    class Meta:
        model = Objective
        fields = ("target", "plan", "means", "owner")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # those of every form
        people = people_holding(Permission.COMPLAINT_VIEW).order_by("first_name", "last_name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
