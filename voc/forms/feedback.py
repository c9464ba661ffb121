"""The ten-second form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import LifecycleStage
from foundation.core.forms import RefusableForm, ThaiTextField
from voc.enums.survey import FeedbackCategory
from voc.services.feedback import LONGEST_COMMENT

RATINGS = (
    (1, _("very bad")),
    (2, _("bad")),
    (3, _("all right")),
    (4, _("good")),
    (5, _("very good")),
)


class FeedbackForm(RefusableForm):
    """One tap is enough; the rest may stay empty. Where the place serves several `stages`, one more tap says what the
    customer is here for; a QR code may have said it already."""

    rating = forms.TypedChoiceField(
        label=_("How was it?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect, error_messages={
            "required": _("Please choose 1 to 5."), "invalid_choice": _("Please choose 1 to 5."),
        },
    )  # fmt: skip
    category = forms.ChoiceField(
        label=_("What is it about?"), choices=[("", _("I need not say")), *FeedbackCategory.choices], required=False
    )
    comment = ThaiTextField(
        label=_("What should we know?"),
        max_length=LONGEST_COMMENT,
        required=False,
        multiline=True,
        rows=3,
        help_text=_("Please leave out names, telephone numbers and e-mail addresses: we take numbers out ourselves."),
    )
    stage = forms.ChoiceField(label=_("What were you here for?"), widget=forms.RadioSelect, required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stages: Iterable[LifecycleStage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stages = {stage.code: stage for stage in stages}
        if len(self._stages) < 2:
            del self.fields["stage"]
            return
        choices = [(code, stage.said) for code, stage in self._stages.items()]
        self.fields["stage"].choices = [*choices, ("", _("Something else"))]  # type: ignore[attr-defined]

    def clean_stage(self) -> LifecycleStage | None:
        """The stage named, None where nobody said."""
        return self._stages.get(self.cleaned_data["stage"])
