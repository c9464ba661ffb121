"""Forms of cases that are handled as one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums_investigation import Tie
from complaints.forms.fields import LimitedTextField
from complaints.models import Category, Complaint
from complaints.selectors import readable_number
from foundation.core.forms import ThaiTextField
from foundation.core.models import Attachment


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


class RelateForm(LinkForm):
    """Which case is tied to this one, how, and how one knows."""

    field_order = ["kind", "number", "reason"]
    kind = forms.ChoiceField(label=_("This case"), choices=Tie.choices)


class MergeForm(LinkForm):
    """In which complaint of the same person it goes on."""


class SplitForm(MatterReasonForm):
    """The second matter that a complaint holds: how it is filed, and why it is handled apart."""

    field_order = ["version", "subject", "description", "category", "place", "files", "reason"]
    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = ThaiTextField(label=_("Subject of the second matter"), max_length=160)
    description = LimitedTextField(
        label=_("What was told of it"),
        help_text=_("Leave what belongs to the second matter. The first complaint keeps every word."),
        limit=rules.DESCRIPTION_LIMIT,
        rows=6,
    )
    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())
    place = ThaiTextField(label=_("Place"), max_length=200, required=False)
    files = forms.MultipleChoiceField(  # type: ignore[assignment]  # a field is taken out of the class, whatever its name
        label=_("Files that belong to the second matter"),
        help_text=_("They go with it, and come back if the second is closed as filed twice."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, files: Iterable[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(file.public_id, file.name) for file in files]
        self.fields["files"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["files"]
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)  # type: ignore[attr-defined]

    @staticmethod
    def shown(complaint: Complaint) -> dict[str, Any]:
        """The form as first shown: the whole story, to be cut."""
        names = ("version", "description", "category", "place")
        return {name: getattr(complaint, name) for name in names}
