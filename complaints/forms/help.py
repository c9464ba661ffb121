"""Asking for help with filing, and what came of it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import rules, rules_help
from complaints.enums_help import DayPart, HelpKind, TryOutcome
from complaints.forms.fields import LimitedTextField, PhoneField
from complaints.selectors import help_standard
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.ids import new_public_id


class HelpForm(RefusableForm):
    """What helps you to be heard; nothing of the complaint itself is asked for."""

    kinds = forms.MultipleChoiceField(
        label=_("What helps you?"),
        choices=HelpKind.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[HelpKind.CALL_BACK],
        error_messages={"required": _("Please choose at least one.")},
    )
    spoken = ThaiTextField(
        label=_("Language of the interpreter"),
        help_text=_("If you need one: the language that you speak."),
        max_length=60,
        required=False,
    )
    phone = PhoneField(
        label=_("Telephone"),
        error_messages={"required": _("Please give the telephone number under which we reach you.")},
    )
    name = ThaiTextField(
        label=_("How shall we address you?"),
        help_text=_("It need not be your real name."),
        max_length=150,
        required=False,
    )
    wanted_on = ThaiDateField(
        label=_("On which day does it suit you?"),
        required=False,
    )
    wanted_part = forms.ChoiceField(
        label=_("At what time?"), choices=DayPart.choices, initial=DayPart.ANY, widget=forms.RadioSelect
    )
    words = LimitedTextField(
        label=_("What else should we know?"),
        help_text=_("For example that you come by wheelchair. You need not tell the matter yet."),
        limit=500,
        rows=2,
        required=False,
    )
    key = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_public_id
        standard = help_standard(at=timezone.now())
        within = standard.duration if standard else rules_help.FALLBACK
        self.fields["wanted_on"].help_text = _("Left empty, we call within %(duration)s.") % {"duration": within}

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or new_public_id()


class HelpAnswerForm(RefusableForm):
    """One try to help."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=TryOutcome.choices, widget=forms.RadioSelect)
    note = LimitedTextField(
        label=_("Note"),
        help_text=_("Needed where it was not given: what was tried."),
        limit=rules.REASON_LIMIT,
        rows=3,
        required=False,
    )
