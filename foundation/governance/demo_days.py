"""Days of the demo's board."""

import calendar
import datetime as dt

from django.utils import timezone


def fourth_wednesday(year: int, month: int) -> dt.date:
    """The board meets on it."""
    wednesdays = [week[calendar.WEDNESDAY] for week in calendar.monthcalendar(year, month)]
    return dt.date(year, month, [day for day in wednesdays if day][3])


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    """That day at that hour, Bangkok time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
