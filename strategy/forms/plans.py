"""Forms of plans, definitions and the steps that both take."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from strategy.enums import MarketTest, PlanKind, Term
from strategy.models import Plan

LONG = 6000
YEARS = [MinValueValidator(2500), MaxValueValidator(2699)]


def _pair(label_th: Any, label_en: Any, *, rows: int = 4, required: bool = False) -> tuple[forms.Field, forms.Field]:
    """The Thai and the English field of one text."""
    th = ThaiTextField(label=label_th, max_length=LONG, multiline=True, rows=rows, required=required)
    en = ThaiTextField(label=label_en, max_length=LONG, multiline=True, rows=rows, required=False)
    return th, en


class PlanStartForm(RefusableForm):
    """Which plan, for which years."""

    kind = forms.ChoiceField(label=_("Kind of plan"), choices=PlanKind.choices)
    first_year = forms.IntegerField(
        label=_("First fiscal year (B.E.)"), validators=YEARS, help_text=_("For example 2571.")
    )
    last_year = forms.IntegerField(
        label=_("Last fiscal year (B.E.)"), validators=YEARS, help_text=_("The same year for an action plan.")
    )
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    under = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Under the strategy"), required=False, empty_label=_("Not yet named")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        set_strategies(self.fields["under"])


class PlanForm(RefusableForm):
    """The texts of a plan. Empty fields are allowed while it is a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200, required=False)
    aim_th, aim_en = _pair(_("What the plan wants to reach (Thai)"), _("What the plan wants to reach (English)"))
    under = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Under the strategy"), required=False, empty_label=_("Not yet named")
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        if plan.kind == PlanKind.ANNUAL:
            set_strategies(self.fields["under"])
        else:
            del self.fields["under"]


def set_strategies(field: forms.Field) -> None:
    """Offer the long-term strategies, newest first."""
    field.queryset = Plan.objects.filter(kind=PlanKind.LONG_TERM)  # type: ignore[attr-defined]


class DefinitionForm(RefusableForm):
    """The words of a definition; the tests are asked only of a market."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text_th, text_en = _pair(_("Definition (Thai)"), _("Definition (English)"))
    need_th, need_en = _pair(_("Test: need (Thai)"), _("Test: need (English)"), rows=2)
    purchasing_power_th, purchasing_power_en = _pair(
        _("Test: purchasing power (Thai)"), _("Test: purchasing power (English)"), rows=2
    )
    willingness_th, willingness_en = _pair(
        _("Test: willingness to buy (Thai)"), _("Test: willingness to buy (English)"), rows=2
    )
    right_th, right_en = _pair(_("Test: right to buy (Thai)"), _("Test: right to buy (English)"), rows=2)

    def __init__(self, *args: Any, term: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if term != Term.MARKET:
            for test in MarketTest.values:
                del self.fields[f"{test}_th"], self.fields[f"{test}_en"]


class EnforceForm(RefusableForm):
    """From which day an approved edition binds."""

    effective_on = ThaiDateField(label=_("In force from"))


class ReasonForm(RefusableForm):
    """Why a step back is taken."""

    reason = ThaiTextField(label=_("Reason"), max_length=500)
