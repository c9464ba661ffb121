"""Turns of deadlines: when each falls due on the business calendar, and whether records show it done.

How a turn is found done is registered by key (`register_check`), so that a report, a plan or a review counts by
itself; a deadline without a check is noted as done by a person.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.core.calendars import schedule_for
from foundation.core.clock import Schedule
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of, is_thai
from reporting.enums import Cadence, DayCount, TurnState
from reporting.models import Deadline, DeadlineNote

# A fiscal year in Buddhist Era and a quarter, 0 for the whole year.
TurnKey = tuple[int, int]
QUARTERS_BACK = 8
YEARS_BACK = 2
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Done:
    """That and when a turn was done, in words, with the page that shows it."""

    on: dt.date
    url: str = ""
    text: str = ""


# Turns of a deadline -> those that records show as done by the moment.
Check = Callable[[Sequence[TurnKey], dt.datetime], Mapping[TurnKey, Done]]
_checks: dict[str, Check] = {}


@dataclass(frozen=True)
class Turn:
    """One turn of a deadline."""

    deadline: Deadline
    key: TurnKey
    due_on: dt.date
    done: Done | None
    today: dt.date

    @property
    def label(self) -> str:
        """The quarter or fiscal year that it concerns."""
        year, quarter = self.key
        if quarter:
            return FiscalQuarter(year, quarter).label()
        return _("fiscal year %(year)s") % {"year": year if is_thai(None) else year - 543}

    @property
    def state(self) -> TurnState:
        """Done in time or late; else to come, soon or overdue."""
        if self.done:
            return TurnState.DONE if self.done.on <= self.due_on else TurnState.DONE_LATE
        if self.today > self.due_on:
            return TurnState.OVERDUE
        if self.today >= self.due_on - dt.timedelta(days=self.deadline.lead_days):
            return TurnState.SOON
        return TurnState.TO_COME

    @property
    def days_late(self) -> int:
        """Calendar days after the due date, counted to the day it was done or to today; 0 when in time."""
        end = self.done.on if self.done else self.today
        return max((end - self.due_on).days, 0)


def register_check(key: str, check: Check) -> None:
    """Say how turns of the deadlines with that `check_key` are found done; called from `AppConfig.ready()`."""
    _checks[key] = check


def turns(now: dt.datetime, deadlines: Iterable[Deadline] | None = None) -> list[Turn]:
    """Turns of the deadlines in use, the last eight quarters or two years and what comes next, by due date.

    One query for the deadlines, one for the notes, and those of each check.
    """
    rows = list(
        deadlines if deadlines is not None else Deadline.objects.filter(is_active=True).select_related("owner_role")
    )
    noted: dict[int, dict[TurnKey, Done]] = {}
    for note in DeadlineNote.objects.filter(deadline__in=rows, noted_at__lte=now):
        noted.setdefault(note.deadline_id, {})[(note.year_be, note.quarter)] = Done(note.done_on, note.url, note.text)
    schedule, today = schedule_for(), timezone.localdate(now)
    made: list[Turn] = []
    for row in rows:
        due = {key: due_on(row, key, schedule) for key in _keys(row, now)}
        keys = [key for key, day in due.items() if day >= row.starts_on]
        found = _checks[row.check_key](keys, now) if row.check_key in _checks else {}
        done = {**noted.get(row.pk, {}), **found}
        made += [Turn(row, key, due[key], done.get(key), today) for key in keys]
    return sorted(made, key=lambda turn: (turn.due_on, turn.deadline.key))


def due_on(deadline: Deadline, key: TurnKey, schedule: Schedule) -> dt.date:
    """The day on which a turn falls due: calendar days roll on to the next open day, working days are counted."""
    day = _anchor(key)
    if deadline.day_count == DayCount.WORKING:
        return _working_days(day, deadline.days, schedule)
    day += deadline.days * DAY
    while not schedule.openings_on(day):
        day += DAY
    return day


def _anchor(key: TurnKey) -> dt.date:
    """The last day of the quarter, or the first day of the fiscal year."""
    year, quarter = key
    if quarter:
        return timezone.localdate(FiscalQuarter(year, quarter).period.end) - DAY
    return timezone.localdate(FiscalQuarter(year, 1).period.start)


def _working_days(day: dt.date, count: int, schedule: Schedule) -> dt.date:
    step = DAY if count >= 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= bool(schedule.openings_on(day))
    return day


def _keys(deadline: Deadline, now: dt.datetime) -> list[TurnKey]:
    current = fiscal_quarter_of(now)
    if deadline.cadence == Cadence.YEARLY:
        return [(current.year_be + shift, 0) for shift in range(-YEARS_BACK, 2)]
    quarters = [current]
    while len(quarters) <= QUARTERS_BACK:
        quarters.insert(0, quarters[0].previous())
    return [(quarter.year_be, quarter.quarter) for quarter in quarters]
