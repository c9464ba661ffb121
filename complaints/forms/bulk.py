"""What is to change of many cases, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums import Priority
from complaints.enums_bulk import BulkKind
from complaints.forms.people import CompetentPersonField
from complaints.services import Wanted
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiTextField


class BulkForm(RefusableForm):
    """One change for all of them. Each sort of change has a field of its own; only the chosen one is read."""

    kind = forms.ChoiceField(label=_("What is to change?"), choices=BulkKind.choices, widget=forms.RadioSelect)
    handler = CompetentPersonField(
        label=_("Officer in charge"), queryset=User.objects.none(), empty_label=_("Please choose"), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.all(), empty_label=_("Please choose"), required=False
    )
    priority = forms.TypedChoiceField(
        label=_("Order of work"),
        choices=[("", _("Please choose")), *Priority.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = ThaiTextField(
        label=_("Why is it changed?"),
        help_text=_("Stands in the history of every case."),
        max_length=rules.REASON_LIMIT,
        multiline=True,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["handler"]
        people.queryset = people_holding(Permission.COMPLAINT_HANDLE).order_by("first_name", "last_name", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", "")
        if kind and kind not in self.errors and not cleaned.get(kind):
            self.add_error(kind, _("This is needed."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What was asked for; read it when the form is valid."""
        kind = self.cleaned_data["kind"]
        return Wanted(**{kind: self.cleaned_data[kind]})


class UndoForm(RefusableForm):
    """Why a change of many cases is taken back."""

    reason = ThaiTextField(label=_("Why is it undone?"), max_length=rules.REASON_LIMIT, multiline=True, rows=2)
