"""Forms of canned answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums import AnswerPurpose, ToneCheck
from foundation.core.forms import RefusableForm, ThaiTextField

FIELDS = ("purpose", "title_th", "body_th", "title_en", "body_en")


class AnswerForm(RefusableForm):
    """The words of an answer in both languages."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    purpose = forms.ChoiceField(
        label=_("What it is for"), choices=AnswerPurpose.choices, widget=forms.RadioSelect, initial="progress"
    )
    title_th = ThaiTextField(label=_("Heading in Thai"), max_length=120)
    body_th = ThaiTextField(label=_("Text in Thai"), max_length=rules.MESSAGE_LIMIT, multiline=True, rows=8)
    title_en = ThaiTextField(label=_("Heading in English"), max_length=120)
    body_en = ThaiTextField(label=_("Text in English"), max_length=rules.MESSAGE_LIMIT, multiline=True, rows=8)


class ApproveAnswerForm(RefusableForm):
    """The tone, point by point."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    checked = forms.MultipleChoiceField(
        label=_("Read it as the complainant will"),
        choices=ToneCheck.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please go through every point of the tone; each must hold before the answer is used.")
        },
    )


class RetireAnswerForm(RefusableForm):
    """Why an answer goes out of use, or comes back."""

    reason = ThaiTextField(label=_("Why"), max_length=rules.REASON_LIMIT, multiline=True, rows=2)
