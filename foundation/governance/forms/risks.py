"""What is filled in about risks and actions."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.governance.enums import ActionKind, Tone, Treatment
from foundation.governance.forms.choices import PersonChoice, UnitChoice
from foundation.governance.models import RiskBand

LIKELIHOODS = (
    (1, _("1 – hardly ever")),
    (2, _("2 – rarely")),
    (3, _("3 – now and then")),
    (4, _("4 – often")),
    (5, _("5 – almost certain")),
)
IMPACTS = (
    (1, _("1 – hardly felt")),
    (2, _("2 – slight")),
    (3, _("3 – moderate")),
    (4, _("4 – serious")),
    (5, _("5 – grave")),
)


def _scale(label: Any, choices: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int)


class RiskForm(RefusableForm):
    """A risk before and after treatment."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = ThaiTextField(label=_("Risk"), max_length=300)
    description = ThaiTextField(label=_("How it comes about"), max_length=4000, multiline=True, rows=3, required=False)
    direct_effect = ThaiTextField(
        label=_("Direct effect on customers"), max_length=2000, multiline=True, rows=3, required=False
    )
    indirect_effect = ThaiTextField(
        label=_("Indirect effect on customers"), max_length=2000, multiline=True, rows=3, required=False
    )
    likelihood = _scale(_("Likelihood before treatment"), LIKELIHOODS)
    impact = _scale(_("Impact before treatment"), IMPACTS)
    treatment = forms.ChoiceField(label=_("Treatment"), choices=Treatment.choices)
    treatment_note = ThaiTextField(
        label=_("What is done about it"), max_length=4000, multiline=True, rows=3, required=False
    )
    residual_likelihood = _scale(_("Likelihood after treatment"), LIKELIHOODS)
    residual_impact = _scale(_("Impact after treatment"), IMPACTS)
    owner_unit = UnitChoice(label=_("Unit that answers for it"), required=False)
    owner = PersonChoice(label=_("Person who answers for it"), required=False)
    review_on = ThaiDateField(label=_("Next review on"))


class CloseForm(RefusableForm):
    """Why a risk no longer exists."""

    reason = ThaiTextField(label=_("Why it no longer exists"), max_length=500)


class BandForm(forms.Form):
    """One band of scores."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    highest = forms.IntegerField(label=_("Up to score"), validators=[MinValueValidator(1), MaxValueValidator(25)])
    name_th = ThaiTextField(label=_("Name (Thai)"), max_length=60)
    name_en = ThaiTextField(label=_("Name (English)"), max_length=60)
    tone = forms.ChoiceField(label=_("Colour"), choices=Tone.choices)

    @classmethod
    def of(cls, band: RiskBand, data: Any = None) -> "BandForm":
        """The form of a stored band."""
        initial = {name: getattr(band, name) for name in ("version", "highest", "name_th", "name_en", "tone")}
        return cls(data, prefix=band.public_id, initial=initial)


class ActionForm(RefusableForm):
    """What is mended or prevented, by whom, by when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ActionKind.choices, widget=forms.RadioSelect)
    cause = ThaiTextField(label=_("Cause"), max_length=4000, multiline=True, rows=3)
    action = ThaiTextField(label=_("What will be done"), max_length=4000, multiline=True, rows=3)
    owner = PersonChoice(label=_("Owner"), empty_label=_("Choose the owner"))
    due_on = ThaiDateField(label=_("Due on"))


class DoneForm(RefusableForm):
    """What was done."""

    note = ThaiTextField(label=_("What was done"), max_length=4000, multiline=True, rows=3)


class VerifyForm(RefusableForm):
    """Whether it helped, and what shows it."""

    effective = forms.TypedChoiceField(
        label=_("Did it help?"),
        choices=[("yes", _("Effective")), ("no", _("Not effective"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = ThaiTextField(label=_("What shows it"), max_length=4000, multiline=True, rows=3)


class ReopenForm(RefusableForm):
    """By when it is tried again."""

    due_on = ThaiDateField(label=_("New due day"))
