"""Forms of the fishbone: a cause, and why one is struck out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums_fishbone import Bone
from complaints.forms.fields import LimitedTextField
from complaints.models import Complaint, Evidence
from complaints.services import Named
from foundation.core.forms import RefusableForm


class EvidenceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Pieces of the log by their number."""

    def label_from_instance(self, obj: Any) -> str:
        """The number and the beginning of what it shows."""
        return f"E{obj.number} {obj.what[:80]}"


class CauseForm(RefusableForm):
    """A possible cause on its branch."""

    bone = forms.ChoiceField(label=_("Bone"), choices=Bone.choices)
    text = LimitedTextField(
        label=_("Possible cause"),
        help_text=_("Something that could be otherwise; not who is to blame."),
        limit=rules.REASON_LIMIT,
        rows=2,
    )
    evidence = EvidenceChoice(
        label=_("Evidence for it"), queryset=Evidence.objects.none(), required=False, empty_label=_("None yet")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        log = Evidence.objects.filter(complaint=complaint, withdrawal=None)
        self.fields["evidence"].queryset = log  # type: ignore[attr-defined]

    def named(self) -> Named:
        """What the service takes, from a form that is valid."""
        said = self.cleaned_data
        return Named(said["bone"], said["text"], said["evidence"])


class StrikeForm(RefusableForm):
    """Why a cause is none."""

    reason = LimitedTextField(label=_("Why it is no cause"), limit=rules.REASON_LIMIT, rows=2)
