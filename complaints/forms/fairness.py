"""Forms of the fairness review: the complainant's word, the checklist, and what follows of a finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums_closing import Fair, Kept, Principle
from complaints.forms.fields import LimitedTextField
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField


class FairForm(RefusableForm):
    """Were you treated fairly?"""

    fair = forms.ChoiceField(
        label=_("Were you treated fairly?"),
        help_text=_("This is about how we worked, not about whether you accept the decision."),
        choices=Fair.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose.")},
    )
    words = LimitedTextField(
        label=_("What was good, or what was not?"), limit=rules.REASON_LIMIT, rows=4, required=False
    )


class ChecklistForm(RefusableForm):
    """One answer for each principle."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in Principle.choices:
            self.fields[name] = forms.ChoiceField(label=label, choices=Kept.choices, widget=forms.RadioSelect)
        self.fields["remarks"] = LimitedTextField(
            label=_("Remarks"),
            help_text=_("Needed where something was not kept. Name no persons."),
            limit=rules.REASON_LIMIT,
            rows=3,
            required=False,
        )

    def checks(self) -> dict[str, str]:
        """The answers by principle."""
        return {name: self.cleaned_data[name] for name in Principle.values}


class SettleFairnessForm(RefusableForm):
    """A corrective action with owner and day, or why none is needed."""

    why = LimitedTextField(label=_("What is to be done, or why nothing is"), limit=rules.REASON_LIMIT, rows=3)
    owner = forms.ModelChoiceField(
        label=_("Owner of the action"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Left empty, no action is set up and the reason stands."),
    )
    due_on = ThaiDateField(label=_("Done by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_holding(Permission.RISK_VIEW).order_by("first_name", "last_name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
