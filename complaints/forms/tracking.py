"""Forms of the tracking page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.forms.fields import LimitedTextField, ManyFilesField
from foundation.core.forms import ThaiTextField

SCORES = [
    (1, _("Very poor")),
    (2, _("Poor")),
    (3, _("Fair")),
    (4, _("Good")),
    (5, _("Very good")),
]


class TrackForm(forms.Form):
    """Number and secret code; sent by POST, so neither stands in an address or a log."""

    number = ThaiTextField(
        label=_("Case number"),
        help_text=_("It looks like C-2569-000123-7"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Please enter the case number from your receipt.")},
    )
    code = ThaiTextField(
        label=_("Tracking code"),
        help_text=_("26 letters and figures from your receipt; dashes and capitals do not matter"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-secret": True}
        ),
        error_messages={"required": _("Please enter the tracking code from your receipt.")},
    )


class ProofForm(forms.Form):
    """Number and check code of a receipt; neither is a secret, so the QR code may carry them in the address."""

    number = ThaiTextField(
        label=_("Case number"),
        help_text=_("It looks like C-2569-000123-7"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Please enter the case number from your receipt.")},
    )
    code = ThaiTextField(
        label=_("Check code"),
        help_text=_("16 letters and figures beside the QR code of the receipt"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Please enter the check code from the receipt.")},
    )


class MessageForm(forms.Form):
    """More words or files from the complainant."""

    body = LimitedTextField(label=_("Message"), limit=rules.MESSAGE_LIMIT, rows=5, required=False)
    uploads = ManyFilesField(label=_("Pictures or documents"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if not self.errors and not cleaned.get("body") and not cleaned.get("uploads"):
            self.add_error("body", _("Please write something, or add a file."))
        return cleaned


class AnswerForm(forms.Form):
    """Does the complainant accept the decision? With a judgement of our work, if wanted."""

    answer = forms.ChoiceField(
        choices=[("accept", ""), ("reject", "")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whether you accept the decision.")},
    )
    reason = LimitedTextField(label=_("What is not right yet?"), limit=rules.REASON_LIMIT, rows=4, required=False)
    process = forms.TypedChoiceField(choices=SCORES, coerce=int, required=False, empty_value=None)
    outcome = forms.TypedChoiceField(choices=SCORES, coerce=int, required=False, empty_value=None)
    comment = LimitedTextField(label=_("Anything else?"), limit=rules.REASON_LIMIT, rows=3, required=False)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("answer") == "reject" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please tell us in a few words what is not right yet."))
        return cleaned


class RatingForm(forms.Form):
    """How we worked, apart from what came of it."""

    process = forms.TypedChoiceField(
        label=_("How did we treat your complaint?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a score from 1 to 5.")},
    )
    outcome = forms.TypedChoiceField(choices=SCORES, coerce=int, required=False, empty_value=None)
    comment = LimitedTextField(label=_("Anything else?"), limit=rules.REASON_LIMIT, rows=3, required=False)


class WithdrawForm(forms.Form):
    """Taking a complaint back, with a reason."""

    reason = LimitedTextField(
        label=_("Why do you take it back?"),
        limit=rules.REASON_LIMIT,
        rows=3,
        error_messages={"required": _("Please tell us in a few words why.")},
    )
