"""What is filled in about a team that is proposed for recognition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiTextField
from service_charter.enums import Verdict


class DecideForm(RefusableForm):
    """Recognised or not, why, and what is said of the team."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = ThaiTextField(
        label=_("Why"), max_length=1000, multiline=True, rows=2,
        help_text=_("For the file: what you looked at besides the figure, such as how hard the cases were."),
    )  # fmt: skip
    words_th = ThaiTextField(
        label=_("What is said of the team, in Thai"), max_length=600, multiline=True, rows=2, required=False,
        help_text=_("Needed where the team is recognised; it stands on the certificate."),
    )  # fmt: skip
    words_en = ThaiTextField(
        label=_("What is said of the team, in English"), max_length=600, multiline=True, rows=2, required=False
    )
    is_public = forms.BooleanField(label=_("Customers may read it too"), required=False)


class AskBackForm(RefusableForm):
    """Why a recognition was a mistake, and what its readers are told."""

    reason = ThaiTextField(
        label=_("Why it was a mistake"), max_length=1000, multiline=True, rows=2,
        help_text=_("For the file and for whoever takes the second look."),
    )  # fmt: skip
    words_th = ThaiTextField(
        label=_("What readers are told, in Thai"), max_length=600, multiline=True, rows=2,
        help_text=_("It stands beside the recognition, and on the portal where customers could read that."),
    )  # fmt: skip
    words_en = ThaiTextField(label=_("What readers are told, in English"), max_length=600, multiline=True, rows=2)


class LookForm(RefusableForm):
    """The second look at it."""

    confirm = forms.TypedChoiceField(
        label=_("Was it a mistake?"),
        choices=[("yes", _("Yes, take the recognition back")), ("no", _("No, the recognition stays"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = ThaiTextField(label=_("What you looked at"), max_length=1000, multiline=True, rows=2)
