"""Forms of cases that are handled as one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.forms.fields import LimitedTextField
from complaints.selectors import readable_number
from foundation.core.forms import ThaiTextField


class MatterReasonForm(forms.Form):
    """Why a case is taken out, or leads."""

    reason = LimitedTextField(
        label=_("Why"),
        limit=rules.REASON_LIMIT,
        rows=2,
        error_messages={"required": _("Please say why.")},
    )


class DescribeForm(forms.Form):
    """What others who report the same may read of the matter."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    public_th = ThaiTextField(label=_("In Thai"), max_length=160, required=False)
    public_en = ThaiTextField(label=_("In English"), max_length=160, required=False)


class LinkForm(MatterReasonForm):
    """Which case is about the same thing, and how one knows."""

    field_order = ["number", "reason"]
    number = ThaiTextField(
        label=_("Number of the other case"),
        help_text=_("It looks like C-2569-000123-7"),
        max_length=40,
        error_messages={"required": _("Please enter the number of the other case.")},
    )

    def clean_number(self) -> str:
        return readable_number(self.cleaned_data["number"])
