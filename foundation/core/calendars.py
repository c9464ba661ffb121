"""Calendars as schedules, and the port through which clocks learn that a calendar changed."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.db import transaction

from foundation.core.clock import Opening, Schedule, SpecialHours
from foundation.core.models import BusinessCalendar, OpeningPeriod, SpecialDay
from foundation.core.thai.formatting import is_thai

# The package lists Children's Day among public holidays; nobody has the day off (it is a Saturday).
_NOT_A_DAY_OFF = frozenset({"National Children's Day"})


@dataclass(frozen=True)
class Named:
    """A name in both languages; str() gives the reader's."""

    th: str
    en: str

    def __str__(self) -> str:
        return self.th if is_thai() else self.en


@dataclass(frozen=True)
class CalendarChange:
    """What changed: from `first_day` on, deadlines of this calendar may have moved."""

    calendar_id: int
    first_day: dt.date
    reason: str
    by_id: int | None


_listeners: list[Callable[[CalendarChange], None]] = []


def on_change(callback: Callable[[CalendarChange], None]) -> None:
    """Call back after a change of a calendar is committed; plug in from `AppConfig.ready()`.

    The callback should only start a job: it runs in the request of the person who saved.
    """
    if callback not in _listeners:
        _listeners.append(callback)


def announce(change: CalendarChange) -> None:
    """Tell every listener once the caller's transaction is committed; one that fails does not stop the others."""
    for listener in _listeners:
        transaction.on_commit(_telling(listener, change), robust=True)


def _telling(listener: Callable[[CalendarChange], None], change: CalendarChange) -> Callable[[], None]:
    # A function and not a partial: Django names a failed callback by its __qualname__.
    def tell() -> None:
        listener(change)

    return tell


def default_calendar() -> BusinessCalendar:
    """The calendar promises run on unless they name another. Raises BusinessCalendar.DoesNotExist."""
    return BusinessCalendar.objects.get(is_default=True)


def schedule_for(calendar: BusinessCalendar | None = None) -> Schedule:
    """The schedule of a calendar, of the default one if none is given.

    Built once per revision of the calendar and process: a caller pays one query, or none with a calendar at hand.
    Raises BusinessCalendar.DoesNotExist when there is no default.
    """
    calendar = calendar or default_calendar()
    return _schedule(calendar.pk, calendar.revision)


@lru_cache(maxsize=16)
def _schedule(calendar_id: int, _revision: str) -> Schedule:
    calendar = BusinessCalendar.objects.get(pk=calendar_id)
    week: list[list[Opening]] = [[] for _day in range(7)]
    for period in OpeningPeriod.objects.filter(calendar=calendar):
        week[period.weekday].append(Opening(period.opens_at, period.closes_at))
    return Schedule(
        week=tuple(tuple(openings) for openings in week),
        standard_day=dt.timedelta(minutes=calendar.standard_day_minutes),
        holidays=ThaiHolidays(tuple(calendar.holiday_categories)),
        special={day.date: _special_hours(day) for day in SpecialDay.objects.filter(calendar=calendar)},
        zone=ZoneInfo(settings.TIME_ZONE),
    )


def _special_hours(day: SpecialDay) -> SpecialHours:
    openings = (Opening(day.opens_at, day.closes_at),) if day.opens_at and day.closes_at else ()
    return SpecialHours(openings, Named(day.name_th, day.name_en))


class ThaiHolidays(Mapping[dt.date, Named]):
    """Thai public holidays by date, from the `holidays` package, each year read when first asked for."""

    def __init__(self, categories: tuple[str, ...]) -> None:
        self.categories = categories
        self._years: dict[int, dict[dt.date, Named]] = {}

    def of_year(self, year: int) -> dict[dt.date, Named]:
        """The holidays of a Christian year, in order."""
        if year not in self._years:
            self._years[year] = _read_year(year, self.categories)
        return self._years[year]

    def __getitem__(self, day: dt.date) -> Named:
        return self.of_year(day.year)[day]

    def __iter__(self) -> Iterator[dt.date]:
        return (day for year in sorted(self._years) for day in self._years[year])

    def __len__(self) -> int:
        return sum(map(len, self._years.values()))


def _read_year(year: int, categories: tuple[str, ...]) -> dict[dt.date, Named]:
    if not categories:
        return {}
    thai = holidays.country_holidays("TH", years=year, language="th", categories=categories)
    english = holidays.country_holidays("TH", years=year, language="en_US", categories=categories)
    return {day: Named(thai[day], english[day]) for day in sorted(thai) if english[day] not in _NOT_A_DAY_OFF}
