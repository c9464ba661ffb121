"""Forms by which a matter goes on as a complaint, a service request or a suggestion."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.forms.fields import LimitedTextField
from complaints.models import Category, Complaint
from foundation.core.forms import RefusableForm
from service_charter.models import RequestKind
from service_charter.selectors.request_kinds import offered

SUGGESTION, BACK = "-", "="


class ReasonForm(RefusableForm):
    """Why it goes back."""

    reason = LimitedTextField(label=_("Reason"), limit=rules.REASON_LIMIT, rows=2)


class IntoComplaintForm(ReasonForm):
    """How the new complaint is filed."""

    field_order = ["description", "category", "reason"]
    description = LimitedTextField(
        label=_("What the complaint is about"),
        help_text=_("In the words of the one who told us, as far as possible."),
        limit=rules.DESCRIPTION_LIMIT,
        rows=6,
    )
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)  # type: ignore[attr-defined]


class TurnForm(forms.Form):
    """As what a complaint goes on, and why. One that was something before goes on as that."""

    field_order = ["into", "reason"]
    into = forms.ChoiceField(label=_("It goes on as"), widget=forms.RadioSelect)
    reason = LimitedTextField(
        label=_("Reason"),
        help_text=_("The complainant is told, and may have it taken up as a complaint again."),
        limit=rules.REASON_LIMIT,
        rows=2,
    )

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pair = getattr(complaint, "turned", None)
        if pair and pair.request:
            choices = [(BACK, _("Service request %(number)s") % {"number": pair.request.number})]
        else:
            choices = [(SUGGESTION, str(_("A suggestion: those who improve our services read it")))]
            rows = [] if pair else offered(at=timezone.now())
            for kind, form, _promise in rows:
                choices.append((kind.code, _("Service request: %(title)s") % {"title": form.title}))
        self.fields["into"].choices = choices  # type: ignore[attr-defined]

    def clean_into(self) -> RequestKind | None:
        """The kind of request that it becomes; None for a suggestion or for what it was before."""
        return RequestKind.objects.filter(code=self.cleaned_data["into"], is_offered=True).first()
