"""Projects: plan, requirements, targets, results, papers."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.references import kinds
from products.enums import Aim, Dimension, Innovation, Paper, Priority, RequirementOrigin
from products.models import Idea, Product, Project


class StartForm(RefusableForm):
    """The beginning of a project: what, for which accepted ideas."""

    title = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200, required=False)
    innovation = forms.ChoiceField(label=_("What it changes"), choices=Innovation.choices)
    summary = ThaiTextField(
        label=_("For whom, which need, what would be different"), max_length=4000, multiline=True, rows=5
    )
    ideas = forms.ModelMultipleChoiceField(
        Idea.objects.none(),
        label=_("Accepted ideas that it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, ideas: "QuerySet[Idea]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ideas"].queryset = ideas  # type: ignore[attr-defined]


class PlanForm(RefusableForm):
    """What a project is and plans. What a gate has agreed to is shown, not asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = ThaiTextField(label=_("Title (Thai)"), max_length=200)
    title_en = ThaiTextField(label=_("Title (English)"), max_length=200, required=False)
    innovation = forms.ChoiceField(label=_("What it changes"), choices=Innovation.choices)
    manager = forms.ModelChoiceField(User.objects.none(), label=_("Project manager"), empty_label=None)
    summary = ThaiTextField(
        label=_("For whom, which need, what would be different"), max_length=4000, multiline=True, rows=5
    )
    product = forms.ModelChoiceField(
        Product.objects.all(),
        label=_("Product or service in the catalogue"),
        required=False,
        empty_label=_("Not in the catalogue yet"),
    )
    planned_launch_on = ThaiDateField(label=_("Planned day of launch"), required=False)
    budget = forms.DecimalField(
        label=_("Budget (baht)"), required=False, validators=[MinValueValidator(0)], max_digits=14, decimal_places=2
    )
    charter_promise = ThaiTextField(
        label=_("What we will promise to customers"),
        max_length=1000,
        multiline=True,
        rows=3,
        required=False,
        help_text=_("As it is to stand in the service charter: what, within which time."),
    )
    lesson = ThaiTextField(
        label=_("The lesson of this project"),
        max_length=4000,
        multiline=True,
        rows=4,
        required=False,
        help_text=_("What would we do again, what not? A project closes only with its lesson."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = people_holding(Permission.PRODUCT_EDIT)  # type: ignore[attr-defined]
        if project.targets_frozen_at:
            for name in ("planned_launch_on", "budget"):
                del self.fields[name]


class RequirementForm(RefusableForm):
    """A requirement and where it comes from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = ThaiTextField(
        label=_("The result must …"),
        max_length=500,
        multiline=True,
        rows=2,
        help_text=_("One thing that can be verified."),
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    origin = forms.ChoiceField(label=_("Why it stands"), choices=RequirementOrigin.choices)
    source = forms.ChoiceField(
        label=_("The record it is traced to"),
        required=False,
        help_text=_("Ideas of this project and the records they came from."),
    )
    source_kind = forms.ChoiceField(label=_("Another kind of record"), required=False)
    source_public_id = ThaiTextField(
        label=_("Its identifier"), max_length=26, required=False, help_text=_("It stands at the end of its address.")
    )
    basis = ThaiTextField(label=_("Law, stakeholder or ability in words"), max_length=300, required=False)

    def __init__(self, *args: Any, sources: "list[tuple[str, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("Not traced yet")), *sources]  # type: ignore[attr-defined]
        offered = [(kind.kind, kind.label) for kind in kinds()]
        self.fields["source_kind"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One source, whether chosen from the list or named by kind and identifier."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("source", "")
        if chosen:
            cleaned["source_kind"], _colon, cleaned["source_public_id"] = chosen.partition(":")
        elif bool(cleaned.get("source_kind")) != bool(cleaned.get("source_public_id")):
            self.add_error("source_public_id", _("Please give both the kind and the identifier, or neither."))
        return cleaned


class VerifyForm(RefusableForm):
    """How a requirement was found to be met."""

    how = ThaiTextField(label=_("How was it verified?"), max_length=300)


class TargetForm(RefusableForm):
    """A target in one of the three dimensions."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    dimension = forms.ChoiceField(label=_("Dimension"), choices=Dimension.choices)
    name = ThaiTextField(label=_("What is measured"), max_length=200)
    unit = ThaiTextField(label=_("Unit"), max_length=40, help_text=_("For example: days, baht, %, points"))
    aim = forms.ChoiceField(label=_("Good is"), choices=Aim.choices)
    baseline = forms.DecimalField(label=_("Today"), required=False, max_digits=16, decimal_places=2)
    value = forms.DecimalField(label=_("Target"), max_digits=16, decimal_places=2)
    measured_how = ThaiTextField(
        label=_("How and when it is measured"),
        max_length=300,
        help_text=_("Source, method, how long after the launch."),
    )


class ActualForm(RefusableForm):
    """What was measured."""

    value = forms.DecimalField(label=_("Result"), max_digits=16, decimal_places=2)
    n = forms.IntegerField(
        label=_("Number of observations (n)"), required=False, validators=[MinValueValidator(1)],
        help_text=_("Leave empty where nothing is sampled, such as days or baht."),
    )  # fmt: skip
    measured_on = ThaiDateField(label=_("Measured on"))
    note = ThaiTextField(label=_("Note"), max_length=300, required=False)


class PaperForm(RefusableForm):
    """A file with what it is."""

    paper = forms.ChoiceField(label=_("What it is"), choices=Paper.choices)
    upload = forms.FileField(label=_("File"))


class LaunchForm(RefusableForm):
    """The day from which customers have the result."""

    launched_on = ThaiDateField(label=_("With customers since"))
