"""What people fill in to change a calendar."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.calendar_years import hours_in_words
from foundation.core.calendars import schedule_for
from foundation.core.clock import Opening
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.models import BusinessCalendar
from foundation.core.models.calendar import SpecialDayKind, Weekday
from foundation.core.thai.text import THAI_DIGITS

_PERIOD = re.compile(r"^(\d{1,2})[:.](\d{2})\s*(?:-|–|ถึง|to)\s*(\d{1,2})[:.](\d{2})$")


class OpeningsField(forms.CharField):
    """Opening periods in one line: 08:30–12:00, 13:00–16:30. Empty means closed; 24:00 is midnight."""

    def to_python(self, value: Any) -> tuple[Opening, ...]:  # type: ignore[override]  # cleans to periods
        text = str(value or "").translate(THAI_DIGITS).replace("น.", "").strip()
        try:
            return tuple(_opening(part.strip()) for part in text.split(",") if part.strip())
        except ValueError as error:
            raise ValidationError(_("Please write the hours like 08:30-12:00, 13:00-16:30.")) from error

    def validate(self, value: Any) -> None:
        """Closed is fine."""

    def run_validators(self, value: Any) -> None:
        """Periods are checked as they are read."""


def _opening(text: str) -> Opening:
    match = _PERIOD.match(text)
    if not match:
        raise ValueError(text)
    hour, minute, to_hour, to_minute = map(int, match.groups())
    closes = dt.time(0) if (to_hour, to_minute) == (24, 0) else dt.time(to_hour, to_minute)
    return Opening(dt.time(hour, minute), closes)


class DayForm(RefusableForm):
    """A day that is closed, or open at special hours."""

    date = ThaiDateField(label=gettext_lazy("Date"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What is different"),
        choices=SpecialDayKind.choices,
        widget=forms.RadioSelect,
        initial=SpecialDayKind.CLOSED,
    )
    hours = OpeningsField(
        label=gettext_lazy("Hours"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only when open: for example 09:00-12:00."),
    )
    name_th = ThaiTextField(label=gettext_lazy("Name (Thai)"), max_length=200)
    name_en = ThaiTextField(label=gettext_lazy("Name (English)"), max_length=200, required=False)
    reason = ThaiTextField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("For example the cabinet resolution and its date."),
    )

    def clean(self) -> dict[str, Any]:
        """Hours become opening and closing time."""
        cleaned = super().clean() or self.cleaned_data
        periods = cleaned.pop("hours", ())
        if len(periods) > 1:
            self.add_error("hours", _("A special day has one period. Please write it like 09:00-12:00."))
        cleaned["opens_at"] = periods[0].opens if periods else None
        cleaned["closes_at"] = periods[0].closes if periods else None
        return cleaned


class RemovalForm(RefusableForm):
    """Why a day is taken back."""

    reason = ThaiTextField(label=gettext_lazy("Reason"), max_length=500)


class HoursForm(RefusableForm):
    """Opening periods of each weekday."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    standard_day_minutes = forms.IntegerField(
        label=gettext_lazy("One working day of a promise, in minutes"),
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=gettext_lazy("480 minutes are eight hours of working time, whenever it starts."),
    )
    reason = ThaiTextField(label=gettext_lazy("Reason"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in Weekday.choices:
            self.fields[f"day_{number}"] = OpeningsField(label=name, required=False, max_length=100)
        self.order_fields([*(f"day_{number}" for number in range(7)), "standard_day_minutes", "reason"])

    @staticmethod
    def initial_of(calendar: BusinessCalendar) -> dict[str, Any]:
        """What the calendar says now."""
        week = schedule_for(calendar).week
        days = {f"day_{number}": hours_in_words(openings) if openings else "" for number, openings in enumerate(week)}
        return {"version": calendar.version, "standard_day_minutes": calendar.standard_day_minutes, **days}

    def day_fields(self) -> list[forms.BoundField]:
        """The fields of the weekdays, Monday first."""
        return [self[f"day_{number}"] for number in range(7)]

    def week(self) -> list[tuple[Opening, ...]]:
        """The periods of each day, Monday first."""
        return [self.cleaned_data[f"day_{number}"] for number in range(7)]
