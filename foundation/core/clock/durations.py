"""How long a promise lasts."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.core.clock.schedule import Schedule, always_open


class Unit(TextChoices):
    """Units of a promise. All but calendar days run on the working clock."""

    MINUTES = "minutes", _("working minutes")
    HOURS = "hours", _("working hours")
    DAYS = "days", _("working days")
    CALENDAR_DAYS = "calendar_days", _("calendar days")


@dataclass(frozen=True)
class Duration:
    """An amount of time to count; "3 days" means three standard working days of the calendar."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a duration cannot be negative")
        if self.unit not in Unit.values:
            raise ValueError(f"unknown unit {self.unit!r}")

    def counted(self, schedule: Schedule) -> dt.timedelta:
        """The time that must pass on the clock this duration runs on."""
        if self.unit == Unit.DAYS:
            return self.amount * schedule.standard_day
        if self.unit == Unit.CALENDAR_DAYS:
            return dt.timedelta(days=self.amount)
        return dt.timedelta(**{str(self.unit): self.amount})

    def clock(self, schedule: Schedule) -> Schedule:
        """The schedule it runs on: the given one, or every minute of the day for calendar days."""
        return always_open(schedule.zone) if self.unit == Unit.CALENDAR_DAYS else schedule

    def __str__(self) -> str:
        """In the reader's language: "3 วันทำการ", "1 working day"."""
        return _PHRASES[Unit(self.unit)](self.amount) % {"count": self.amount}


_PHRASES = {
    Unit.MINUTES: lambda n: ngettext("%(count)s working minute", "%(count)s working minutes", n),
    Unit.HOURS: lambda n: ngettext("%(count)s working hour", "%(count)s working hours", n),
    Unit.DAYS: lambda n: ngettext("%(count)s working day", "%(count)s working days", n),
    Unit.CALENDAR_DAYS: lambda n: ngettext("%(count)s day", "%(count)s days", n),
}
