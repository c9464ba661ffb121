"""What is filled in about results entered by hand, and about mystery visits."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models import Touchpoint
from customers.selectors import touchpoints_in_use
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.governance.forms.choices import PersonChoice, UnitChoice
from service_charter.models import Standard
from service_charter.selectors import charter_in_force

ANSWERS = (("yes", _("Kept")), ("no", _("Not kept")), ("none", _("Could not be tried")))


def promise_choices() -> list[tuple[str, str]]:
    """The promises in force, by code."""
    charter = charter_in_force(timezone.now())
    rows = charter.standards.order_by("number") if charter else Standard.objects.none()
    return [(row.code, f"{row.number}. {row.promise}") for row in rows]


class SampleForm(RefusableForm):
    """A sample of cases of one promise, looked through by hand."""

    key = ThaiTextField(
        label=_("Name of the sample"),
        max_length=120,
        help_text=_("So that nobody enters it twice, for example “counter files, week 48”."),
    )
    code = forms.ChoiceField(label=_("Promise that was tried"), choices=promise_choices)
    day = ThaiDateField(label=_("Day of the cases"))
    n = forms.IntegerField(label=_("How many cases were looked at"), min_value=1, max_value=1_000_000)
    kept = forms.IntegerField(label=_("In how many the promise was kept"), min_value=0, max_value=1_000_000)
    unit = UnitChoice(label=_("Unit that handled them"), required=False)
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.none(), label=_("Touchpoint"), required=False, empty_label=_("None")
    )
    note = ThaiTextField(
        label=_("How the sample was drawn"), max_length=500, required=False, help_text=_("No names of customers.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["touchpoint"]).queryset = touchpoints_in_use()  # type: ignore[type-arg]


class TakeBackForm(RefusableForm):
    """Why a result was wrong."""

    reason = ThaiTextField(label=_("What was wrong"), max_length=400, multiline=True, rows=2)


class VisitForm(RefusableForm):
    """A mystery visit to be made."""

    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.none(), label=_("Touchpoint to be visited"), empty_label=_("Choose the touchpoint")
    )
    visitor = PersonChoice(
        label=_("Who goes there"), empty_label=_("Choose the visitor"),
        help_text=_("Somebody of another unit, who isn't known there."),
    )  # fmt: skip
    first_day = ThaiDateField(label=_("First day of the visit"))
    last_day = ThaiDateField(label=_("Last day of the visit"))
    scenario = ThaiTextField(
        label=_("What the visitor asks for"), max_length=2000, multiline=True, rows=3,
        help_text=_("As a customer would: the matter, what is said, what is left open."),
    )  # fmt: skip
    codes = forms.MultipleChoiceField(
        label=_("Promises to be tried"), choices=promise_choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_holding(Permission.CHARTER_MEASURE).select_related("unit").order_by("first_name", "pk")
        cast(PersonChoice, self.fields["visitor"]).queryset = people
        cast(forms.ModelChoiceField, self.fields["touchpoint"]).queryset = touchpoints_in_use()  # type: ignore[type-arg]


class VisitReportForm(RefusableForm):
    """What happened, and of each promise whether it was kept."""

    visited_on = ThaiDateField(label=_("Day of the visit"))
    visited_time = forms.TimeField(label=_("Time of the visit"), widget=forms.TimeInput(attrs={"type": "time"}))
    story = ThaiTextField(
        label=_("What happened"), max_length=4000, multiline=True, rows=5, help_text=_("No names of colleagues.")
    )

    def __init__(self, *args: Any, standards: list[Standard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [standard.code for standard in standards]
        for standard in standards:
            self.fields[f"kept_{standard.code}"] = forms.ChoiceField(
                label=standard.promise,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose what you saw.")},
            )

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes; of a valid form."""
        given = self.cleaned_data
        moment = dt.datetime.combine(given["visited_on"], given["visited_time"], timezone.get_current_timezone())
        answers = {"yes": True, "no": False, "none": None}
        return {
            "visited_at": moment,
            "story": given["story"],
            "kept": {code: answers[given[f"kept_{code}"]] for code in self.codes},
        }
