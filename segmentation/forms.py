"""Forms of segmentation. The rules live in services; a form reads, keeps what was typed, and shows what was refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.conditions import LEAST
from customers.enums import Kind, Party, Relation
from customers.forms_conditions import ConditionsMixin, initial_conditions
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import Incomplete
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.ids import new_public_id
from segmentation.enums import Criterion, MarketUnit, Transformation, Trend
from segmentation.lifecycle import VALIDITY
from segmentation.models import Study
from segmentation.models.study import K_LEAST, K_MOST
from segmentation.selectors import features_on_offer
from segmentation.services.studies import DESIGN
from segmentation.words import reader

BOXES = forms.CheckboxSelectMultiple


class Refusable(forms.Form):
    """A form that can show what a service refused."""

    def refuse(self, refusal: Incomplete) -> None:
        """Put the service's messages beside their fields; what belongs to no field stands on top."""
        for name, message in refusal.missing.items():
            field = f"{name}__{LEAST}" if f"{name}__{LEAST}" in self.fields else name
            self.add_error(field if field in self.fields else None, message)
        if not refusal.missing:
            self.add_error(None, refusal.message)


class StudyForm(Refusable, ConditionsMixin):
    """The design of a study."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=26)
    name = ThaiTextField(label=_("Name"), max_length=160)
    purpose = ThaiTextField(
        label=_("What the segments are for"),
        help_text=_("The decision that will differ from segment to segment, such as who cares for whom."),
        max_length=2000,
        rows=3,
        multiline=True,
    )
    features = forms.MultipleChoiceField(
        label=_("Figures that form the segments"),
        help_text=_("Few and telling: three to eight figures that differ between customers and that you act upon."),
        widget=BOXES,
    )
    relations = forms.MultipleChoiceField(
        label=_("Relation to the market"), choices=Relation.choices, widget=BOXES, required=False
    )
    parties = forms.MultipleChoiceField(
        label=_("Person or organisation"), choices=Party.choices, widget=BOXES, required=False
    )
    kinds = forms.MultipleChoiceField(label=_("Kind of customer"), choices=Kind.choices, widget=BOXES, required=False)
    transformation = forms.ChoiceField(
        label=_("Transformation"),
        choices=Transformation.choices,
        widget=forms.RadioSelect,
        initial=Transformation.LOG_Z,
    )
    k_min = forms.IntegerField(label=_("Fewest segments"), min_value=K_LEAST, max_value=K_MOST, initial=2)
    k_max = forms.IntegerField(label=_("Most segments"), min_value=K_LEAST, max_value=K_MOST, initial=6)
    criterion = forms.ChoiceField(
        label=_("Index that chooses the number"), choices=Criterion.choices, initial=Criterion.SILHOUETTE
    )
    smallest_percent = forms.IntegerField(
        label=_("Smallest segment allowed, % of customers"), min_value=0, max_value=40, initial=5
    )
    least_stability = forms.DecimalField(
        label=_("Least stability allowed, 0 to 1"), min_value=0, max_value=1, decimal_places=2, initial="0.60"
    )
    resamples = forms.IntegerField(
        label=_("Times that customers are drawn anew"),
        help_text=_("100 is usual; 0 leaves the stability untested."),
        min_value=0,
        max_value=500,
        initial=100,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("The same seed and figures give the same segments."),
        min_value=0,
        max_value=2_000_000_000,
        initial=0,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        features: Any = self.fields["features"]
        features.choices = [(word.key, word.label[reader()]) for word in features_on_offer()]
        self.fields["once"].initial = new_public_id()
        self.ask_conditions(self.initial.get("facts") or {})

    @property
    def design(self) -> dict[str, Any]:
        """The cleaned fields of the design."""
        plain = {field: self.cleaned_data[field] for field in DESIGN if field != "facts"}
        return plain | {"facts": self.told_conditions}

    @property
    def narrows(self) -> bool:
        """Whether anything is asked of the customers, so that the questions stand open."""
        plain = any(self[name].value() for name in ("relations", "parties", "kinds"))
        return plain or any(question.value() or question.errors for question in self.condition_questions)

    @staticmethod
    def initial_of(study: Study) -> dict[str, Any]:
        """The form's first values for a stored study."""
        plain = {"version": study.version, **{field: getattr(study, field) for field in DESIGN}}
        return plain | initial_conditions(study.facts)


VALIDITY_QUESTIONS = {
    "measurable": (_("Measurable"), _("How do we know who belongs, and how big and valuable a segment is?")),
    "substantial": (_("Substantial"), _("Is each segment large or valuable enough for care of its own?")),
    "accessible": (_("Accessible"), _("Through which channel do we reach each segment?")),
    "differentiable": (_("Differentiable"), _("Which needs differ, so that the same offer would not serve all?")),
    "actionable": (_("Actionable"), _("What will we do differently for each segment, and who does it?")),
}


class AdoptForm(Refusable):
    """The grounds for putting segments into use."""

    run = forms.CharField(widget=forms.HiddenInput, max_length=26)
    reason = ThaiTextField(label=_("Why these segments should be used"), max_length=2000, multiline=True, rows=3)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in VALIDITY:
            label, question = VALIDITY_QUESTIONS[field]
            self.fields[field] = ThaiTextField(label=label, help_text=question, max_length=1000, multiline=True, rows=3)
        self.order_fields(["run", *VALIDITY, "reason"])

    @property
    def validity(self) -> dict[str, str]:
        """What was said for each of the five."""
        return {field: self.cleaned_data[field] for field in VALIDITY}


class SegmentNameForm(Refusable):
    """Names that people use for a segment."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name_th = ThaiTextField(label=_("Name in Thai"), max_length=120, required=False)
    name_en = ThaiTextField(
        label=_("Name in English"),
        help_text=_("Left empty, the segment names itself by what sets it apart."),
        max_length=120,
        required=False,
    )


class TargetForm(Refusable):
    """Whether a segment is aimed at, and why."""

    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    is_target = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("A target: we plan for this segment")), ("no", _("Not a target for now"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = ThaiTextField(
        label=_("Reason"),
        help_text=_("What speaks for or against: size, value, need, growth, risk, and what we can do for them."),
        max_length=2000,
        multiline=True,
        rows=4,
    )


def _paragraph(label: Any, help_text: Any = "", *, required: bool = True) -> ThaiTextField:
    return ThaiTextField(label=label, help_text=help_text, max_length=2000, multiline=True, rows=3, required=required)


class MarketForm(RefusableForm):
    """One entry of the market register."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_th = ThaiTextField(label=_("Line of business, in Thai"), max_length=160)
    name_en = ThaiTextField(label=_("Line of business, in English"), max_length=160, required=False)
    buyers = _paragraph(
        _("Who the market is"), _("All who could buy, our customers among them, and how one tells them.")
    )
    need = _paragraph(_("Need"), _("What they need, and how we know."))
    purchasing_power = _paragraph(_("Purchasing power"), _("From which budget or income they pay."))
    willingness = _paragraph(_("Willingness to buy"), _("What moves them to decide, and what holds them back."))
    right_to_buy = _paragraph(_("Right to buy"), _("Which rule lets them buy or lease from us."))
    size = forms.DecimalField(
        label=_("Size of the market"),
        help_text=_("With its unit, source and day; leave all four empty while it is not known."),
        max_digits=16,
        decimal_places=0,
        min_value=0,
        required=False,
    )
    size_unit = forms.ChoiceField(label=_("Measured in"), choices=[("", "–"), *MarketUnit.choices], required=False)
    size_source = ThaiTextField(label=_("Source of the size"), max_length=300, required=False)
    size_on = ThaiDateField(label=_("As of"), required=False)
    trend = forms.ChoiceField(label=_("Trend"), choices=Trend.choices, widget=forms.RadioSelect, initial=Trend.UNKNOWN)
    competitors = _paragraph(_("Competitors and substitutes"), required=False)
    position = _paragraph(_("Where we stand"), _("Our share, strengths and weaknesses."), required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Responsible"), empty_label="–")
    review_on = ThaiDateField(label=_("Next review"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        holders = people_holding(Permission.MARKET_EDIT).order_by("first_name", "username")
        self.fields["owner"].queryset = holders  # type: ignore[attr-defined]


class RetireForm(RefusableForm):
    """Why a market leaves the register."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ThaiTextField(label=_("Reason"), max_length=1000, multiline=True, rows=2)
