"""Putting old values back: which of them, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.selectors.duplicates import Compared
from foundation.core.forms import RefusableForm, ThaiTextField


class RestoreForm(RefusableForm):
    """The facts that were different then; each choice says what it was and what it is now, personal ones masked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    groups = forms.MultipleChoiceField(label=gettext_lazy("What is put back?"), widget=forms.CheckboxSelectMultiple)
    reason = ThaiTextField(label=gettext_lazy("Why are the old values put back?"), max_length=300)

    def __init__(self, *args: Any, facts: Sequence[Compared], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("%(fact)s: then %(then)s, now %(now)s")
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (fact.key, told % {"fact": fact.label, "then": fact.values[0] or "–", "now": fact.values[1] or "–"})
            for fact in facts
        ]
