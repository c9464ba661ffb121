"""The portal form about one's own data, one thing a page. Raw answers lie in the draft; a page is judged when it is
left, and all of them once more before sending."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.core.form_fields import AddressField, LimitedTextField, PhoneField, choice_label
from foundation.core.forms import ThaiTextField
from foundation.core.identifiers import BadIdentifier, read_national_id
from foundation.privacy.enums import ProofOfIdentity, Right, Whom
from foundation.privacy.selectors import asked_consents
from foundation.privacy.services.intake import DETAILS_LIMIT, NEEDS_WORDS

RIGHT_HINTS: dict[str, str | Promise] = {
    Right.ACCESS: _("We tell you what we keep, why, and where we have it from."),
    Right.COPY: _("You receive it as a file that people and machines can read."),
    Right.CORRECTION: _("Something is wrong, out of date or incomplete."),
    Right.ERASURE: _("We make you unreadable for ever, unless a law makes us keep something; then we say which."),
    Right.OBJECTION: _("For example, to news and offers. You say what we should not do."),
    Right.RESTRICTION: _("For example, while we check whether something is right."),
    Right.WITHDRAWAL: _("What was done before stays lawful. It costs you nothing and changes no other service."),
}
WHOM_HINTS: dict[str, str | Promise] = {
    Whom.REPRESENTATIVE: _("As parent, guardian or with a power of attorney. We ask to see it before we answer."),
}
PROOF_HINTS: dict[str, str | Promise] = {
    ProofOfIdentity.CALL: _("We call, and you answer a few questions that only you can."),
    ProofOfIdentity.EMAIL: _("You answer our letter from that address."),
    ProofOfIdentity.COUNTER: _("We look at the card and keep no copy."),
    ProofOfIdentity.OTHER: _("Tell us how. We write back if it is not enough."),
}
DETAILS_LABELS: dict[str, Any] = {
    Right.CORRECTION: _("What is wrong, and how should it read?"),
    Right.OBJECTION: _("Which use do you object to, and why?"),
    Right.RESTRICTION: _("Which use shall we put on hold, and why?"),
    Right.ACCESS: _("Is it about something in particular?"),
    Right.COPY: _("Is it about something in particular?"),
    Right.ERASURE: _("Is it about something in particular?"),
    Right.WITHDRAWAL: _("Would you like to tell us why?"),
}


def _choices(values: Any, hints: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(value, choice_label(label, hints.get(value, ""))) for value, label in values.choices]


class RightForm(forms.Form):
    """What is asked."""

    right = forms.ChoiceField(
        label=_("Choose one. You can make another request afterwards."),
        choices=_choices(Right, RIGHT_HINTS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what you ask for.")},
    )


class WhomForm(forms.Form):
    """For oneself or for another."""

    whom = forms.ChoiceField(
        label=_("Whose data is it about?"),
        choices=_choices(Whom, WHOM_HINTS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whose data it is about.")},
    )
    representative = ThaiTextField(
        label=_("Your own name"),
        help_text=_("Only if you ask for someone else."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    authority = LimitedTextField(
        label=_("What allows you to ask for this person?"),
        help_text=_("For example parent, guardian, power of attorney of which day."),
        limit=500,
        rows=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("whom") == Whom.REPRESENTATIVE:
            if not cleaned.get("representative"):
                self.add_error("representative", _("Please give your own name."))
            if not cleaned.get("authority") and "authority" not in self.errors:
                self.add_error("authority", _("Please say what allows you to ask for this person."))
        elif cleaned.get("whom"):
            cleaned |= {"representative": "", "authority": ""}
        return cleaned


class AboutForm(forms.Form):
    """What it is about; what is asked here depends on the right."""

    purposes = forms.MultipleChoiceField(
        label=_("Which consent do you take back?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    details = LimitedTextField(
        label=_("What is it about?"),
        help_text=_("Plain words are fine. Please leave out identity card numbers."),
        limit=DETAILS_LIMIT,
        rows=6,
        required=False,
    )

    def __init__(self, *args: Any, right: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.right = right
        if right == Right.WITHDRAWAL:
            purposes = [(purpose.key, purpose.title) for purpose in asked_consents()]
            self.fields["purposes"].choices = purposes  # type: ignore[attr-defined]
            self.fields["purposes"].required = True
            self.fields["purposes"].error_messages["required"] = _("Please choose which consent you take back.")
        else:
            del self.fields["purposes"]
        details = self.fields["details"]
        details.label = DETAILS_LABELS.get(right, _("What is it about?"))
        details.required = right in NEEDS_WORDS
        details.error_messages["required"] = _("Please tell us in a few words what it is about.")


class FindForm(forms.Form):
    """Who the person is, so that the data can be found and the answer reach the person."""

    name = ThaiTextField(
        label=_("Name of the person whose data it is about"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please give the name of the person whose data it is about.")},
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    email = AddressField(label=_("E-mail"), help_text=_("We also send the answer there."), required=False)
    national_id = ThaiTextField(
        label=_("National ID number"),
        help_text=_("Only if you are a party to a contract with us. 13 figures."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-secret": True}),
    )

    def clean_national_id(self) -> str:
        text = str(self.cleaned_data["national_id"])
        if not text:
            return ""
        try:
            return read_national_id(text)
        except BadIdentifier as error:
            raise forms.ValidationError(
                _("This is not a national ID number. Please compare it with your card, or leave it empty."),
                code="national_id",
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        names = ("phone", "email", "national_id")
        if not any(cleaned.get(name) for name in names) and not any(name in self.errors for name in names):
            self.add_error("phone", _("Please give at least one of these, or we cannot find the data."))
        return cleaned


class ProofForm(forms.Form):
    """How the person will show who is asking."""

    proof = forms.ChoiceField(
        label=_("Choose what suits you best"),
        choices=_choices(ProofOfIdentity, PROOF_HINTS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how you will show who you are.")},
    )
    proof_words = LimitedTextField(
        label=_("When do we reach you, or which other way do you propose?"), limit=500, rows=2, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("proof") == ProofOfIdentity.OTHER and not cleaned.get("proof_words"):
            self.add_error("proof_words", _("Please tell us in which other way."))
        return cleaned


STEPS: dict[str, tuple[str | Promise, type[forms.Form]]] = {
    "right": (_("What may we do for you?"), RightForm),
    "whom": (_("For yourself or for someone else"), WhomForm),
    "about": (_("What it is about"), AboutForm),
    "find": (_("How we find the data"), FindForm),
    "proof": (_("How you show who you are"), ProofForm),
}
CHECK = "check"
CHECK_LABEL = _("Check your answers")
MANY = frozenset({"purposes"})


def raw_answers(step: str, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was posted for the fields of a page, as typed, cut only at a size that no honest text reaches."""
    lists = data.getlist if hasattr(data, "getlist") else lambda name: data.get(name, [])
    return {
        name: [str(value)[:50_000].replace("\x00", "") for value in lists(name)][:50]
        for name in STEPS[step][1].base_fields
    }


def make_form(step: str, content: Mapping[str, Any], answers: Mapping[str, list[str]] | None = None) -> forms.Form:
    """The form of a page, judged where answers are given."""
    options = {"right": right_of(content)} if step == "about" else {}
    form_class: Any = STEPS[step][1]
    made: forms.Form = form_class(*([MultiValueDict(answers)] if answers is not None else []), **options)
    return made


def prefilled(step: str, content: Mapping[str, Any]) -> forms.Form:
    """A form that shows the stored answers without judging them."""
    form = make_form(step, content)
    for name, values in content.get(step, {}).items():
        if name in form.fields:
            form.initial[name] = values if name in MANY else (values[0] if values else "")
    return form


def right_of(content: Mapping[str, Any]) -> str:
    """The right that was chosen; empty when none was."""
    values = content.get("right", {}).get("right") or [""]
    return str(values[0])


def first_flaw(content: Mapping[str, Any]) -> str | None:
    """The first page that is missing or not in order; None when everything can be sent."""
    for step in STEPS:
        answers = content.get(step)
        if answers is None or not make_form(step, content, answers).is_valid():
            return step
    return None


def cleaned_answers(content: Mapping[str, Any]) -> dict[str, Any]:
    """All pages' cleaned answers in one mapping; only after `first_flaw` gave None."""
    cleaned: dict[str, Any] = {}
    for step in STEPS:
        form = make_form(step, content, content[step])
        form.is_valid()
        cleaned |= form.cleaned_data
    return cleaned
