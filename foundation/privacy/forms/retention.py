"""Forms of the rules of retention."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.core.form_fields import LimitedTextField
from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.privacy.enums import KeepingGround
from foundation.privacy.models.retention import MOST_MONTHS


class RuleForm(RefusableForm):
    """How long a kind of record is kept, on which ground, and why it is set so."""

    keep_months = forms.IntegerField(
        label=_("Months to keep"),
        help_text=_("120 months are ten years."),
        min_value=1,
        max_value=MOST_MONTHS,
        error_messages={"required": _("Please give the number of months.")},
    )
    ground = forms.ChoiceField(
        label=_("Ground of keeping"),
        choices=KeepingGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the ground.")},
    )
    citation = ThaiTextField(
        label=_("Law, contract or decision"),
        help_text=_("For example: Civil and Commercial Code, section 193/30."),
        max_length=200,
        error_messages={"required": _("Please name the law, contract or decision that the time comes from.")},
    )
    reason = LimitedTextField(
        label=_("Why is the rule set or changed so?"),
        limit=300,
        rows=3,
        error_messages={"required": _("Please say in a few words why.")},
    )
