"""Forms of the officer's desk for requests about personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.form_fields import AddressField, LimitedTextField, PhoneField
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.privacy.enums import Channel, Ground, Outcome, ProofOfIdentity, Right, Whom
from foundation.privacy.selectors import asked_consents
from foundation.privacy.services.intake import DETAILS_LIMIT


class VerifyForm(RefusableForm):
    """How the identity was made sure."""

    reason = LimitedTextField(
        label=_("How did you make sure who is asking?"),
        help_text=_("For example: called the registered number, three questions answered. Keep no copy of an ID card."),
        limit=500,
        rows=3,
        error_messages={"required": _("Please say how you made sure who is asking.")},
    )


class AnswerForm(RefusableForm):
    """The outcome, with the legal ground where it is not granted in full."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the outcome.")},
    )
    ground = forms.ChoiceField(
        label=_("Legal ground"),
        help_text=_("Only where it is refused, in part or in full. The person reads it."),
        choices=[("", _("None")), *Ground.choices],
        required=False,
    )
    answer = LimitedTextField(
        label=_("Answer to the person"),
        limit=5000,
        rows=8,
        error_messages={"required": _("Please write the answer that the person will read.")},
    )


class RefuseForm(RefusableForm):
    """Words to somebody who could not show who is asking."""

    answer = LimitedTextField(
        label=_("Answer to the person"),
        limit=5000,
        rows=5,
        error_messages={"required": _("Please write the answer that the person will read.")},
    )


class ExtendForm(RefusableForm):
    """More time, once."""

    until = ThaiDateField(label=_("New day of the answer"), help_text=_("At most 30 days later."))
    reason = LimitedTextField(
        label=_("Why is more time needed?"),
        limit=1000,
        rows=3,
        error_messages={"required": _("Please say why more time is needed; the person reads it.")},
    )


class WordsForm(RefusableForm):
    """A note of ours, or words to the person."""

    body = LimitedTextField(
        label=_("Text"), limit=3000, rows=4, error_messages={"required": _("Please write something.")}
    )
    to_person = forms.BooleanField(label=_("Send this to the person"), required=False)


class RevealForm(RefusableForm):
    """Why somebody must be seen in clear."""

    reason = ThaiTextField(
        label=_("Why do you need to see this?"),
        max_length=300,
        error_messages={"required": _("Please say in a few words why you need to see this.")},
    )


class PurposeForm(RefusableForm):
    """For what everything held about a person is looked up."""

    reason = ThaiTextField(
        label=_("For what do you look?"),
        help_text=_("It is written into the access log for every record that is shown."),
        max_length=250,
        error_messages={"required": _("Please say in a few words why you need to see this.")},
    )


class HoldForm(RefusableForm):
    """Why a record must be kept."""

    record = forms.CharField(widget=forms.HiddenInput, max_length=80)
    reason = ThaiTextField(
        label=_("Why must it be kept?"),
        help_text=_("For example the number of a lawsuit or of an order. Name no person."),
        max_length=300,
        error_messages={"required": _("Please say in a few words why.")},
    )


class TakeDownForm(RefusableForm):
    """A request that came by telephone, letter or at the counter."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(v, w) for v, w in Channel.choices if v not in {"portal", "import"}]
    )
    right = forms.ChoiceField(label=_("What is asked"), choices=Right.choices)
    purposes = forms.MultipleChoiceField(
        label=_("Consent that is taken back"), widget=forms.CheckboxSelectMultiple, required=False
    )
    details = LimitedTextField(label=_("What it is about"), limit=DETAILS_LIMIT, rows=4, required=False)
    name = ThaiTextField(label=_("Name of the person whose data it is about"), max_length=150)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = AddressField(label=_("E-mail"), required=False)
    whom = forms.ChoiceField(label=_("Whose data is it about?"), choices=Whom.choices, widget=forms.RadioSelect)
    representative = ThaiTextField(label=_("Who speaks for the person"), max_length=150, required=False)
    authority = LimitedTextField(label=_("What allows it"), limit=500, rows=2, required=False)
    proof = forms.ChoiceField(label=_("How the identity will be shown"), choices=ProofOfIdentity.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].initial = Whom.SELF
        self.fields["purposes"].choices = [(p.key, p.title) for p in asked_consents()]  # type: ignore[attr-defined]
