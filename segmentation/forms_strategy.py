"""Forms of a segment's strategy and its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField


def _text(label: Any, help_text: Any) -> ThaiTextField:
    return ThaiTextField(label=label, help_text=help_text, max_length=2000, multiline=True, rows=4)


class StrategyForm(RefusableForm):
    """What the company is after with a segment, what it offers, and how it goes about it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    objective = _text(_("Objective"), _("What should be true of this segment in a year or two, in figures if any."))
    value_offered = _text(_("Value offered"), _("What these customers need and get from us, not from others."))
    approach = _text(_("Approach"), _("How we go about it: products, service, price, channel, people."))


class StepForm(RefusableForm):
    """A step: what, who, by when."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = ThaiTextField(label=_("Step"), max_length=200)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Responsible"))
    due_on = ThaiDateField(label=_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_holding(Permission.SEGMENT_VIEW).order_by("first_name", "username")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
