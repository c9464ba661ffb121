"""Forms of touchpoints and stages."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.enums import Channel, TouchpointKind
from customers.models import LifecycleStage, Touchpoint
from customers.services.stages import STAGE_FIELDS
from customers.services.touchpoints import TOUCHPOINT_FIELDS
from foundation.accounts.models import Unit, User
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField


class TouchpointForm(RefusableForm):
    """A touchpoint: what customers call it, where it is, which stages it serves, who answers for it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name_th = ThaiTextField(label=_("Name in Thai"), max_length=120)
    name_en = ThaiTextField(label=_("Name in English"), max_length=120)
    kind = forms.ChoiceField(label=_("Physical or digital"), choices=TouchpointKind.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    building = ThaiTextField(label=_("Building"), max_length=120, required=False)
    floor = ThaiTextField(label=_("Floor"), max_length=20, required=False)
    web_address = forms.URLField(
        label=_("Web address"), required=False, assume_scheme="https", help_text=_("Of a digital touchpoint")
    )
    hours_th = ThaiTextField(label=_("Hours in Thai"), max_length=160, required=False)
    hours_en = ThaiTextField(label=_("Hours in English"), max_length=160, required=False)
    stages = forms.ModelMultipleChoiceField(
        LifecycleStage.objects.none(), label=_("Stages it serves"), widget=forms.CheckboxSelectMultiple
    )
    owner_unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit that answers for it"))
    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("first_name", "username"),
        label=_("Person who cares for it"),
        required=False,
    )
    opened_on = ThaiDateField(label=_("In use from"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stages"].queryset = LifecycleStage.objects.in_use_on(timezone.localdate())  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: self.cleaned_data[name] for name in (*TOUCHPOINT_FIELDS, "stages")}


class CloseForm(RefusableForm):
    """From which day a touchpoint is out of use, and why."""

    on = ThaiDateField(label=_("Closed from"))
    reason = ThaiTextField(label=_("Reason"), max_length=300)


class RetireForm(CloseForm):
    """From which day a stage is retired, and why."""

    on = ThaiDateField(label=_("Retired from"))


class StageForm(RefusableForm):
    """A stage of the customer's life."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    code = forms.SlugField(label=_("Code"), max_length=30, help_text=_("Stays for ever. For example renew."))
    order = forms.IntegerField(
        label=_("Place in the order"), min_value=1, max_value=9999, help_text=_("Smaller comes first.")
    )
    name_th = ThaiTextField(label=_("Name in Thai"), max_length=80)
    name_en = ThaiTextField(label=_("Name in English"), max_length=80)
    description_th = ThaiTextField(label=_("Description in Thai"), max_length=300, required=False)
    description_en = ThaiTextField(label=_("Description in English"), max_length=300, required=False)
    said_th = ThaiTextField(
        label=_("In a customer's words, Thai"),
        max_length=120,
        required=False,
        help_text=_("Feedback forms ask with it at touchpoints that serve several stages."),
    )
    said_en = ThaiTextField(label=_("In a customer's words, English"), max_length=120, required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]

    def values(self) -> dict[str, Any]:
        """What was typed, without the form's own fields."""
        return {name: self.cleaned_data[name] for name in STAGE_FIELDS}


def initial_of_touchpoint(touchpoint: Touchpoint) -> dict[str, Any]:
    """Values of a touchpoint for its form."""
    values = {name: getattr(touchpoint, name) for name in ("version", *TOUCHPOINT_FIELDS)}
    return {**values, "stages": [stage.pk for stage in touchpoint.stages_in_use]}


def initial_of_stage(stage: LifecycleStage) -> dict[str, Any]:
    """Values of a stage for its form."""
    return {name: getattr(stage, name) for name in ("version", *STAGE_FIELDS)}
