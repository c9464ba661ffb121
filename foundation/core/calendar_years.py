"""A year of a calendar, laid out for a page."""

import calendar as months
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from foundation.core.calendars import schedule_for
from foundation.core.clock import Opening, Schedule
from foundation.core.models import BusinessCalendar, SpecialDay
from foundation.core.thai.formatting import format_date, is_thai
from foundation.core.thai.months import (
    MONTHS_EN,
    MONTHS_TH,
    SHORT_WEEKDAYS_EN,
    SHORT_WEEKDAYS_TH,
    WEEKDAYS_EN,
    WEEKDAYS_TH,
)


@dataclass(frozen=True)
class Day:
    """One day: `kind` is open, weekend, holiday, closed (declared) or special (open at special hours)."""

    date: dt.date
    kind: str
    name: str = ""
    hours: str = ""
    is_today: bool = False
    special: SpecialDay | None = None


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday; days of neighbouring months are None."""

    name: str
    weeks: list[list[Day | None]]
    named: list[Day] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    """A year with its months, its hours and how many days one can count on."""

    gregorian: int
    shown: int
    months: list[Month]
    working_days: int
    week: list[tuple[str, str]]


def year_of(calendar: BusinessCalendar, gregorian: int, *, today: dt.date) -> Year:
    """The year as the page shows it; one query for the special days."""
    schedule = schedule_for(calendar)
    rows = SpecialDay.objects.filter(calendar=calendar, date__year=gregorian)
    special = {row.date: row for row in rows}
    names = MONTHS_TH if is_thai() else MONTHS_EN
    laid_out = [_month(gregorian, month, names[month - 1], schedule, special, today) for month in range(1, 13)]
    return Year(
        gregorian=gregorian,
        shown=gregorian + 543 if is_thai() else gregorian,
        months=laid_out,
        working_days=sum(1 for month in laid_out for day in _days(month) if day.kind in {"open", "special"}),
        week=week_of(schedule),
    )


def week_of(schedule: Schedule) -> list[tuple[str, str]]:
    """Opening hours by weekday, neighbours with the same hours joined: Monday–Friday 08:30–16:30."""
    names = WEEKDAYS_TH if is_thai() else WEEKDAYS_EN
    runs: list[tuple[int, int, str]] = []
    for day, openings in enumerate(schedule.week):
        text = hours_in_words(openings)
        if runs and runs[-1][2] == text:
            runs[-1] = (runs[-1][0], day, text)
        else:
            runs.append((day, day, text))
    return [(names[first] if first == last else f"{names[first]}–{names[last]}", text) for first, last, text in runs]


def weekdays() -> list[tuple[str, str]]:
    """Short and long names of the weekdays in the reader's language, Monday first."""
    names = (SHORT_WEEKDAYS_TH, WEEKDAYS_TH) if is_thai() else (SHORT_WEEKDAYS_EN, WEEKDAYS_EN)
    return list(zip(*names, strict=True))


def hours_in_words(openings: tuple[Opening, ...]) -> str:
    """ "08:30–12:00, 13:00–16:30"; or that it is closed."""
    return ", ".join(_hours(opening) for opening in sorted(openings)) or _("closed")


def _hours(opening: Opening) -> str:
    closes = "24:00" if opening.closes == dt.time(0) else f"{opening.closes:%H:%M}"
    return f"{opening.opens:%H:%M}–{closes}"


def _month(
    year: int, month: int, name: str, schedule: Schedule, special: dict[dt.date, SpecialDay], today: dt.date
) -> Month:
    weeks = [
        [_day(dt.date(year, month, number), schedule, special, today) if number else None for number in week]
        for week in months.monthcalendar(year, month)
    ]
    found = Month(name, weeks)
    found.named.extend(day for day in _days(found) if day.name)
    return found


def _day(date: dt.date, schedule: Schedule, special: dict[dt.date, SpecialDay], today: dt.date) -> Day:
    row = special.get(date)
    kind, name = _kind(date, schedule, row)
    return Day(date, kind, name, hours_in_words(schedule.openings_on(date)), date == today, row)


def _kind(date: dt.date, schedule: Schedule, row: SpecialDay | None) -> tuple[str, str]:
    if row:
        return ("special" if row.opens_at else "closed"), row.name
    if date in schedule.holidays:
        return "holiday", str(schedule.holidays[date])
    return ("open" if schedule.week[date.weekday()] else "weekend"), ""


def _days(month: Month) -> Iterator[Day]:
    return (day for week in month.weeks for day in week if day)


@dataclass(frozen=True)
class Change:
    """One line of the history of a calendar."""

    at: dt.datetime
    who: str
    what: str
    reason: str


def history_of(calendar: BusinessCalendar, *, limit: int = 12) -> list[Change]:
    """The latest changes of special days and hours, newest first; two queries."""
    days = SpecialDay.history.filter(calendar_id=calendar.pk).select_related("history_user")
    lines = [_day_changed(row) for row in days.order_by("-history_date")[:limit]]
    # A special day counts the calendar's version up as well; that line would only repeat the day's own.
    told = {line.at for line in lines}
    hours = calendar.history.filter(history_type="~").select_related("history_user").order_by("-history_date")[:limit]
    lines += [_line(row, _("Opening hours changed")) for row in hours if row.history_date not in told]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def _day_changed(row: Any) -> Change:
    words = {"+": _("%(day)s added"), "-": _("%(day)s removed"), "~": _("%(day)s changed")}
    day = f"{format_date(row.date)} {row.instance.name}"
    return _line(row, words[row.history_type] % {"day": day})


def _line(row: Any, what: str) -> Change:
    return Change(row.history_date, str(row.history_user or ""), what, row.history_change_reason or "")
