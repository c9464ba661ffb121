"""What is filled in about the service culture index: a round, and the answer of one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from service_charter.enums import Agreement
from service_charter.models import CultureItem

MOST_STATEMENTS = 20


class RoundForm(RefusableForm):
    """The round of a year: its last day and its statements, one a line, in both languages."""

    fiscal_year_be = forms.IntegerField(
        label=_("Fiscal year"), min_value=2560, max_value=2700, help_text=_("Buddhist Era, for example 2569.")
    )
    closes_on = ThaiDateField(label=_("Last day for answers"))
    statements_th = ThaiTextField(
        label=_("Statements in Thai, one a line"), max_length=6000, multiline=True, rows=9,
        help_text=_("Short sentences that staff agree with or not, about what they see at work, never about a person."),
    )  # fmt: skip
    statements_en = ThaiTextField(
        label=_("The same statements in English, in the same order"), max_length=6000, multiline=True, rows=9
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Pairs the lines of both languages as `statements`."""
        cleaned: dict[str, Any] = super().clean() or {}
        thai, english = (
            [line.strip() for line in str(cleaned.get(name) or "").splitlines() if line.strip()]
            for name in ("statements_th", "statements_en")
        )
        if len(thai) != len(english):
            words = _now("There are %(thai)s statements in Thai and %(english)s in English.")
            self.add_error("statements_en", words % {"thai": len(thai), "english": len(english)})
        elif len(thai) > MOST_STATEMENTS:
            self.add_error("statements_th", _now("Please ask no more than %(n)s.") % {"n": MOST_STATEMENTS})
        elif any(len(line) > 300 for line in (*thai, *english)):
            self.add_error("statements_th", _now("A statement has at most 300 characters."))
        else:
            cleaned["statements"] = list(zip(thai, english, strict=True))
        return cleaned


class CultureForm(RefusableForm):
    """One person's answer: how far they agree with each statement."""

    def __init__(self, *args: Any, items: list[CultureItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = [item.position for item in items]
        for item in items:
            self.fields[f"item{item.position}"] = forms.TypedChoiceField(
                label=str(item),
                choices=Agreement.choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose an answer.")},
            )

    @property
    def marks(self) -> dict[int, int]:
        """The marks by position."""
        return {place: self.cleaned_data[f"item{place}"] for place in self.positions}
