"""Ideas: handing in at a desk or on the portal, and answering."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.core.contacts import BadContact, read_email, read_phone
from foundation.core.forms import RefusableForm, ThaiTextField
from products import rules
from products.lifecycle import IDEA_MOVES
from products.models import Idea


class IdeaForm(RefusableForm):
    """An idea of a member of staff."""

    title = ThaiTextField(label=_("The idea in one line"), max_length=200)
    description = ThaiTextField(
        label=_("Whom does it help, and how?"),
        max_length=rules.DESCRIPTION_LIMIT,
        multiline=True,
        rows=6,
        required=False,
    )


class PortalIdeaForm(RefusableForm):
    """An idea of anybody. The contact is optional; it is kept only with the tick that stands beside it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    title = ThaiTextField(
        label=_("Your idea in one line"),
        max_length=200,
        help_text=_("For example: let us book meeting rooms on the website"),
        error_messages={"required": _("Please say in one line what the idea is.")},
    )
    description = ThaiTextField(
        label=_("Whom would it help, and how?"),
        max_length=rules.DESCRIPTION_LIMIT,
        multiline=True,
        rows=6,
        required=False,
        help_text=_("Please leave out identity card numbers and names of others."),
    )
    name = ThaiTextField(
        label=_("Your name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = ThaiTextField(
        label=_("E-mail for our answer"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "inputmode": "email", "autocomplete": "email"}),
    )
    phone = ThaiTextField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    agrees = forms.BooleanField(
        label=_("Keep my contact to send me the answer. I can withdraw this at any time."), required=False
    )

    def clean_email(self) -> str:
        """The address as it is kept."""
        return _read(self.cleaned_data["email"], read_email, _("This e-mail address is not complete. Please check it."))

    def clean_phone(self) -> str:
        """The number as it is kept."""
        message = _("This is not a telephone number we can call. Please check it, for example 081 234 5678.")
        return _read(self.cleaned_data["phone"], read_phone, message)


class AnswerForm(RefusableForm):
    """The answer to an idea: what happens with it, in words that its author reads."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    move = forms.ChoiceField(label=_("What happens with it"), widget=forms.RadioSelect)
    into = forms.ModelChoiceField(
        Idea.objects.none(),
        label=_("Merge with"),
        required=False,
        empty_label=_("Choose an idea that looks alike"),
        help_text=_("Only needed when merging."),
    )
    into_number = ThaiTextField(
        label=_("Number of the idea to merge with"),
        max_length=24,
        required=False,
        help_text=_("For example I-2569-000012-3"),
    )
    answer = ThaiTextField(
        label=_("Answer with its reason"),
        max_length=2000,
        multiline=True,
        rows=5,
        help_text=_("The person who handed the idea in reads exactly this."),
    )

    def __init__(self, *args: Any, idea: Idea, alike: "QuerySet[Idea]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea = idea
        moves = [(name, move.label) for name, move in IDEA_MOVES.items() if idea.status in move.sources]
        self.fields["move"].choices = moves  # type: ignore[attr-defined]
        self.fields["into"].queryset = alike  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The idea to merge with, whether chosen or named."""
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("into_number", "").upper()
        if number and not cleaned.get("into"):
            cleaned["into"] = Idea.objects.filter(number=number).first()
            if cleaned["into"] is None:
                self.add_error("into_number", _("There is no idea of this number."))
        return cleaned


class RevealForm(RefusableForm):
    """Why the contact must be seen."""

    reason = ThaiTextField(label=_("Why do you need to see it?"), max_length=300)


def _read(text: str, reader: Any, message: Any) -> str:
    try:
        return str(reader(text)) if text else ""
    except BadContact as error:
        raise forms.ValidationError(message) from error
