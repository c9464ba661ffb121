"""Gates: calling, voting, deciding, criteria."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import Incomplete, Refused
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from products.enums import CriterionKind, Decision, Gate
from products.models import TOP_SCORE, MeetingCriterion, Project, Vote


class MeetingForm(RefusableForm):
    """Who decides, when, and what is asked of the gate."""

    proposal = ThaiTextField(
        label=_("What is asked of the gate"),
        max_length=3000,
        multiline=True,
        rows=5,
        help_text=_("What was found, what comes next, what it costs."),
    )
    chair = forms.ModelChoiceField(User.objects.none(), label=_("Chair"), empty_label=_("Choose who decides"))
    held_on = ThaiDateField(label=_("Day of the meeting"))
    quorum = forms.IntegerField(
        label=_("Votes needed"), initial=3, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )

    def __init__(self, *args: Any, project: Project, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        behind = {project.proposed_by_id, project.manager_id, by.pk}
        judges = people_holding(Permission.GATE_VOTE).exclude(pk__in=behind)
        self.fields["chair"].queryset = judges  # type: ignore[attr-defined]


class VoteForm(RefusableForm):
    """A vote: every criterion, a recommendation, the reasons. Fields are made from the meeting's own criteria."""

    recommendation = forms.ChoiceField(
        label=_("I recommend"), choices=Decision.choices, widget=forms.RadioSelect(attrs={"class": "four"})
    )
    reasons = ThaiTextField(label=_("My reasons"), max_length=2000, multiline=True, rows=4)

    def __init__(
        self, *args: Any, criteria: Iterable[MeetingCriterion], vote: Vote | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        given = {score.criterion_id: score for score in vote.scores.all()} if vote else {}
        self.criteria = list(criteria)
        own: dict[str, forms.Field] = {}
        for criterion in self.criteria:
            score = given.get(criterion.pk)
            own[_name(criterion)] = _yes_no(criterion) if criterion.is_must else _points(criterion)
            if score is not None:
                own[_name(criterion)].initial = ("yes" if score.met else "no") if criterion.is_must else score.points
        if vote:
            self.initial = {"recommendation": vote.recommendation, "reasons": vote.reasons, **self.initial}
        self.fields = {**own, **self.fields}

    @property
    def musts(self) -> list[forms.BoundField]:
        """The questions of yes or no."""
        return [self[_name(criterion)] for criterion in self.criteria if criterion.is_must]

    @property
    def scored(self) -> list[forms.BoundField]:
        """The questions of 0 to 10."""
        return [self[_name(criterion)] for criterion in self.criteria if not criterion.is_must]

    def answers(self) -> dict[str, bool | int]:
        """The cleaned answers by the codes of the criteria."""
        return {
            criterion.code: self.cleaned_data[_name(criterion)] == "yes"
            if criterion.is_must
            else self.cleaned_data[_name(criterion)]
            for criterion in self.criteria
        }

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal beside the criteria it names."""
        if isinstance(refusal, Incomplete):
            named = {
                f"c_{code}" if f"c_{code}" in self.fields else code: text for code, text in refusal.missing.items()
            }
            refusal = Incomplete(refusal.message, missing=named)
        super().refuse(refusal)


class DecisionForm(RefusableForm):
    """The chair's decision."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    reasons = ThaiTextField(label=_("Reasons"), max_length=3000, multiline=True, rows=4)
    next_steps = ThaiTextField(
        label=_("What comes next"), max_length=2000, multiline=True, rows=3, help_text=_("Who does what by when.")
    )


class CriterionForm(RefusableForm):
    """A criterion, for meetings to come."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.SlugField(label=_("Code"), max_length=40)
    kind = forms.ChoiceField(label=_("How it is judged"), choices=CriterionKind.choices)
    name_th = ThaiTextField(label=_("Name (Thai)"), max_length=200)
    name_en = ThaiTextField(label=_("Name (English)"), max_length=200)
    guidance_th = ThaiTextField(label=_("What it means (Thai)"), max_length=400, required=False)
    guidance_en = ThaiTextField(label=_("What it means (English)"), max_length=400, required=False)
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=4, decimal_places=1, initial=1,
        validators=[MinValueValidator(0), MaxValueValidator(99)], help_text=_("Counts for scored criteria."),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Place in the list"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    gates = forms.MultipleChoiceField(label=_("Asked at"), choices=Gate.choices, widget=forms.CheckboxSelectMultiple)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


def _name(criterion: MeetingCriterion) -> str:
    return f"c_{criterion.code}"


def _yes_no(criterion: MeetingCriterion) -> forms.Field:
    return forms.ChoiceField(
        label=criterion.name,
        help_text=criterion.guidance,
        choices=[("yes", _("Met")), ("no", _("Not met"))],
        widget=forms.RadioSelect(attrs={"class": "yesno"}),
    )


def _points(criterion: MeetingCriterion) -> forms.Field:
    return forms.TypedChoiceField(
        label=criterion.name,
        help_text=criterion.guidance,
        choices=[(n, str(n)) for n in range(TOP_SCORE + 1)],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "points"}),
    )
