"""Forms of follow-ups: what, who, by when; and what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.services.follow_ups import WORDS_LENGTH
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField


class FollowUpForm(RefusableForm):
    """What is to be done, by whom, by which day."""

    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    what = ThaiTextField(label=_("What is to be done?"), multiline=True, rows=3, max_length=WORDS_LENGTH)
    owner = forms.ModelChoiceField(label=_("Who does it?"), queryset=User.objects.none())
    due_on = ThaiDateField(label=_("By which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_holding(Permission.CUSTOMER_EDIT).order_by("first_name", "username")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in ("what", "owner", "due_on")}


class FollowUpEditForm(FollowUpForm):
    """The same, of the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ThaiTextField(label=_("Why is it changed?"), required=False, max_length=500)


class EndForm(RefusableForm):
    """What came of a follow-up, or why it is not needed any more."""

    words = ThaiTextField(label=_("What came of it?"), required=False, multiline=True, rows=3, max_length=WORDS_LENGTH)


class CancelForm(RefusableForm):
    """Why a follow-up is not needed any more."""

    words = ThaiTextField(label=_("Why is it not needed any more?"), multiline=True, rows=2, max_length=WORDS_LENGTH)
