"""The form by which a profile of a segment is given out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.core.ids import new_public_id
from segmentation.enums import Edition
from segmentation.models import ProfileIssue, SegmentStrategy


def _told(label: Any) -> ThaiTextField:
    return ThaiTextField(label=label, max_length=2000, multiline=True, rows=4)


class ProfileForm(RefusableForm):
    """For whom and why, and what people add to the figures in each language."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=26)
    edition = forms.ChoiceField(
        label=_("Edition"),
        help_text=_("For outside, numbers under five customers are left out, and all from which they would follow."),
        choices=Edition.choices,
        widget=forms.RadioSelect,
        initial=Edition.OUTSIDE,
    )
    recipient = ThaiTextField(
        label=_("For whom"), help_text=_("The organisation, unit or public that will get it."), max_length=200
    )
    purpose = ThaiTextField(label=_("What it is for"), max_length=300)
    needs_th = _told(_("What they need, in Thai"))
    needs_en = _told(_("What they need, in English"))
    offer_th = _told(_("How we serve them, as far as it may be told, in Thai"))
    offer_en = _told(_("How we serve them, as far as it may be told, in English"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["once"].initial = new_public_id()

    @staticmethod
    def initial_of(last: ProfileIssue | None, strategy: SegmentStrategy | None) -> dict[str, str]:
        """What was told last time; else what the strategy offers, which the person then cuts to what may be told."""
        if last is None:
            return {"offer_th": strategy.value_offered} if strategy else {}
        return {
            f"{text}_{language}": last.content[language][text]
            for text in ("needs", "offer")
            for language in ("th", "en")
        }
