"""Forms of the hearing: what the person complained about is told, and what that person says to it."""

from django.utils.translation import gettext_lazy as _

from complaints import rules
from complaints.forms.fields import LimitedTextField
from foundation.core.forms import RefusableForm, ThaiDateField


class TellPersonForm(RefusableForm):
    """What is said against a colleague, in words of our own."""

    told = LimitedTextField(
        label=_("What is said, in your own words"),
        help_text=_("Enough to answer it: what, when, where. Not who complains, nothing that leads to that person."),
        limit=rules.REASON_LIMIT,
        rows=4,
    )
    answer_by = ThaiDateField(label=_("Please answer by"))


class StatementForm(RefusableForm):
    """The account of the person complained about."""

    statement = LimitedTextField(label=_("Your account"), limit=rules.DESCRIPTION_LIMIT, rows=8)


class WaitNoLongerForm(RefusableForm):
    """Why no answer is waited for."""

    why = LimitedTextField(
        label=_("Why you go on without an answer"),
        help_text=_("How the person was reminded, or that the person does not wish to speak."),
        limit=rules.REASON_LIMIT,
        rows=2,
    )
