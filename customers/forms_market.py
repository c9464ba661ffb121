"""Forms about the market: the four tests of a possible customer, and the group an organisation belongs to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.enums import MarketAnswer, MarketTestKind
from customers.services.market_tests import WHY_LENGTH
from foundation.core.forms import RefusableForm, ThaiTextField


class MarketTestForm(RefusableForm):
    """One of the four tests, answered."""

    test = forms.ChoiceField(label=_("Which test?"), choices=MarketTestKind.choices)
    verdict = forms.ChoiceField(label=_("Answer"), choices=MarketAnswer.choices)
    why = ThaiTextField(label=_("How do we know?"), multiline=True, rows=2, max_length=WHY_LENGTH)


class GroupForm(RefusableForm):
    """The organisation above."""

    parent = ThaiTextField(
        label=_("Number of the organisation above"), required=False, max_length=24,
        help_text=_("Such as K-2569-000123-7. Left empty, it belongs to none."),
    )  # fmt: skip
    reason = ThaiTextField(label=_("Reason"), required=False, max_length=300)
