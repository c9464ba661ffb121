"""What people fill in: contracts, opportunities, programmes, support needs. The rules stand in the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Touchpoint
from customers.selectors import touchpoints_in_use
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from products.models import Product
from relationships.enums import Effect, HoldingKind, HoldingStatus, Importance, LossReason, OpportunityKind
from relationships.measuring import measurable
from relationships.models import Holding, Programme
from relationships.selectors import target_segments
from segmentation.rules import can_see

_PLEASE_CHOOSE = ("", _("– please choose –"))


def _money(label: Any, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=2, min_value=0, required=required)


def _people(permission: Permission) -> Any:
    return people_holding(permission).order_by("first_name", "username")


class _Written(RefusableForm):
    """A form of a row: its version, and the key that makes sending twice harmless."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "once"}}


def _offer_segments(form: forms.Form, user: User) -> None:
    """Segments by name for those who may see them; for the others no field, so that what is stored stays."""
    if not can_see(user):
        del form.fields["segment"]
        return
    field: Any = form.fields["segment"]
    field.queryset = target_segments()
    field.label_from_instance = lambda segment: segment.title


class HoldingForm(_Written):
    """A contract."""

    kind = forms.ChoiceField(label=_("Kind"), choices=HoldingKind.choices, widget=forms.RadioSelect)
    subject = ThaiTextField(label=_("What it is about"), max_length=200)
    product = forms.ModelChoiceField(Product.objects.all(), label=_("Product"), required=False, empty_label="–")
    building = ThaiTextField(label=_("Building"), max_length=60, required=False)
    space = ThaiTextField(
        label=_("Space"), max_length=40, required=False, help_text=_("Of a lease. For example B2-014.")
    )
    area = forms.DecimalField(label=_("Area (m²)"), max_digits=10, decimal_places=2, min_value=0, required=False)
    yearly_value = _money(_("Value a year (baht)"))
    starts_on = ThaiDateField(label=_("From"))
    ends_on = ThaiDateField(label=_("To (last day)"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Cared for by"), required=False, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _people(Permission.RELATIONSHIP_EDIT)  # type: ignore[attr-defined]


class RenewForm(RefusableForm):
    """The contract that follows; what stays empty stays as it is."""

    ends_on = ThaiDateField(label=_("To (last day)"))
    yearly_value = _money(_("New value a year (baht)"), required=False)


class EndForm(RefusableForm):
    """The last day, and why it was lost."""

    on = ThaiDateField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Reason of the loss"), choices=[_PLEASE_CHOOSE, *LossReason.choices])
    note = ThaiTextField(label=_("Note"), max_length=500, required=False)


class OpportunityForm(_Written):
    """A chance seen with a customer. What the contract will be is asked for when it is won."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OpportunityKind.choices)
    title = ThaiTextField(label=_("What it is about"), max_length=200)
    holding = forms.ModelChoiceField(
        Holding.objects.none(), label=_("Contract it is about"), required=False, empty_label="–",
        help_text=_("For a renewal, or for up-selling of a contract."),
    )  # fmt: skip
    product = forms.ModelChoiceField(Product.objects.all(), label=_("Product"), required=False, empty_label="–")
    value = _money(_("Value a year (baht)"), required=False)
    probability = forms.IntegerField(label=_("Probability (%)"), min_value=0, max_value=100, initial=30)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Cared for by"))
    next_step = ThaiTextField(label=_("Next step"), max_length=300, required=False)
    next_step_on = ThaiDateField(label=_("Next step on"), required=False)
    programme = forms.ModelChoiceField(
        Programme.objects.all(), label=_("Comes from the programme"), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Holding.objects.filter(customer=customer, status=HoldingStatus.RUNNING).order_by("last_day")
        self.fields["holding"].queryset = held  # type: ignore[attr-defined]
        self.fields["owner"].queryset = _people(Permission.RELATIONSHIP_EDIT)  # type: ignore[attr-defined]


class WinForm(RefusableForm):
    """What the contract needs beyond the opportunity. Fields that this kind does not need are left out."""

    starts_on = ThaiDateField(label=_("From"))
    ends_on = ThaiDateField(label=_("To (last day)"))
    building = ThaiTextField(label=_("Building"), max_length=60, required=False)
    space = ThaiTextField(label=_("Space"), max_length=40, required=False, help_text=_("Empty for a service contract."))
    area = forms.DecimalField(label=_("Area (m²)"), max_digits=10, decimal_places=2, min_value=0, required=False)

    def __init__(self, *args: Any, kind: str = "", has_holding: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = set(self.fields)
        if has_holding and kind == OpportunityKind.UPSELL:
            needed = set()
        elif has_holding and kind == OpportunityKind.RENEWAL:
            needed = {"ends_on"}
        for name in set(self.fields) - needed:
            del self.fields[name]


class LoseForm(RefusableForm):
    """Why it was lost."""

    reason = forms.ChoiceField(label=_("Reason of the loss"), choices=[_PLEASE_CHOOSE, *LossReason.choices])
    note = ThaiTextField(label=_("Note"), max_length=500, required=False)


class ProgrammeForm(_Written):
    """The plan of a programme."""

    name = ThaiTextField(label=_("Name"), max_length=160)
    objective = ThaiTextField(label=_("Objective"), max_length=2000, multiline=True, rows=4)
    segment = forms.ModelChoiceField(Programme.objects.none(), label=_("Target segment"))
    budget = _money(_("Budget (baht)"))
    starts_on = ThaiDateField(label=_("From"))
    ends_on = ThaiDateField(label=_("To"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Responsible"), required=False, empty_label="–")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_segments(self, user)
        self.fields["owner"].queryset = _people(Permission.PROGRAMME_EDIT)  # type: ignore[attr-defined]


class MeasureForm(RefusableForm):
    """By which registered figure a programme is judged, and what it should reach."""

    metric_key = forms.ChoiceField(label=_("Measure"))
    target = forms.FloatField(label=_("Target"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, f"{metric.title} ({metric.unit})") for key, metric in sorted(measurable().items())]
        self.fields["metric_key"].choices = [_PLEASE_CHOOSE, *choices]  # type: ignore[attr-defined]


class DrawForm(RefusableForm):
    """As of which day the members are drawn."""

    as_of = ThaiDateField(label=_("Members as of"))


class ActivityForm(RefusableForm):
    """Something to be done in a programme."""

    title = ThaiTextField(label=_("Activity"), max_length=200)
    due_on = ThaiDateField(label=_("Due"))


class DoneForm(RefusableForm):
    """What came of an activity."""

    outcome = ThaiTextField(label=_("Outcome"), max_length=300, required=False)


class EvaluateForm(RefusableForm):
    """What the figures mean. The figures themselves are read from the registry."""

    effect = forms.ChoiceField(label=_("Effect"), choices=Effect.choices, widget=forms.RadioSelect)
    comparison = ThaiTextField(
        label=_("Compared with whom"), max_length=1000, multiline=True, rows=3,
        help_text=_("For example all other customers in the same months."),
    )  # fmt: skip
    evaluation = ThaiTextField(label=_("What it means"), max_length=2000, multiline=True, rows=4, required=False)
    spent = _money(_("Spent (baht)"), required=False)


class LessonForm(RefusableForm):
    """What was learnt."""

    lesson = ThaiTextField(label=_("What would we do again, and what not?"), max_length=2000, multiline=True, rows=4)


class ReasonForm(RefusableForm):
    """Why a step back is taken."""

    reason = ThaiTextField(label=_("Reason"), max_length=500)


class NeedForm(_Written):
    """A support need of a segment."""

    segment = forms.ModelChoiceField(Programme.objects.none(), label=_("Segment"))
    title = ThaiTextField(label=_("What they need"), max_length=200)
    detail = ThaiTextField(label=_("Detail"), max_length=2000, multiline=True, rows=3, required=False)
    importance = forms.ChoiceField(label=_("Importance"), choices=Importance.choices)
    source = ThaiTextField(
        label=_("How we know"), max_length=300, help_text=_("For example the survey of the second quarter.")
    )
    touchpoints = forms.ModelMultipleChoiceField(
        Touchpoint.objects.none(),
        label=_("Touchpoints that meet it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_segments(self, user)
        self.fields["touchpoints"].queryset = touchpoints_in_use()  # type: ignore[attr-defined]
