"""Forms of service requests: what the customer fills in (made from the designed questions), and what the desk does."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.form_fields import AddressField, LimitedTextField, ManyFilesField, PhoneField
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from service_charter import request_rules as rules
from service_charter.enums import FieldKind, RequestOutcome, WaitKind
from service_charter.models import RequestField, RequestForm

LINE, TEXT = 200, 4000
PERSON = ("name", "phone", "email")
SCORES = [(1, _("Very poor")), (2, _("Poor")), (3, _("Fair")), (4, _("Good")), (5, _("Very good"))]


class AnswerForm(RefusableForm):
    """The questions of one version of a form, then who asks. `shown` names the version that the customer saw."""

    shown = forms.CharField(max_length=26, widget=forms.HiddenInput)
    name = ThaiTextField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(label=_("Telephone"), required=False)
    email = AddressField(
        label=_("E-mail"),
        required=False,
        help_text=_("We send the receipt and every answer here. One of both is needed."),
    )

    def __init__(self, *args: Any, asked: RequestForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.questions = list(asked.questions.all())
        for question in self.questions:
            self.fields[question.key] = _field(question)
        self.order_fields([*(question.key for question in self.questions), *PERSON, "shown"])
        self.fields["shown"].initial = asked.public_id

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("phone") and not cleaned.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Please give a telephone number or an e-mail address, so that we can answer."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What was filled in, by key, ready for JSON; files are added by the view."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data.get(question.key)
            if question.kind != FieldKind.FILE and value not in (None, ""):
                found[question.key] = value.isoformat() if question.kind == FieldKind.DATE else str(value)
        return found


def raw_answers(asked: RequestForm, data: QueryDict) -> dict[str, str]:
    """What was typed into this version, as it came, cut to a sane length."""
    names = [*(q.key for q in asked.questions.all() if q.kind != FieldKind.FILE), *PERSON]
    return {name: data.get(name, "")[: TEXT * 3] for name in names}


def refilled(asked: RequestForm, raw: Mapping[str, str]) -> AnswerForm:
    """The form as sent with these answers, judged."""
    return AnswerForm({**raw, "shown": asked.public_id}, asked=asked)


def _field(question: RequestField) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.is_required and question.kind != FieldKind.FILE,
    }
    if question.kind == FieldKind.LONG:
        return LimitedTextField(limit=TEXT, rows=5, **common)
    if question.kind == FieldKind.NUMBER:
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return forms.DecimalField(max_digits=15, decimal_places=2, widget=box, **common)
    if question.kind == FieldKind.DATE:
        return ThaiDateField(**{**common, "help_text": question.hint or ThaiDateField.default_help})
    if question.kind == FieldKind.CHOICE:
        return forms.ChoiceField(choices=question.options, widget=forms.RadioSelect, **common)
    if question.kind == FieldKind.FILE:
        return ManyFilesField(
            **(
                {**common, "help_text": question.hint}
                if question.hint
                else {"label": question.label, "required": False}
            )
        )
    return ThaiTextField(max_length=LINE, **common)


class TrackForm(forms.Form):
    """Number and secret code; sent by POST, so neither stands in an address or a log."""

    number = ThaiTextField(
        label=_("Number of the request"),
        help_text=_("It looks like SR-2569-000123-7"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = ThaiTextField(
        label=_("Tracking code"),
        help_text=_("26 letters and figures from your receipt; dashes and capitals do not matter"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-secret": True}
        ),
    )


class CustomerMessageForm(RefusableForm):
    """More words from the customer."""

    body = LimitedTextField(label=_("Message"), limit=rules.MESSAGE_LIMIT, rows=4)


class RatingForm(RefusableForm):
    """The customer's judgement."""

    score = forms.TypedChoiceField(
        label=_("How did we do?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a score from 1 to 5.")},
    )
    comment = LimitedTextField(label=_("Anything else?"), limit=rules.REASON_LIMIT, rows=3, required=False)


class WhyForm(RefusableForm):
    """A reason."""

    reason = LimitedTextField(label=_("Reason"), limit=rules.REASON_LIMIT, rows=2)


class FinishForm(RefusableForm):
    """The result, in words for the customer."""

    outcome = forms.ChoiceField(label=_("Result"), choices=RequestOutcome.choices, widget=forms.RadioSelect)
    body = LimitedTextField(label=_("What the customer reads"), limit=rules.MESSAGE_LIMIT, rows=4)


class ReplyForm(RefusableForm):
    """A message, or a question that stops the clock."""

    body = LimitedTextField(label=_("Message"), limit=rules.MESSAGE_LIMIT, rows=4)
    is_question = forms.BooleanField(label=_("I need an answer: the clock stands still until it comes"), required=False)


class NoteForm(RefusableForm):
    """A note among ourselves."""

    body = LimitedTextField(label=_("Internal note"), limit=rules.MESSAGE_LIMIT, rows=3)


class PauseForm(RefusableForm):
    """Why the clock stops."""

    kind = forms.ChoiceField(label=_("The clock stands still because"), choices=WaitKind.choices)
    reason = LimitedTextField(label=_("Reason, as the customer reads it"), limit=rules.REASON_LIMIT, rows=2)


class AssignForm(RefusableForm):
    """Who looks after the request."""

    handler = forms.ModelChoiceField(User.objects.none(), label=_("Officer"), empty_label=_("Please choose"))
    reason = ThaiTextField(label=_("Note to the officer"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_holding(Permission.REQUEST_HANDLE).order_by("first_name", "last_name", "pk")
        self.fields["handler"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class RevealForm(RefusableForm):
    """Why the contact must be seen."""

    reason = ThaiTextField(label=_("Why you need the contact"), max_length=300)
