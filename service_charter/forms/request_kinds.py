"""What the designer of service requests fills in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit
from foundation.core.forms import RefusableForm, ThaiTextField
from service_charter.enums import FieldKind
from service_charter.selectors.request_kinds import linkable_standards


class KindForm(RefusableForm):
    """Who answers a kind, and which promise sets its clock."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit that answers"), empty_label=_("Please choose"))
    standard_code = forms.ChoiceField(
        label=_("Promise that sets the clock"),
        required=False,
        help_text=_("Only promises of the charter in force stand here; a draft sets no clock."),
    )
    rank = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.code, f"{row.item}: {row.promise}") for row in linkable_standards(at=timezone.now())]
        self.fields["standard_code"].choices = [("", _("No clock")), *choices]  # type: ignore[attr-defined]


class NewKindForm(KindForm):
    """A new kind with the title of its first form."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("It stands in the address of the form, such as meeting-room.")
    )
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=120)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=120)
    field_order = ["code", "title_th", "title_en", "unit", "standard_code", "rank", "version"]


class FormTextsForm(RefusableForm):
    """Title and description of a version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=120)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=120, required=False)
    description_th = ThaiTextField(
        label=_("Description (Thai)"), max_length=2000, multiline=True, rows=4, required=False
    )
    description_en = ThaiTextField(
        label=_("Description (English)"), max_length=2000, multiline=True, rows=4, required=False
    )


class QuestionForm(RefusableForm):
    """One question of a draft."""

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=FieldKind.choices)
    label_th = ThaiTextField(label=_("Question (Thai)"), max_length=160)
    label_en = ThaiTextField(label=_("Question (English)"), max_length=160, required=False)
    hint_th = ThaiTextField(label=_("Hint (Thai)"), max_length=300, required=False)
    hint_en = ThaiTextField(label=_("Hint (English)"), max_length=300, required=False)
    choices_th = ThaiTextField(
        label=_("Choices (Thai)"),
        max_length=2000,
        multiline=True,
        rows=4,
        required=False,
        help_text=_("One a line. Only for questions with choices."),
    )
    choices_en = ThaiTextField(
        label=_("Choices (English)"),
        max_length=2000,
        multiline=True,
        rows=4,
        required=False,
        help_text=_("In the same order as in Thai."),
    )
    is_required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Empty lines between choices are no choices."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("choices_th", "choices_en"):
            if name in cleaned:
                cleaned[name] = "\n".join(line.strip() for line in cleaned[name].splitlines() if line.strip())
        return cleaned
