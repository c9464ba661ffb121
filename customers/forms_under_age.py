"""Forms about people under age."""

from django.utils.translation import gettext_lazy as _

from customers.services.under_age import WORDS_LENGTH
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField


class UnderAgeForm(RefusableForm):
    """The birth date, where it is known."""

    birth_date = ThaiDateField(label=_("Date of birth"), required=False)


class GuardianForm(RefusableForm):
    """Who agreed, and how we know."""

    guardian = ThaiTextField(label=_("Parent or guardian"), max_length=300, required=False)
    words = ThaiTextField(label=_("How do we know?"), multiline=True, rows=2, max_length=WORDS_LENGTH)


class WhyForm(RefusableForm):
    """A reason."""

    words = ThaiTextField(label=_("Reason"), max_length=300)
