"""One initiative: what it is, how far it has come, and the report of a quarter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import NotAllowed, Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.stale import stale_context
from foundation.core.thai.dates import FiscalQuarter
from strategy import selectors, services
from strategy.enums import Status
from strategy.forms import OwnerForm, ProgressForm
from strategy.models import Initiative, Progress
from strategy.rules import due_on, first_day, may_report_progress, runs_in, standing

FIELDS = ("percent", "spent", "narrative", "risk")


@require_GET
@requires(Permission.STRATEGY_VIEW)
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The initiative, its quarters and its links."""
    return _detail(request, _initiative(public_id))


@require_http_methods(["GET", "POST"])
@requires(Permission.STRATEGY_PROGRESS)
def progress(request: HttpRequest, public_id: str, year: int, quarter: int) -> HttpResponse:
    """Report a quarter, or correct its report."""
    row, when = _initiative(public_id), quarter_of(year, quarter)
    user = signed_in(request)
    if not may_report_progress(user, row):
        raise NotAllowed(_("Only the owner of the initiative and colleagues of the same unit report its progress."))
    told = Progress.objects.filter(thread=row.thread, year=year, quarter=quarter).first()
    before = row.progress_so_far.first() if told is None else None  # type: ignore[attr-defined]  # set by _initiative
    initial = {name: getattr(told or before, name, None) for name in FIELDS if told or name in {"percent", "spent"}}
    form = ProgressForm(
        request.POST or None, initial={"version": told.version if told else None, **initial}, corrects=bool(told)
    )
    stale: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.report_progress(
                initiative=row, quarter=when, shown_version=given.pop("version"), **given, by=user, now=timezone.now()
            )
        except StaleVersion:
            told = Progress.objects.get(thread=row.thread, year=year, quarter=quarter)
            stale = stale_context(form, told)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The report of %(quarter)s is saved.") % {"quarter": when.label()})
            return redirect(row)
    context = {
        "initiative": row,
        "quarter": when,
        "due_on": due_on(when),
        "told": told,
        "form": form,
        **stale,
        "history": told.history.select_related("history_user").order_by("-history_id")[1:] if told else [],
    }
    return form_page(request, "strategy/progress.html", context)


@require_POST
@requires(Permission.STRATEGY_EDIT)
def owner(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the initiative to another person."""
    row, form = _initiative(public_id), OwnerForm(request.POST)
    if form.is_valid():
        try:
            services.assign_owner(initiative=row, **form.cleaned_data, by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(owner)s owns it now.") % {"owner": form.cleaned_data["owner"]})
            return redirect(row)
    return _detail(request, row, owner_form=form)


def quarter_of(year: int, quarter: int) -> FiscalQuarter:
    """The quarter of an address. Raises Http404 for one that no calendar knows."""
    if not (1 <= quarter <= 4 and 2500 <= year <= 2699):
        raise Http404
    return FiscalQuarter(year, quarter)


def _initiative(public_id: str) -> Initiative:
    row = selectors.initiative_of(public_id, today=timezone.localdate())
    row.progress_so_far = (  # type: ignore[attr-defined]
        Progress.objects.filter(thread=row.thread).select_related("reported_by").order_by("-year", "-quarter")
    )
    return row


def _detail(request: HttpRequest, row: Initiative, *, owner_form: OwnerForm | None = None) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    told = {(report.year, report.quarter): report for report in row.progress_so_far}  # type: ignore[attr-defined]
    begun = [when for when in row.plan.quarters if runs_in(row, when) and first_day(when) <= today]
    is_binding = row.plan.status == Status.IN_FORCE
    context = {
        "initiative": row,
        "state": standing(row.percent, row.expected),  # type: ignore[attr-defined]
        "quarters": [(when, due_on(when), told.get((when.year_be, when.quarter))) for when in reversed(begun)],
        "today": today,
        "links": row.links.select_related("item__master_plan"),
        "may_report": is_binding and may_report_progress(user, row),
        "may_edit": user.can(Permission.STRATEGY_EDIT),
        "owner_form": owner_form or OwnerForm(),
    }
    return form_page(request, "strategy/initiative.html", context)
