"""Forms of letters that could not be placed by themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.forms.fields import LimitedTextField
from complaints.models import Category
from complaints.services.sorting import Sorted
from foundation.core.forms import RefusableForm, ThaiTextField


class LetterIntoComplaintForm(RefusableForm):
    """A complaint from a letter."""

    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), empty_label=_("Please choose")
    )
    name = ThaiTextField(label=_("Name of the complainant"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language of the complainant"), choices=[("th", _("Thai")), ("en", _("English"))]
    )
    subject = ThaiTextField(label=_("Subject"), max_length=160, required=False)
    description = LimitedTextField(label=_("What happened"), limit=rules.DESCRIPTION_LIMIT, rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)  # type: ignore[attr-defined]

    def told(self) -> Sorted:
        """What the service takes."""
        return Sorted(**{name: self.cleaned_data[name] for name in self.fields})


class AddLetterForm(RefusableForm):
    """To which case a letter belongs."""

    number = ThaiTextField(label=_("Number of the case"), max_length=24)
    is_complainant = forms.BooleanField(
        label=_("I have made sure that the sender is the complainant"),
        help_text=_(
            "Without it the letter is kept as from an unverified sender, and the tracking page does not show it."
        ),
        required=False,
    )


class LetterAsideForm(RefusableForm):
    """Why nothing follows of a letter."""

    reason = ThaiTextField(label=_("Why"), max_length=rules.REASON_LIMIT, multiline=True, rows=2)
