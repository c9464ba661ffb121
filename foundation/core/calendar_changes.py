"""What people change in a calendar: special days and opening hours."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.core.access import Person
from foundation.core.calendars import CalendarChange, announce
from foundation.core.clock import Opening, Schedule
from foundation.core.errors import Incomplete, Refused
from foundation.core.ids import new_public_id
from foundation.core.models import BusinessCalendar, OpeningPeriod, SpecialDay, locked, signed
from foundation.core.models.calendar import SpecialDayKind


@transaction.atomic
def declare_day(
    *,
    calendar_id: int,
    date: dt.date,
    kind: str,
    name_th: str,
    name_en: str,
    reason: str,
    opens_at: dt.time | None = None,
    closes_at: dt.time | None = None,
    by: Person | None,
    now: dt.datetime,
) -> SpecialDay:
    """Add a day that is closed, or open at special hours; clocks are told after the commit.

    Raises Incomplete without a reason, a name or sensible hours, Refused when the day is already special.
    """
    calendar = locked(BusinessCalendar.objects.all(), pk=calendar_id)
    _demand(kind, name_th, reason, opens_at, closes_at)
    if SpecialDay.objects.filter(calendar=calendar, date=date).exists():
        raise Refused(_("This day is already in the list. Remove the entry first if it was wrong."))
    if kind == SpecialDayKind.CLOSED:
        opens_at = closes_at = None
    day = SpecialDay(
        calendar=calendar,
        date=date,
        kind=kind,
        name_th=name_th,
        name_en=name_en or name_th,
        reason=reason,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=now,
    )
    signed(day, by=by, now=now, reason=reason).save()
    _changed(calendar, date, reason, by, now)
    return day


@transaction.atomic
def remove_day(*, calendar_id: int, day_id: int, reason: str, by: Person | None, now: dt.datetime) -> None:
    """Take a special day back; its history stays.

    Raises Incomplete without a reason, SpecialDay.DoesNotExist when it is gone already.
    """
    calendar = locked(BusinessCalendar.objects.all(), pk=calendar_id)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    day = SpecialDay.objects.select_for_update().get(pk=day_id, calendar=calendar)
    date = day.date
    signed(day, by=by, now=now, reason=reason).delete()
    _changed(calendar, date, reason, by, now)


@transaction.atomic
def change_hours(
    *,
    calendar_id: int,
    week: Iterable[Iterable[Opening]],
    standard_day_minutes: int,
    reason: str,
    by: Person | None,
    now: dt.datetime,
    shown_version: int | None = None,
) -> BusinessCalendar:
    """Replace the opening hours of the week, Monday first.

    Raises Incomplete without a reason, Refused for overlapping periods, StaleVersion.
    """
    calendar = locked(BusinessCalendar.objects.all(), pk=calendar_id, shown_version=shown_version)
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    hours = tuple(tuple(openings) for openings in week)
    try:
        Schedule(hours, dt.timedelta(minutes=standard_day_minutes))
    except ValueError as error:
        raise Refused(_("The opening hours overlap or are incomplete. Please check each day.")) from error
    calendar.standard_day_minutes = standard_day_minutes
    wanted = {(day, opening.opens): opening.closes for day, openings in enumerate(hours) for opening in openings}
    for period in calendar.openings.all():
        closes = wanted.pop((period.weekday, period.opens_at), None)
        if closes is None:
            signed(period, by=by, now=now, reason=reason).delete()
        elif closes != period.closes_at:
            period.closes_at = closes
            signed(period, by=by, now=now, reason=reason).save()
    for (weekday, opens), closes in wanted.items():
        period = OpeningPeriod(calendar=calendar, weekday=weekday, opens_at=opens, closes_at=closes)
        signed(period, by=by, now=now, reason=reason).save()
    _changed(calendar, timezone.localdate(now), reason, by, now)
    return calendar


def _demand(kind: str, name_th: str, reason: str, opens_at: dt.time | None, closes_at: dt.time | None) -> None:
    missing = {}
    if kind not in SpecialDayKind.values:
        missing["kind"] = _("Please choose.")
    if not name_th:
        missing["name_th"] = _("Please give the day a name.")
    if not reason:
        missing["reason"] = _("Please say why.")
    if kind == SpecialDayKind.OPEN:
        if opens_at is None or closes_at is None:
            missing["hours"] = _("Please say from when to when.")
        elif closes_at != dt.time(0) and closes_at <= opens_at:
            missing["hours"] = _("Closing must come after opening.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)


def _changed(calendar: BusinessCalendar, first_day: dt.date, reason: str, by: Person | None, now: dt.datetime) -> None:
    calendar.revision = new_public_id()
    signed(calendar, by=by, now=now, reason=reason).save()
    announce(CalendarChange(calendar.pk, first_day, reason, by.pk if by else None))
