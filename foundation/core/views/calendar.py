"""The year of the business calendar: opening hours, holidays, special days; adding and removing those."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.core import calendar_changes, calendars
from foundation.core.access import CALENDAR_EDIT, STAFF, may, requires
from foundation.core.calendar_forms import DayForm, HoursForm, RemovalForm
from foundation.core.calendar_years import history_of, week_of, weekdays, year_of
from foundation.core.errors import Refused, StaleVersion
from foundation.core.models import SpecialDay
from foundation.core.stale import show_stored_version

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_GET
@requires(STAFF)
def year(request: HttpRequest) -> HttpResponse:
    """Twelve months with what is open and closed. `?year=` is Gregorian; the present one by default."""
    return _page(request, DayForm())


@require_POST
@requires(CALENDAR_EDIT)
def add(request: HttpRequest) -> HttpResponse:
    """Declare a day closed, or open at special hours."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            day = calendar_changes.declare_day(
                calendar_id=calendars.default_calendar().pk, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("%(day)s is in the calendar. Deadlines that it touches are being recomputed.") % {"day": day}
            )
            return redirect(f"{reverse('core:calendar')}?year={day.date.year}")
    return _page(request, form)


@require_http_methods(["GET", "POST"])
@requires(CALENDAR_EDIT)
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a special day back, with a reason."""
    day = get_object_or_404(SpecialDay, public_id=public_id)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        calendar_changes.remove_day(
            calendar_id=day.calendar_id,
            day_id=day.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(
            request, _("%(day)s is out of the calendar. Deadlines that it touches are being recomputed.") % {"day": day}
        )
        return redirect("core:calendar")
    return render(request, "core/calendar_remove.html", {"day": day, "form": form})


@require_http_methods(["GET", "POST"])
@requires(CALENDAR_EDIT)
def hours(request: HttpRequest) -> HttpResponse:
    """Change the opening hours of the week."""
    calendar = calendars.default_calendar()
    form = HoursForm(request.POST or None, initial=HoursForm.initial_of(calendar))
    if request.method == "POST" and form.is_valid():
        try:
            calendar_changes.change_hours(
                calendar_id=calendar.pk,
                shown_version=form.cleaned_data["version"],
                week=form.week(),
                standard_day_minutes=form.cleaned_data["standard_day_minutes"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except StaleVersion as stale:
            show_stored_version(form, stale.stored)
            form.refuse(stale)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The opening hours are changed. Deadlines are being recomputed."))
            return redirect("core:calendar")
    context = {"form": form, "stored": week_of(calendars.schedule_for())}
    return render(request, "core/calendar_hours.html", context)


def _page(request: HttpRequest, form: DayForm) -> HttpResponse:
    calendar = calendars.default_calendar()
    wanted = request.GET.get("year", "")
    today = timezone.localdate()
    shown = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else today.year
    shown = min(max(shown, FIRST_YEAR), LAST_YEAR)
    context = {
        "calendar": calendar,
        "year": year_of(calendar, shown, today=today),
        "weekdays": weekdays(),
        "changes": history_of(calendar),
        "form": form,
        "may_edit": may(request.user, CALENDAR_EDIT),
    }
    return render(request, "core/calendar.html", context)
