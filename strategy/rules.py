"""Who may report, when a report is due, how far an initiative should be: pure, used by services, pages and metrics."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.thai.dates import FiscalQuarter, fiscal_quarter_of
from strategy.enums import Better, Result, Standing

if TYPE_CHECKING:
    from strategy.models import Indicator, Initiative

REPORT_DAYS = 15  # after the end of the quarter
TOLERANCE = 10  # points that an initiative may lag behind its time and still be on track
OWN_METRICS = "strategy."  # an indicator may not be measured by figures that are made from indicators


def due_on(quarter: FiscalQuarter) -> dt.date:
    """The last day on which a report of the quarter is on time."""
    return quarter.period.end.date() + dt.timedelta(days=REPORT_DAYS - 1)


def first_day(quarter: FiscalQuarter) -> dt.date:
    """The first day of the quarter, in local time."""
    return quarter.period.start.date()


def last_day(quarter: FiscalQuarter) -> dt.date:
    """The last day of the quarter, in local time."""
    return quarter.period.end.date() - dt.timedelta(days=1)


def last_quarter_due(day: dt.date) -> FiscalQuarter:
    """The latest quarter whose reports should all be in on that day."""
    quarter = fiscal_quarter_of(day).previous()
    return quarter if due_on(quarter) < day else quarter.previous()


def judged_on(day: dt.date, today: dt.date) -> dt.date:
    """By the time up to which day initiatives are judged: the day itself once its reports are due, else the end of
    the last quarter whose reports are, so that nobody counts as behind for a report that nobody owes yet."""
    return min(day, last_day(last_quarter_due(today)))


def runs_in(initiative: "Initiative", quarter: FiscalQuarter) -> bool:
    """Whether the initiative is at work on any day of the quarter."""
    return initiative.starts_on <= last_day(quarter) and initiative.ends_on >= first_day(quarter)


def may_report_progress(user: User, initiative: "Initiative") -> bool:
    """The owner and the colleagues of the unit that answers for it, nobody else."""
    return user.can(Permission.STRATEGY_PROGRESS) and (
        initiative.owner_id == user.pk or (user.unit_id is not None and user.unit_id == initiative.owner_unit_id)
    )


def may_record_actual(user: User, indicator: "Indicator") -> bool:
    """The unit that answers for the indicator; strategists where no unit is named."""
    if indicator.owner_unit_id is None:
        return user.can(Permission.STRATEGY_EDIT)
    return user.can(Permission.STRATEGY_PROGRESS) and user.unit_id == indicator.owner_unit_id


def expected_percent(starts_on: dt.date, ends_on: dt.date, day: dt.date) -> int:
    """How far it should be at the end of the day if work went evenly, 0 to 100."""
    if day < starts_on:
        return 0
    return min(100, 100 * (day - starts_on).days // (ends_on - starts_on).days)


def standing(percent: int | None, expected: int) -> Standing:
    """Where an initiative stands; None for one that never reported. `expected` is the share of its time that has passed
    up to the day on which it is judged."""
    if percent == 100:
        return Standing.DONE
    if percent is None:
        return Standing.SILENT if expected > 0 else Standing.TO_COME
    return Standing.ON_TRACK if percent >= expected - TOLERANCE else Standing.BEHIND


def result(value: Decimal | None, target: Decimal | None, better: str, *, is_over: bool) -> Result:
    """Whether a figure meets the target; one that does not is missed once the year is over."""
    if value is None or target is None:
        return Result.UNKNOWN
    if value >= target if better == Better.UP else value <= target:
        return Result.MET
    return Result.MISSED if is_over else Result.NOT_YET


def attainment(value: Decimal | None, target: Decimal | None, better: str) -> float | None:
    """How much of the target is reached, of a hundred; None where that can't be said."""
    if value is None or target is None:
        return None
    part, whole = (value, target) if better == Better.UP else (target, value)
    return float(100 * part / whole) if whole > 0 else None
