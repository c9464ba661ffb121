"""Complaining for somebody else: what the one who files says, and what the officer found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.enums_authority import AuthorityState, ProofKind, Relation
from complaints.forms.fields import LimitedTextField
from foundation.core.forms import RefusableForm


def relation_field() -> forms.ChoiceField:
    """In what relation."""
    return forms.ChoiceField(
        label=_("In what relation do you stand to that person?"),
        choices=[("", _("Please choose")), *Relation.choices],
        required=False,
    )


def proof_field() -> forms.ChoiceField:
    """What shows it."""
    return forms.ChoiceField(
        label=_("What shows that you may?"),
        help_text=_("We check it before we tell you anything about that person."),
        choices=ProofKind.choices,
        widget=forms.RadioSelect,
        required=False,
    )


def demand_authority(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Whoever names another person says in what relation and by what right."""
    if not cleaned.get("representative"):
        cleaned["relation"] = cleaned["proof"] = ""
        return
    if not cleaned.get("relation"):
        form.add_error("relation", _("Please say in what relation you stand to the person."))
    if not cleaned.get("proof"):
        form.add_error("proof", _("Please say what shows that you may."))


class AuthorityForm(RefusableForm):
    """What the officer found."""

    state = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[(state.value, state.label) for state in (AuthorityState.ACCEPTED, AuthorityState.OWN)],
        widget=forms.RadioSelect,
    )
    note = LimitedTextField(
        label=_("How it was checked, or why it is not good"), limit=rules.REASON_LIMIT, rows=2, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
