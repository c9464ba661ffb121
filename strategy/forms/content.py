"""Forms of the parts of a plan; what they offer for choice belongs to the same plan."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Unit, User
from foundation.core import metrics
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.governance.clauses import outlines
from strategy.enums import Better
from strategy.models import Indicator, Plan
from strategy.parts import PartKind, PartRow
from strategy.rules import OWN_METRICS

FIGURE: dict[str, Any] = {"max_digits": 16, "decimal_places": 2}


class PartForm(RefusableForm):
    """What every part has: its number and its title in both languages."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(label=_("Number"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    title_th = ThaiTextField(label=_("Title (Thai)"), max_length=300)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=300, required=False)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan

    def facts(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        return dict(self.cleaned_data)

    def offer(self, name: str, rows: "QuerySet[Any]") -> None:
        """Let a field choose among these rows."""
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class GoalForm(PartForm):
    """Where the plan wants to arrive."""

    description = ThaiTextField(label=_("In more words"), max_length=2000, multiline=True, rows=3, required=False)


def choice_of(label: Any, **options: Any) -> "forms.ModelChoiceField[Model]":
    """A choice among rows that the form offers once it knows them."""
    return forms.ModelChoiceField(User.objects.none(), label=label, **options)


class LineForm(PartForm):
    """How a goal is to be reached."""

    goal = choice_of(_("Goal"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("goal", self.plan.goals.all())


class IndicatorForm(PartForm):
    """By what a goal is known to be reached, with a target for every year of the plan."""

    goal = choice_of(_("Goal"))
    unit_th = ThaiTextField(label=_("Unit (Thai)"), max_length=60)
    unit_en = ThaiTextField(label=_("Unit (English)"), max_length=60, required=False)
    better = forms.ChoiceField(label=_("Which way is good"), choices=Better.choices)
    metric_key = forms.ChoiceField(
        label=_("Where its figures come from"),
        required=False,
        help_text=_("A figure that the system measures comes live; else the unit enters it by quarter with evidence."),
    )
    owner_unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("Unit that answers for it"),
        required=False,
        empty_label=_("Not yet named"),
    )
    baseline = forms.DecimalField(label=_("Baseline"), required=False, **FIGURE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("goal", self.plan.goals.all())
        self.fields["metric_key"].choices = metric_choices()  # type: ignore[attr-defined]
        for year in self.plan.years:
            label = _("Target of fiscal year %(year)s") % {"year": year}
            self.fields[f"target_{year}"] = forms.DecimalField(label=label, required=False, **FIGURE)

    def facts(self) -> dict[str, Any]:
        """With the targets by year."""
        targets = {year: self.cleaned_data.get(f"target_{year}") for year in self.plan.years}
        return {**self.cleaned_data, "targets": targets}


def policy_clauses() -> list[tuple[str, str]]:
    """The numbered clauses of the policy, each by what it is about."""
    return [(clause.key, clause.heading) for clause in outlines() if clause.key[0].isdigit()]


class InitiativeForm(PartForm):
    """What is done, by whom, with what, until when."""

    line = choice_of(_("Line of strategy"))
    indicator = choice_of(_("Indicator it moves"), required=False, empty_label=_("None named"))
    description = ThaiTextField(label=_("What is done"), max_length=4000, multiline=True, rows=4, required=False)
    owner = choice_of(_("Owner"))
    owner_unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit that answers for it"))
    budget = forms.DecimalField(
        label=_("Budget (baht)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    people = ThaiTextField(label=_("People"), max_length=500, required=False)
    equipment = ThaiTextField(label=_("Equipment and systems"), max_length=500, required=False)
    starts_on = ThaiDateField(label=_("Begins"))
    ends_on = ThaiDateField(label=_("Ends"))
    clauses = forms.MultipleChoiceField(
        label=_("Clauses of the policy it carries out"),
        choices=policy_clauses,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("line", self.plan.lines.all())
        self.offer("indicator", self.plan.indicators.all())
        self.offer("owner", staff())


FORMS: dict[str, type[PartForm]] = {
    "goals": GoalForm,
    "lines": LineForm,
    "indicators": IndicatorForm,
    "initiatives": InitiativeForm,
}


def part_form(kind: PartKind, plan: Plan, part: PartRow | None, data: Any) -> PartForm:
    """The form of a part, filled with what is stored, or with the next free number."""
    if part is None:
        rows = kind.model._default_manager.filter(plan=plan).order_by("-number")
        last = rows.values_list("number", flat=True).first()
        initial: dict[str, Any] = {"number": (last or 0) + 1, "budget": Decimal(0)}
    else:
        initial = {name: getattr(part, name) for name in ("version", *kind.fields)}
    if isinstance(part, Indicator):
        initial |= {f"target_{target.year}": target.value for target in part.targets.all()}
    return FORMS[kind.key](data, initial=initial, plan=plan)


def metric_choices() -> list[tuple[str, str]]:
    """Every figure that the system measures, by clause; the rooms' own titles."""
    offered = [metric for metric in metrics.all_metrics() if not metric.key.startswith(OWN_METRICS)]
    return [
        ("", str(_("Entered by quarter, with evidence"))),
        *((metric.key, f"{metric.clause} {metric.title}") for metric in offered),
    ]


def staff() -> "QuerySet[User]":
    """Everybody who may own an initiative."""
    return User.objects.filter(is_active=True, unit__isnull=False).order_by("first_name", "last_name")
